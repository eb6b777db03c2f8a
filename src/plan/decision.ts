import { contentHash, inStyleOf } from '../merge/line-endings.ts';
import { type FileMerge, mergeFormatOf, resetOwned } from '../merge/three-way.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { ActualFile } from './actual.ts';
import type { Action, ActionReason } from './plan.ts';
import { recordOf } from './record.ts';
import type { DesiredSide, FileSides } from './sides.ts';

/** What happens to a file. `next` is its record afterwards; undefined where it has none. */
export interface Decision {
  readonly action: Action;
  readonly reason: ActionReason;
  readonly write?: Uint8Array;
  readonly places?: readonly string[];
  readonly executable: boolean;
  readonly next: RecordedFile | undefined;
}

export function overwrite(
  sides: FileSides,
  actual: ActualFile,
  next: RecordedFile,
  bytes: Uint8Array | undefined,
): Decision {
  if (bytes === undefined) return conflict('base-missing', sides.recorded);
  const format = mergeFormatOf(sides.path, next.ownership);
  const reset =
    actual.bytes === undefined ? bytes : resetOwned(format, sides.base ?? bytes, actual.bytes, bytes);
  const write = inStyleOf(reset, actual.bytes);
  const applied = contentHash(write);
  return {
    action: 'update',
    reason: 'overwritten',
    write,
    executable: next.executable,
    next: { ...next, applied },
  };
}

export function merged(
  merge: FileMerge & { kind: 'merged' },
  desired: DesiredSide,
  actual: ActualFile,
  unaccepted: boolean,
  reason: ActionReason,
): Decision {
  const applied = contentHash(merge.bytes);
  const next = { ...recordOf(desired, applied), unaccepted };
  if (applied === actual.content)
    return { action: 'adopt', reason: 'same-content', executable: actual.executable, next };
  return { action: 'merge', reason, write: merge.bytes, executable: actual.executable, next };
}

export function plainWrite(
  action: 'create' | 'update',
  reason: ActionReason,
  desired: DesiredSide,
  write: Uint8Array,
): Decision {
  return { action, reason, write, executable: desired.executable, next: recordOf(desired) };
}

export function adopt(reason: ActionReason, desired: DesiredSide, actual: ActualFile): Decision {
  return { action: 'adopt', reason, executable: actual.executable, next: recordOf(desired, actual.content) };
}

export function keep(recorded: RecordedFile, actual: ActualFile): Decision {
  return { action: 'keep', reason: 'edited', executable: actual.executable, next: recorded };
}

/** Leaves the state and stays on disk. */
export function leave(reason: ActionReason): Decision {
  return { action: 'orphan', reason, executable: false, next: undefined };
}

export function nothing(): Decision {
  return { action: 'no-op', reason: 'same-content', executable: false, next: undefined };
}

export function conflict(
  reason: ActionReason,
  recorded: RecordedFile | undefined,
  places?: readonly string[],
): Decision {
  const found = places === undefined || places.length === 0 ? {} : { places };
  return { action: 'conflict', reason, executable: recorded?.executable ?? false, next: recorded, ...found };
}
