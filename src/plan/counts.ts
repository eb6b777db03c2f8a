import { compare } from '../graph/graph.ts';
import type { Plan } from './plan.ts';

/** The one count that the headline, the exit code and the JSON are made from. */
export interface Counts {
  readonly add: number;
  /** Updates and merges. */
  readonly change: number;
  readonly destroy: number;
  /** Of `change`: those that bring a hand edit and a new rendering together. */
  readonly merge: number;
  readonly move: number;
  readonly adopt: number;
  readonly orphan: number;
  /** Hand edits left as they are. */
  readonly kept: number;
  readonly conflict: number;
  /** Components of which only the record changes. */
  readonly recordOnly: number;
  /** Files somebody modified, deleted or replaced, by content or mode. */
  readonly drift: number;
  readonly eolOnly: number;
  readonly formatOnly: number;
}

export function countPlan(plan: Plan): Counts {
  const of = (...actions: readonly string[]) =>
    plan.changes.filter((change) => actions.includes(change.action)).length;
  const weighing = (weight: string) => plan.drift.filter((drift) => drift.weight === weight).length;
  const withFiles = new Set<string>(
    plan.changes.filter((change) => change.action !== 'keep').map((change) => change.component),
  );
  return {
    add: of('create'),
    change: of('update', 'merge'),
    destroy: of('delete'),
    merge: of('merge'),
    move: of('move'),
    adopt: of('adopt'),
    orphan: of('orphan'),
    kept: of('keep'),
    conflict: of('conflict'),
    recordOnly: plan.components.filter((component) => !withFiles.has(component.address)).length,
    drift: weighing('content'),
    eolOnly: weighing('eol'),
    formatOnly: weighing('format'),
  };
}

/** Whether apply would change a file, or what is recorded of one. Drift alone is no change. */
export function hasChanges(counts: Counts): boolean {
  const { add, change, destroy, move, adopt, orphan, conflict } = counts;
  return add + change + destroy + move + adopt + orphan + conflict > 0;
}

export function hasDrift(counts: Counts): boolean {
  return counts.drift > 0;
}

/** Components in order, each with what the given items say of it. */
export function byComponent<T extends { readonly component: string }>(
  items: readonly T[],
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.component);
    if (group === undefined) groups.set(item.component, [item]);
    else group.push(item);
  }
  return [...groups].sort(([one], [other]) => compare(one, other));
}
