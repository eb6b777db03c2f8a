import type { Notice } from '../capability/capability.ts';
import { safe, widthOf } from '../diagnostics/display.ts';
import { commonHead, commonTail } from '../merge/lines.ts';
import { byComponent, type Counts, countPlan, hasChanges } from '../plan/counts.ts';
import type { Drift, FileChange, Plan, PlanMode } from '../plan/plan.ts';
import { type Difference, differenceOf, newSizeOf, type Size, showCounts, showHunks } from './hunks.ts';
import { type Colour, type Paint, painter, plural, type TextOptions } from './paint.ts';
import { conflictHint, driftSentence, headline, reasonSentence } from './sentences.ts';

export interface PlanTextOptions extends TextOptions {
  /** Hunks of nothing, of what is updated (`changes`), or of created files too. */
  readonly diff: 'none' | 'changes' | 'all';
  /** Parts of the spec this version does not build, with their places: `hatmax.yml:12:3`. */
  readonly unbuilt?: readonly { readonly what: string; readonly place: string }[];
  /** The line that says what to do next; left out where somebody else says it. */
  readonly next?: string;
  /** The flags that the plan was asked for with, as what follows needs them too: `--target service.todo`. */
  readonly asked?: readonly string[];
}

/** Lines of a file's hunks that are shown. */
const MOST_LINES = { none: 0, changes: 60, all: 2000 };

interface Context {
  readonly paint: Paint;
  readonly options: PlanTextOptions;
}

/** A plan as people read it: the counts first, then what needs a person, then the rest by component. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  return [...planTextPieces(plan, options)].join('');
}

/** The same, a section at a time: each is made when it is asked for. */
export function* planTextPieces(plan: Plan, options: PlanTextOptions): Generator<string, void> {
  let blank = '';
  for (const lines of sectionsOf(plan, options)) {
    if (lines.length === 0) continue;
    yield `${blank}${lines.join('\n')}\n`;
    blank = '\n';
  }
}

function* sectionsOf(plan: Plan, options: PlanTextOptions): Generator<readonly string[], void> {
  const context: Context = { paint: painter(options), options };
  const counts = countPlan(plan);
  yield [context.paint('bold', headline(counts, plan.mode))];
  yield section(
    'In conflict: nothing is written to these until you decide',
    plan.changes.filter(isConflict).flatMap((change) => conflictLines(change, context)),
    context,
  );
  yield noticeLines(plan.notices, 'destructive', context);
  yield section(
    'Destroyed',
    plan.changes.filter(isDelete).map((change) => changeLine(change, context, plan.mode)),
    context,
  );
  yield handSection(plan, context);
  yield noticeLines(plan.notices, 'migration', context);
  for (const [component, changes] of byComponent(plan.changes.filter(isOther)))
    yield componentLines(component, changes, context);
  yield besideLines(counts, context);
  yield unbuiltLines(context);
  yield nextLines(counts, plan, context);
}

const isConflict = (change: FileChange) => change.action === 'conflict';
const isDelete = (change: FileChange) => change.action === 'delete';
const isOther = (change: FileChange) => !isConflict(change) && !isDelete(change) && change.action !== 'keep';

function section(title: string, lines: readonly string[], { paint }: Context): readonly string[] {
  return lines.length === 0 ? [] : [paint('bold', `${title}:`), ...lines];
}

/** Every file somebody edited, with what becomes of the edits. */
function handSection(plan: Plan, context: Context): readonly string[] {
  const fates = new Map(plan.changes.map((change) => [change.from ?? change.path, change]));
  const drifted = plan.drift.filter((drift) => drift.weight === 'content');
  const lines = drifted.flatMap((drift) => driftLines(drift, fates.get(drift.path), context));
  return section('Modified by hand', lines, context);
}

