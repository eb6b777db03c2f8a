import { safe } from '../diagnostics/display.ts';
import { byComponent, countPlan } from '../plan/counts.ts';
import type { Drift, Plan } from '../plan/plan.ts';
import { differenceOf, showCounts, showHunks } from './hunks.ts';
import { type Paint, painter, plural, type TextOptions } from './paint.ts';
import { blocksOf, headed, type Section, sectionPieces } from './pieces.ts';
import { besideSentences, driftSentence } from './sentences.ts';

/** Every edit nobody accepted, each hunk with a name: `services/todo/src/app.ts#2`. */
export function driftText(plan: Plan, options: TextOptions): string {
  return [...driftTextPieces(plan, options)].join('');
}

/** The same, a file at a time. */
export function driftTextPieces(plan: Plan, options: TextOptions): Generator<string, void> {
  return sectionPieces(sectionsOf(plan, options));
}

function* sectionsOf(plan: Plan, options: TextOptions): Generator<Section, void> {
  const paint = painter(options);
  const counts = countPlan(plan);
  const drifted = plan.drift.filter((drift) => drift.weight === 'content');
  yield [[paint('bold', summary(counts.drift))]];
  for (const [component, files] of byComponent(drifted))
    yield headed(
      paint('bold', component),
      blocksOf(files, (drift) => fileLines(drift, paint, options)),
    );
  yield [besideSentences({ ...counts, recordOnly: 0 })];
  yield [nextLines(drifted)];
}

/** An edit of an append-only file is drift always: nobody can accept it. */
function nextLines(drifted: readonly Drift[]): readonly string[] {
  const first = drifted.find((drift) => drift.ownership !== 'append_only') ?? drifted[0];
  if (first === undefined) return [];
  const path = safe(first.path);
  if (first.ownership === 'append_only') return [`Next: hatmax drift --revert ${path}   # take it back`];
  return [
    'Next:',
    `  hatmax drift --accept ${path}   # it is wanted`,
    `  hatmax drift --revert ${path}   # take it back`,
  ];
}

function summary(count: number): string {
  return count === 0
    ? 'No drift. Every file is as it was applied.'
    : `Drift: ${plural(count, 'file')} modified by hand.`;
}

function fileLines(drift: Drift, paint: Paint, options: TextOptions): readonly string[] {
  const symbol =
    drift.kind === 'deleted'
      ? paint('red', '-')
      : drift.kind === 'untracked'
        ? paint('green', '+')
        : paint('yellow', '~');
  const head = `  ${symbol} ${safe(drift.path)}  ${driftSentence(drift)}`;
  if (drift.kind !== 'modified') return [head];
  if (drift.applied === undefined)
    return [`${head}; what was last rendered is lost, so its edits cannot be shown`];
  const difference = differenceOf(drift.applied, drift.actual);
  const { width } = options;
  const limits = { indent: '      ', most: 400, name: drift.path, ...(width === undefined ? {} : { width }) };
  return [`${head}  ${showCounts(difference, paint)}`.trimEnd(), ...showHunks(difference, paint, limits)];
}
