import { conflictSides } from '../merge/git-markers.ts';
import { contentHash, decodeUtf8, encodeUtf8 } from '../merge/line-endings.ts';
import { type FileMerge, mergeFormatOf, mergeHalves } from '../merge/three-way.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { ActualFile } from './actual.ts';
import { conflict, type Decision, merged, overwrite } from './decision.ts';
import { recordOf } from './record.ts';
import type { DesiredSide, FileRules, FileSides } from './sides.ts';

/**
 * Git left two versions in one file. Each is an edit of what its branch recorded; all of them go on top of what is
 * rendered now, or nothing is touched.
 */
export function decideHalves(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  actual: ActualFile,
  halves: readonly Uint8Array[],
  rules: FileRules,
): Decision {
  if (rules.reverted) return overwrite(sides, actual, recordOf(desired), desired.bytes);
  if (sides.base === undefined || desired.bytes === undefined) return conflict('base-missing', recorded);
  const bases = [sides.base, ...(sides.others ?? []).flatMap(({ base }) => base ?? [])];
  const merge = mergeHalves(mergeFormatOf(sides.path, desired.ownership), bases, halves, desired.bytes);
  const isEdited = merge.kind === 'conflict' || contentHash(merge.bytes) !== desired.hash;
  if (isEdited && !rules.accepted) {
    if (rules.onDrift === 'fail') return conflict('fail-on-drift', recorded);
    if (rules.onDrift === 'overwrite') return overwriteHalves(sides, desired, actual, merge);
  }
  if (merge.kind === 'conflict') return conflict('git-conflict', recorded, merge.places);
  return merged(merge, desired, actual, isEdited && !rules.accepted, 'git-conflict');
}

/** Where the halves come together, what is beside what hatmax owns stays. */
function overwriteHalves(
  sides: FileSides,
  desired: DesiredSide,
  actual: ActualFile,
  merge: FileMerge,
): Decision {
  const whole = merge.kind === 'merged' ? { ...actual, bytes: merge.bytes } : actual;
  return overwrite(sides, whole, recordOf(desired), desired.bytes);
}

export function halvesOf(sides: FileSides, actual: ActualFile): readonly Uint8Array[] | undefined {
  if (actual.bytes === undefined || actual.content === sides.recorded?.applied) return undefined;
  const found = conflictSides(decodeUtf8(actual.bytes) ?? '');
  return found && [encodeUtf8(found.ours), encodeUtf8(found.theirs)];
}