function driftLines(
  drift: Drift,
  fate: FileChange | undefined,
  { paint, options }: Context,
): readonly string[] {
  const difference = drift.kind === 'modified' ? differenceOf(drift.applied, drift.actual) : undefined;
  const counts = difference === undefined || drift.applied === undefined ? '' : showCounts(difference, paint);
  const said = `${driftSentence(drift)}; ${fateSentence(fate)}`;
  const line = fileLine(
    paint('yellow', drift.kind === 'deleted' ? '-' : '~'),
    drift.path,
    counts,
    said,
    options,
  );
  const kept = fate === undefined || fate.action === 'keep';
  if (!kept || difference === undefined || drift.applied === undefined || options.diff === 'none')
    return [line];
  return [line, ...hunkLines(difference, paint, options, drift.path)];
}

/** What becomes of a hand edit. */
export function fateSentence(fate: FileChange | undefined): string {
  switch (fate?.action) {
    case 'merge':
      return 'merged with the new rendering';
    case 'update':
      return fate.reason === 'overwritten' ? 'replaced' : 'written anew';
    case 'create':
      return 'written again';
    case 'conflict':
      return 'in conflict, see above';
    case 'move':
      return `travels to ${fate.path}`;
    case 'adopt':
      return 'accepted';
    default:
      return 'kept';
  }
}

function conflictLines(change: FileChange, context: Context): readonly string[] {
  const { paint } = context;
  const line = fileLine(paint('red', '!'), change.path, '', reasonSentence(change), context.options);
  const places = (change.places ?? []).slice(0, 10).map((place) => `      ${safe(place)}`);
  const left = (change.places?.length ?? 0) - places.length;
  const more = left > 0 ? [`      ... ${left} more`] : [];
  return [line, ...places, ...more, paint('faint', `      -> ${safe(conflictHint(change))}`)];
}

function componentLines(
  component: string,
  changes: readonly FileChange[],
  context: Context,
): readonly string[] {
  const lines = changes.flatMap((change) => [changeLine(change, context), ...changeHunks(change, context)]);
  return [context.paint('bold', component), ...lines];
}

function changeLine(change: FileChange, { paint, options }: Context, mode: PlanMode = 'normal'): string {
  const [symbol, colour] = symbolOf(change);
  const written = change.action === 'delete' || change.write !== undefined;
  const counts = written ? showCounts(sizeOf(change), paint) : '';
  const path = change.from === undefined ? change.path : movedPath(change.from, change.path);
  return fileLine(paint(colour, symbol), path, counts, reasonSentence(change, mode), options);
}

function sizeOf({ action, before, write }: FileChange): Size {
  return action === 'create' ? newSizeOf(write) : differenceOf(before, write);
}

/** `services/{todo -> tasks}/src/app.ts`: the folders both paths have are said once. */
export function movedPath(from: string, to: string): string {
  const [old, now] = [from.split('/'), to.split('/')];
  const head = commonHead(old.slice(0, -1), now.slice(0, -1));
  const tail = commonTail(old, now, head);
  if (head + tail === 0) return `${from} -> ${to}`;
  const middle = (names: readonly string[]) => names.slice(head, names.length - tail).join('/') || '.';
  const parts = [
    ...old.slice(0, head),
    `{${middle(old)} -> ${middle(now)}}`,
    ...old.slice(old.length - tail),
  ];
  return parts.join('/');
}

function changeHunks(change: FileChange, { paint, options }: Context): readonly string[] {
  const wanted = options.diff === 'all' || (options.diff === 'changes' && change.action !== 'create');
  if (!wanted || change.write === undefined) return [];
  return hunkLines(differenceOf(change.before, change.write), paint, options);
}

function hunkLines(
  difference: Difference,
  paint: Paint,
  options: PlanTextOptions,
  name?: string,
): readonly string[] {
  const { width, diff } = options;
  const limits = { indent: '      ', most: MOST_LINES[diff], ...(width === undefined ? {} : { width }) };
  return showHunks(difference, paint, name === undefined ? limits : { ...limits, name });
}

