import { LINE_WIDTH } from '../print-layout.ts';

/** A name so long that a template's own lines may not be where Biome would have them. */
const LONG_NAME = 29;

/** Ids of samples are as long as long names are, and are none. */
const HEX = /^[\da-f-]+$/i;
/** Nobody breaks the lines of comments. */
const COMMENT = /^ *(?:\/?\*|\/\/)/;
const NAME = /^[\p{ID_Continue}$-]+$/u;

/** Whether it has lines that are too long, or names that are. Every rendered file is asked. */
export function isLong(text: string): boolean {
  return hasLongLine(text) || hasLongName(text);
}

export function hasLongLine(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    if (end - start > LINE_WIDTH && !COMMENT.test(text.slice(start, end))) return true;
    start = end + 1;
  }
  return false;
}

/**
 * Looks at the last place of each stretch that a long name would fill, and further only where that is in a name: most
 * characters are never looked at.
 */
function hasLongName(text: string): boolean {
  for (let last = LONG_NAME - 1; last < text.length; ) {
    let before = last;
    while (before > last - LONG_NAME && isInName(text.charCodeAt(before))) before -= 1;
    if (before > last - LONG_NAME) {
      last = before + LONG_NAME;
      continue;
    }
    let [start, end] = [before + 1, last + 1];
    while (start > 0 && isInName(text.charCodeAt(start - 1))) start -= 1;
    while (end < text.length && isInName(text.charCodeAt(end))) end += 1;
    if (isName(text.slice(start, end))) return true;
    last = end + LONG_NAME;
  }
  return false;
}

function isName(word: string): boolean {
  return !HEX.test(word) && NAME.test(word);
}

/** What is no ASCII may be; `isName` knows. */
function isInName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 45 ||
    code > 127
  );
}
