import type { Diagnostic, SourceRange } from './diagnostic.ts';
import { safe } from './display.ts';
import { frameOf } from './frame.ts';
import { Lines } from './lines.ts';

export interface PrintOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const styles = { red: '31;1', yellow: '33;1', blue: '34;1', cyan: '36', bold: '1' } as const;
type Style = keyof typeof styles;
type Paint = (style: Style, text: string) => string;

const LEAST_WIDTH = 40;

/** Diagnostics as people read them: what, where, the line, why, and what to do. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: PrintOptions,
): string {
  const paint: Paint = (style, text) => (options.color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
  const known = new Map<string, Lines>();
  const linesOf = (file: string): Lines | undefined => {
    const text = sources.get(file);
    if (text !== undefined && !known.has(file)) known.set(file, new Lines(text));
    return known.get(file);
  };
  const width = Math.max(LEAST_WIDTH, options.width);
  const printed = diagnostics.map((found) => printOne(found, { paint, linesOf, width }));
  return [...printed, ...totalOf(diagnostics, paint)].join('\n');
}

/** Said where there is more than one error: the first of many has often scrolled away. */
function totalOf(diagnostics: readonly Diagnostic[], paint: Paint): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors < 2) return [];
  const warnings = diagnostics.length - errors;
  const beside = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return [`${paint('bold', `${errors} errors${beside}.`)}\n`];
}

interface Context {
  readonly paint: Paint;
  readonly linesOf: (file: string) => Lines | undefined;
  readonly width: number;
}

function printOne(found: Diagnostic, context: Context): string {
  const { paint } = context;
  const style = found.severity === 'error' ? 'red' : 'yellow';
  const lines = [
    `${paint(style, `${found.severity}[${found.code}]`)}${paint('bold', `: ${safe(found.summary)}`)}`,
  ];
  const gutter = gutterOf(found, context);
  const places = [
    ...(found.range === undefined ? [] : [{ range: found.range, summary: '', style, arrow: '-->' } as const]),
    ...(found.related ?? []).map((other) => ({ ...other, style: 'blue', arrow: ':::' }) as const),
  ];
  for (const place of places) lines.push(...printPlace(place, gutter, context));
  const lead = ' '.repeat(gutter + 1);
  if (found.detail !== undefined) lines.push(...note(lead, 'why', found.detail, context));
  if (found.hint !== undefined) lines.push(...note(lead, 'do', found.hint, context));
  return `${lines.join('\n')}\n`;
}

/** As wide as the largest line number that is shown. */
function gutterOf(found: Diagnostic, { linesOf }: Context): number {
  const ranges = [found.range, ...(found.related ?? []).map((other) => other.range)];
  return Math.max(
    1,
    ...ranges.map((range) => {
      const lines = range === undefined ? undefined : linesOf(range.file);
      return range === undefined || lines === undefined
        ? 1
        : String(lines.positionOf(range.start).line).length;
    }),
  );
}

interface Place {
  readonly range: SourceRange;
  readonly summary: string;
  readonly style: Style;
  readonly arrow: string;
}

function printPlace(place: Place, gutter: number, context: Context): readonly string[] {
  const { paint, linesOf, width } = context;
  const lead = ' '.repeat(gutter);
  const lines = linesOf(place.range.file);
  const head = `${lead}${paint('blue', place.arrow)} ${safe(place.range.file)}`;
  if (lines === undefined) return [head];
  const { line, column } = lines.positionOf(place.range.start);
  const frame = frameOf(place.range, lines, width - gutter - 3);
  const mark = paint(
    place.style,
    place.arrow === '-->' ? '^'.repeat(frame.underline) : '-'.repeat(frame.underline),
  );
  const label = place.summary === '' ? '' : ` ${paint(place.style, safe(place.summary))}`;
  const bar = paint('blue', '|');
  return [
    `${head}:${line}:${column}`,
    `${lead} ${bar}`,
    `${paint('blue', String(line).padStart(gutter))} ${bar} ${frame.code}`.trimEnd(),
    `${lead} ${bar} ${' '.repeat(frame.indent)}${mark}${label}`,
  ];
}

function note(lead: string, name: string, text: string, { paint, width }: Context): readonly string[] {
  const start = `${lead}= ${name}: `;
  const [first = '', ...rest] = wrap(safe(text), width - start.length);
  return [
    `${lead}${paint('blue', '=')} ${paint('cyan', `${name}:`)} ${first}`,
    ...rest.map((line) => `${' '.repeat(start.length)}${line}`),
  ];
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