export function symbolOf(change: FileChange): readonly [string, Colour] {
  switch (change.action) {
    case 'create':
      return ['+', 'green'];
    case 'update':
      return change.reason === 'overwritten' ? ['-/+', 'red'] : ['~', 'yellow'];
    case 'merge':
    case 'move':
      return ['~', 'yellow'];
    case 'delete':
      return ['-', 'red'];
    case 'adopt':
      return ['=', 'cyan'];
    case 'orphan':
      return ['.', 'faint'];
    case 'conflict':
      return ['!', 'red'];
    case 'keep':
    case 'no-op':
      return [' ', 'faint'];
  }
}

function fileLine(symbol: string, path: string, counts: string, said: string, options: TextOptions): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  const bare = (text: string) => text.replace(/\u001b\[\d+m/g, '');
  const lead = `${' '.repeat(Math.max(0, 3 - bare(symbol).length))}${symbol} ${safe(path)}`;
  const column = Math.min(64, Math.floor((options.width ?? 100) * 0.6));
  const gap = ' '.repeat(Math.max(2, column - widthOf(bare(lead))));
  const rest = [counts, safe(said)].filter((part) => part !== '').join('  ');
  return rest === '' ? lead : lead + gap + rest;
}

function noticeLines(notices: readonly Notice[], kind: Notice['kind'], context: Context): readonly string[] {
  const { paint } = context;
  const lines = notices
    .filter((notice) => notice.kind === kind)
    .flatMap((notice) => [
      `${kind === 'destructive' ? paint('red', '  !') : paint('cyan', '  *')} ${safe(notice.path)}: ${safe(notice.summary)}`,
      ...notice.statements
        .flatMap((statement) => statement.split('\n'))
        .map((line) => `      ${safe(line)}`.trimEnd()),
    ]);
  return section(
    kind === 'destructive' ? 'Destructive: values are lost when this runs' : 'Migrations',
    lines,
    context,
  );
}

function besideLines(counts: Counts, { paint }: Context): readonly string[] {
  return besideSentences(counts).map((line) => paint('faint', line));
}

/** What differs and is no drift. */
export function besideSentences(counts: Counts): readonly string[] {
  const lines: string[] = [];
  if (counts.eolOnly > 0)
    lines.push(`${plural(counts.eolOnly, 'file differs', 'files differ')} in line endings only.`);
  if (counts.formatOnly > 0)
    lines.push(`${plural(counts.formatOnly, 'file differs', 'files differ')} in layout only.`);
  if (counts.recordOnly > 0 && hasChanges(counts)) {
    lines.push(
      `${plural(counts.recordOnly, 'component changes', 'components change')} in the record alone (.hatmax/state), and in no file.`,
    );
  }
  return lines;
}

function unbuiltLines({ options, paint }: Context): readonly string[] {
  const unbuilt = options.unbuilt ?? [];
  if (unbuilt.length === 0) return [];
  const lines = unbuilt.map(({ what, place }) => `  ${safe(place)}  ${safe(what)}`);
  return [paint('bold', 'Not built by this version of hatmax:'), ...lines];
}

function nextLines(counts: Counts, plan: Plan, { options }: Context): readonly string[] {
  if (options.next !== undefined) return options.next === '' ? [] : [options.next];
  return nextSentences(counts, plan, options.asked);
}

/** What to do about a plan. */
export function nextSentences(
  counts: Counts,
  { mode, notices }: Plan,
  asked: readonly string[] = [],
): readonly string[] {
  if (hasChanges(counts)) {
    const isDestructive = mode === 'normal' && notices.some(({ kind }) => kind === 'destructive');
    const flags = [...asked, ...(isDestructive ? ['--allow-destructive'] : [])];
    const apply = ['hatmax', mode === 'destroy' ? 'destroy' : 'apply', ...flags].join(' ');
    return counts.conflict > 0 ? [`Next: end the conflicts, then ${apply}.`] : [`Next: ${apply}`];
  }
  return counts.drift > 0
    ? ['Next: hatmax drift shows the edits; hatmax drift --accept PATH says yes to one.']
    : [];
}
