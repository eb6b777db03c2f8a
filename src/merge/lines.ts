import { diffArrays } from 'diff';

/** Lines `[start, end)` of the old side became lines `[from, to)` of the new one. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Past this many edits two texts have little in common: they count as replaced, which is right, if coarse. */
const MAX_EDITS = 1500;

/** The changes between two arrays of lines, in order, as few lines as possible, none touching the next. */
export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const head = commonHead(before, after);
  const tail = commonTail(before, after, head);
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if (old.length === 0 && now.length === 0) return [];
  const whole = { start: head, end: head + old.length, from: head, to: head + now.length };
  if (old.length === 0 || now.length === 0) return [whole];
  const parts = diffArrays(old, now, { maxEditLength: MAX_EDITS });
  return parts === undefined ? [whole] : changesOf(parts, head);
}

function changesOf(
  parts: readonly { readonly value: readonly string[]; readonly added: boolean; readonly removed: boolean }[],
  head: number,
): readonly LineChange[] {
  const changes: LineChange[] = [];
  let [old, now] = [head, head];
  for (const part of parts) {
    const length = part.value.length;
    const change = { start: old, end: old, from: now, to: now };
    if (!part.added) change.end = old += length;
    if (!part.removed) change.to = now += length;
    if (part.added || part.removed) push(changes, change);
  }
  return changes;
}

function push(changes: LineChange[], change: LineChange): void {
  const last = changes.at(-1);
  if (last !== undefined && last.end === change.start && last.to === change.from) {
    changes[changes.length - 1] = { ...last, end: change.end, to: change.to };
  } else changes.push(change);
}

export function commonHead(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
}

/** Lines equal at the end, beyond the `head` first ones. */
export function commonTail(one: readonly string[], other: readonly string[], head: number): number {
  const most = Math.min(one.length, other.length) - head;
  let length = 0;
  while (length < most && one[one.length - 1 - length] === other[other.length - 1 - length]) length++;
  return length;
}
