import type { Report } from '../report.ts';
import { limits } from './limits.ts';

/** What can be said before the text is read as YAML. True where it can be read. */
export function checkText(text: string, report: Report): boolean {
  if (text.length > limits.characters) return tooLarge(text, report);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.exec(text);
  if (control !== null) return notText(control.index, control[0], report);
  return !hasConflicts(text, report);
}

/** Git's markers: half a spec is none, and both halves together are none either. */
function hasConflicts(text: string, report: Report): boolean {
  let [from, found, at] = [-1, false, 0];
  for (const line of text.split('\n')) {
    const end = at + line.length;
    if (from < 0 && /^<{7}( |\r?$)/.test(line)) from = at;
    if (from >= 0 && /^>{7}( |\r?$)/.test(line)) {
      conflict(from, end, report);
      [from, found] = [-1, true];
    }
    at = end + 1;
  }
  return found;
}

function conflict(from: number, to: number, report: Report): void {
  report.add({
    code: 'HM1016',
    at: [from, to],
    summary: 'Git left a conflict here',
    why: 'Two branches changed the same lines. Nothing is planned from one half of a spec.',
    todo: 'Keep what you want of the two and delete the markers; or `hatmax resolve hatmax.yml` with --ours, --theirs, or --both for the lines of both.',
  });
}

function tooLarge(text: string, report: Report): false {
  const mebibytes = (text.length / 1_048_576).toFixed(1);
  report.add({
    code: 'HM1002',
    at: [0, 0],
    summary: `The spec is too large: ${mebibytes} MiB`,
    why: 'A spec is written by people and may have 1 MiB; a larger file is hardly one.',
    todo: 'Check that this is the file you mean. A system that is really this large is split with `include`.',
  });
  return false;
}

function notText(offset: number, character: string, report: Report): false {
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  report.add({
    code: 'HM1003',
    at: [offset, offset + 1],
    summary: `The file has a control character (${name})`,
    why: 'YAML is text in UTF-8. Control characters come from binary files and from other encodings.',
    todo: 'Save the file as UTF-8 text, or delete the character.',
  });
  return false;
}
