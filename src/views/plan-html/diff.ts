import { safe } from '../../diagnostics/display.ts';
import { decodeUtf8 } from '../../merge/line-endings.ts';
import type { Hunk } from '../hunks.ts';
import { plural } from '../paint.ts';
import type { ReviewFile } from '../review.ts';
import { changedSpans, lineHtml, type Span } from './line.ts';
import { colouredLines, languageOf, type Piece } from './syntax.ts';

/** Letters of HTML that a letter of a file becomes with its colours, and with two cells a row; measured on generated code. */
const SWELLING = { whole: 2.5, paired: 6.2 };

/** About how long the table of a file will be, before it is made. */
export function diffLength({ size, before, after }: ReviewFile): number {
  if (size?.kind !== 'text') return 0;
  const rows = size.added + size.removed;
  const swelling = before === undefined || after === undefined ? SWELLING.whole : SWELLING.paired;
  return swelling * size.letters * Math.min(1, MOST_ROWS / Math.max(1, rows));
}

/** Past this many characters a text goes without colours. */
const MOST_COLOURED = 400_000;
const MOST_ROWS = 1200;
const LONGEST_LINE = 2000;

interface Line {
  readonly number: number;
  readonly text: string;
}

/** One row of two columns; a line that has nothing beside it leaves the other one empty. */
interface Row {
  readonly left?: Line;
  readonly right?: Line;
}

type Colours = (side: 'left' | 'right', line: Line) => readonly Piece[];

/** The table of a file: two columns of what changes, one of what comes or goes whole. */
export function diffHtml(file: ReviewFile): string {
  const difference = file.difference();
  if (difference === undefined) return '<p class="none">Nothing of its content changes.</p>';
  if (difference.kind === 'binary')
    return `<p class="none">Not text: ${difference.before} \u2192 ${difference.after} bytes.</p>`;
  if (difference.hunks.length === 0) return '<p class="none">Nothing of its content changes.</p>';
  const colours = coloursOf(file);
  const single = difference.added === 0 || difference.removed === 0;
  const whole = single && (file.before === undefined || file.after === undefined);
  if (whole) return wholeHtml(difference.hunks, colours);
  const rows = difference.hunks.flatMap((hunk, index) => [
    gap(hunk, index),
    ...rowsOf(hunk).map((row) => pairedRow(row, colours)),
  ]);
  const left = rows.length - MOST_ROWS;
  const more =
    left > 0 ? `<tr class="gap"><td colspan="4">${plural(left, 'more line')} left out</td></tr>` : '';
  const columns = '<colgroup><col class="no"><col><col class="no"><col></colgroup>';
  return `${sidesHtml(file)}<table>${columns}<tbody>${rows.slice(0, MOST_ROWS).join('')}${more}</tbody></table>`;
}

/** Where it is not what is and what will be that stand beside one another, both are named. */
function sidesHtml({ section, action }: ReviewFile): string {
  if (section === 'conflict') return named('on disk', 'new rendering');
  return action === 'keep' ? named('as it was applied', 'on disk, and kept') : '';
}

function named(left: string, right: string): string {
  return `<p class="sides"><span class="del">${left}</span><span class="add">${right}</span></p>`;
}

/** What comes or goes whole: no columns and no cells, since plans of first applies are full of these. */
function wholeHtml(hunks: readonly Hunk[], colours: Colours): string {
  const rows = hunks.flatMap(rowsOf);
  const side = rows[0]?.right === undefined ? 'left' : 'right';
  const lines = rows.slice(0, MOST_ROWS).flatMap((row) => row[side] ?? []);
  const left = rows.length - lines.length;
  const more = left > 0 ? `<p class="none">${plural(left, 'more line')} left out</p>` : '';
  const numbers = lines.map(({ number }) => number).join('\n');
  const text = lines.map((line) => lineHtml(colours(side, line), [])).join('\n');
  return `<div class="whole ${side === 'left' ? 'del' : 'add'}"><pre class="no">${numbers}</pre><pre>${text}</pre></div>${more}`;
}

function gap({ header }: Hunk, index: number): string {
  return `<tr class="gap"><td colspan="4">${index === 0 && header.startsWith('@@ -1,') ? '' : header}</td></tr>`;
}

/** Lines that go stand beside the ones that come in their place, in order. */
function rowsOf(hunk: Hunk): readonly Row[] {
  let [left, right] = startsOf(hunk.header);
  const rows: Row[] = [];
  let gone: Line[] = [];
  let come: Line[] = [];
  const flush = () => {
    for (let row = 0; row < Math.max(gone.length, come.length); row++)
      rows.push({
        ...(gone[row] === undefined ? {} : { left: gone[row] }),
        ...(come[row] === undefined ? {} : { right: come[row] }),
      });
    [gone, come] = [[], []];
  };
  for (const line of hunk.lines) {
    const text = line.slice(1);
    if (line.startsWith('-')) gone.push({ number: left++, text });
    else if (line.startsWith('+')) come.push({ number: right++, text });
    else {
      flush();
      rows.push({ left: { number: left++, text }, right: { number: right++, text } });
    }
  }
  flush();
  return rows;
}

function startsOf(header: string): [number, number] {
  const [, left, right] = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(header) ?? [];
  return [Number(left), Number(right)];
}

function pairedRow({ left, right }: Row, colours: Colours): string {
  const same = left !== undefined && right !== undefined && left.text === right.text;
  const [gone, come] =
    left === undefined || right === undefined || same
      ? [[], []]
      : changedSpans(shown(left.text), shown(right.text));
  const kind = same ? 'same' : 'changed';
  return `<tr class="${kind}">${cell('left', left, same ? '' : 'del', gone, colours)}${cell('right', right, same ? '' : 'add', come, colours)}</tr>`;
}

function cell(
  side: 'left' | 'right',
  line: Line | undefined,
  kind: string,
  spans: readonly Span[],
  colours: Colours,
): string {
  if (line === undefined) return '<td class="no void"></td><td class="void"></td>';
  return `<td class="no">${line.number}</td><td${kind === '' ? '' : ` class="${kind}"`}>${lineHtml(colours(side, line), spans)}</td>`;
}

/** Colours need the whole text: a comment may have begun long before the first line that is shown. */
function coloursOf({ path, before, after }: ReviewFile): Colours {
  const language = languageOf(path);
  const side = (bytes: Uint8Array | undefined) => {
    const text = bytes === undefined ? undefined : decodeUtf8(bytes);
    if (text === undefined || language === undefined || text.length > MOST_COLOURED) return [];
    return colouredLines(text.replaceAll('\r\n', '\n').split('\n').map(shown).join('\n'), language);
  };
  const sides = { left: side(before), right: side(after) };
  return (which, { number, text }) => {
    const pieces = sides[which][number - 1] ?? [];
    const rest = shown(text).slice(pieces.reduce((sum, piece) => sum + piece.text.length, 0));
    return rest === '' ? pieces : [...pieces, { colour: undefined, text: rest }];
  };
}

function shown(line: string): string {
  const text = line.replaceAll('\t', '    ').replace(/\r$/, '');
  const short =
    text.length <= LONGEST_LINE ? text : `${[...text.slice(0, LONGEST_LINE)].slice(0, -1).join('')}\u2026`;
  return safe(short);
}
