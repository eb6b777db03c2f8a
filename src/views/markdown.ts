import { safe } from '../diagnostics/display.ts';

const encoder = new TextEncoder();

/** UTF-8 bytes: never fewer than the characters or the UTF-16 units a forge may count instead. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

/**
 * Text that is shown as it is written, in a list or a cell: no mention, no link, no markup of its own gets out of it. A
 * cell needs its bars escaped even in code.
 */
export function code(text: string, place: 'line' | 'cell' = 'line'): string {
  const shown = safe(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const inner = /^`|`$|^ .* $/.test(shown) ? ` ${shown} ` : shown;
  const span = shown === '' ? '` `' : `${fence}${inner}${fence}`;
  return place === 'cell' ? span.replaceAll('|', '\\|') : span;
}

/** A block of lines whose fence no line can close. */
export function fenced(lines: readonly string[], language: string): readonly string[] {
  const shown = lines.map((line) => safe(line.replaceAll('\t', '    ').replace(/\r$/, '')));
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${fence}${language}`, ...shown, fence];
}

/** A summary that folds a body; the blank line is what makes the body Markdown again. */
export function folded(summaryHtml: string, body: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${summaryHtml}</summary>`, '', ...body, '', '</details>'];
}

/** For HTML in Markdown. In `code` neither mentions nor links are looked for. */
export function htmlCode(text: string): string {
  return `<code>${escapeHtml(safe(text))}</code>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What a comment in HTML may hold and a search find again, character for character. */
export function commentWord(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._/-]/g, '_')
    .replace(/-+/g, '-')
    .slice(0, 100);
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
