/** One character as people see it: what is shown, how many columns it takes, how many code units it was made from. */
export interface Glyph {
  readonly shown: string;
  readonly columns: number;
  readonly units: number;
}

const TAB_STOP = 4;

// Controls, and what turns the direction of text or hides in it: none of these reaches a terminal as it is.
const HIDDEN = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/u;
const ALL_HIDDEN = new RegExp(HIDDEN.source, 'gu');
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const JOINERS = /[\u200d\ufe0f]/g;

let segmenter: Intl.Segmenter | undefined;

/** The line as glyphs, tabs as spaces. */
export function glyphsOf(line: string): readonly Glyph[] {
  const glyphs: Glyph[] = [];
  let column = 0;
  // Made when it is first asked for: it loads tables that take as long as a small plan, and most plans need none.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(line)) {
    const glyph = glyphOf(segment, column);
    glyphs.push(glyph);
    column += glyph.columns;
  }
  return glyphs;
}

function glyphOf(segment: string, column: number): Glyph {
  const units = segment.length;
  if (segment === '\t') {
    const columns = TAB_STOP - (column % TAB_STOP);
    return { shown: ' '.repeat(columns), columns, units };
  }
  // An emoji may be joined of several; a joiner alone is hidden text.
  const bare = WIDE.test(segment) ? segment.replace(JOINERS, '') : segment;
  if (HIDDEN.test(bare)) {
    const shown = visible(segment);
    return { shown, columns: [...shown].length, units };
  }
  if (/^\p{M}+$/u.test(segment)) return { shown: `\u25cc${segment}`, columns: 1, units };
  return { shown: segment, columns: WIDE.test(segment) ? 2 : 1, units };
}

function visible(text: string): string {
  return text.replace(ALL_HIDDEN, picture);
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** A sentence that quotes what was written: line ends stay as pictures too. */
export function safe(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : visible(text);
}

const PRINTABLE_ASCII = /^[ -~]*$/;

export function widthOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  return glyphsOf(text).reduce((sum, glyph) => sum + glyph.columns, 0);
}
