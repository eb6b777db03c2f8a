import type { Notice } from '../capability/capability.ts';
import { safe } from '../diagnostics/display.ts';
import { byComponent, type Counts, countPlan } from '../plan/counts.ts';
import type { Drift, FileChange, Plan, PlanMode } from '../plan/plan.ts';
import { fileLine, movedPath, symbolOf } from './file-line.ts';
import { type Difference, differenceOf, newSizeOf, type Size, showCounts, showHunks } from './hunks.ts';
import { type Paint, painter, type TextOptions } from './paint.ts';
import { blocksOf, headed, type Section, sectionPieces } from './pieces.ts';
import {
  besideSentences,
  conflictHint,
  driftSentence,
  fateSentence,
  headline,
  NOTICES_SAID,
  nextSentences,
  reasonSentence,
} from './sentences.ts';

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

/** The same, a file at a time: each is made when it is asked for. */
export function planTextPieces(plan: Plan, options: PlanTextOptions): Generator<string, void> {
  return sectionPieces(sectionsOf(plan, options));
}

function* sectionsOf(plan: Plan, options: PlanTextOptions): Generator<Section, void> {
  const context: Context = { paint: painter(options), options };
  const counts = countPlan(plan);
  yield [[context.paint('bold', headline(counts, plan.mode))]];
  yield section(
    'In conflict: nothing is written to these until you decide',
    blocksOf(plan.changes.filter(isConflict), (change) => conflictLines(change, context)),
    context,
  );
  yield noticeSection(plan.notices, 'destructive', context);
  yield noticeSection(plan.notices, 'stricter', context);
  yield section(
    'Destroyed',
    blocksOf(plan.changes.filter(isDelete), (change) => [changeLine(change, context, plan.mode)]),
    context,
  );
  yield handSection(plan, context);
  yield noticeSection(plan.notices, 'migration', context);
  for (const [component, changes] of byComponent(plan.changes.filter(isOther)))
    yield headed(
      context.paint('bold', component),
      blocksOf(changes, (change) => [changeLine(change, context), ...changeHunks(change, context)]),
    );
  yield [besideLines(counts, context)];
  yield [unbuiltLines(context)];
  yield [nextLines(counts, plan, context)];
}

const isConflict = (change: FileChange) => change.action === 'conflict';
const isDelete = (change: FileChange) => change.action === 'delete';
const isOther = (change: FileChange) => !isConflict(change) && !isDelete(change) && change.action !== 'keep';

function section(title: string, blocks: Section, { paint }: Context): Section {
  return headed(paint('bold', `${title}:`), blocks);
}

/** Every file somebody edited, with what becomes of the edits. */
function handSection(plan: Plan, context: Context): Section {
  const fates = new Map(plan.changes.map((change) => [change.from ?? change.path, change]));
  const drifted = plan.drift.filter((drift) => drift.weight === 'content');
  const lines = (drift: Drift) => driftLines(drift, fates.get(drift.path), context);
  return section('Modified by hand', blocksOf(drifted, lines), context);
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

function conflictLines(change: FileChange, context: Context): readonly string[] {
  const { paint } = context;
  const line = fileLine(paint('red', '!'), change.path, '', reasonSentence(change), context.options);
  const places = (change.places ?? []).slice(0, 10).map((place) => `      ${safe(place)}`);
  const left = (change.places?.length ?? 0) - places.length;
  const more = left > 0 ? [`      ... ${left} more`] : [];
  return [line, ...places, ...more, paint('faint', `      -> ${safe(conflictHint(change))}`)];
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

const NOTICE_MARKS: Readonly<Record<Notice['kind'], (paint: Paint) => string>> = {
  destructive: (paint) => paint('red', '  !'),
  stricter: (paint) => paint('yellow', '  !'),
  migration: (paint) => paint('cyan', '  *'),
};

function noticeSection(notices: readonly Notice[], kind: Notice['kind'], context: Context): Section {
  const own = notices.filter((notice) => notice.kind === kind);
  const mark = NOTICE_MARKS[kind](context.paint);
  return section(
    NOTICES_SAID[kind],
    blocksOf(own, ({ path, summary, statements }) => [
      `${mark} ${safe(path)}: ${safe(summary)}`,
      ...statements
        .flatMap((statement) => statement.split('\n'))
        .map((line) => `      ${safe(line)}`.trimEnd()),
    ]),
    context,
  );
}

function besideLines(counts: Counts, { paint }: Context): readonly string[] {
  return besideSentences(counts).map((line) => paint('faint', line));
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
