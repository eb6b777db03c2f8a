import { safe } from '../diagnostics/display.ts';
import { byComponent, countPlan } from '../plan/counts.ts';
import type { Drift, Plan } from '../plan/plan.ts';
import { differenceOf, showCounts, showHunks } from './hunks.ts';
import { type Paint, painter, plural, type TextOptions } from './paint.ts';
import { driftSentence } from './sentences.ts';

/** Every edit nobody accepted, each hunk with a name: `services/todo/src/app.ts#2`. */
export function driftText(plan: Plan, options: TextOptions): string {
  const paint = painter(options);
  const counts = countPlan(plan);
  const drifted = plan.drift.filter((drift) => drift.weight === 'content');
  const parts = [paint('bold', summary(counts.drift))];
  for (const [component, files] of byComponent(drifted)) {
    parts.push(
      [paint('bold', component), ...files.flatMap((drift) => fileLines(drift, paint, options))].join('\n'),
    );
  }
  const beside = [
    counts.eolOnly > 0
      ? `${plural(counts.eolOnly, 'file differs', 'files differ')} in line endings only.`
      : '',
    counts.formatOnly > 0
      ? `${plural(counts.formatOnly, 'file differs', 'files differ')} in layout only.`
      : '',
  ].filter((line) => line !== '');
  if (beside.length > 0) parts.push(beside.join('\n'));
  parts.push(...nextLine(drifted));
  return `${parts.join('\n\n')}\n`;
}

/** An edit of an append-only file is drift always: nobody can accept it. */
function nextLine(drifted: readonly Drift[]): readonly string[] {
  const first = drifted.find((drift) => drift.ownership !== 'append_only') ?? drifted[0];
  if (first === undefined) return [];
  const path = safe(first.path);
  if (first.ownership === 'append_only') return [`Next: hatmax drift --revert ${path}   # take it back`];
  return [
    [
      'Next:',
      `  hatmax drift --accept ${path}   # it is wanted`,
      `  hatmax drift --revert ${path}   # take it back`,
    ].join('\n'),
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
