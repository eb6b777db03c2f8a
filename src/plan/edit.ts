import { isFormatOnly, mergeFormatOf, ownedDrift } from '../merge/three-way.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { ActualFile } from './actual.ts';
import type { FileSides } from './sides.ts';

/**
 * How a file on disk stands to its record.
 * - `none`: as hatmax rendered it. `accepted`: as a person's edit that somebody said yes to left it.
 * - `beside`: a structured file in which only what is not hatmax's differs. `format`: blanks only.
 * - `drift`: a person's edit that nobody accepted.
 */
export type Edit = 'none' | 'accepted' | 'beside' | 'format' | 'drift';

export function editOf(sides: FileSides, recorded: RecordedFile, actual: ActualFile): Edit {
  const { applied, base, unaccepted } = recorded;
  if (actual.content === applied) return unaccepted ? 'drift' : applied === base ? 'none' : 'accepted';
  if (sides.base === undefined || actual.bytes === undefined) return 'drift';
  if (recorded.ownership === 'append_only')
    return isFormatOnly(sides.base, actual.bytes) ? 'format' : 'drift';
  const format = mergeFormatOf(sides.from ?? sides.path, recorded.ownership);
  if (format === 'lines') return isFormatOnly(sides.base, actual.bytes) ? 'format' : 'drift';
  const drift = ownedDrift(format, sides.base, actual.bytes, unaccepted ? undefined : sides.accepted);
  if (drift.kind === 'none') return 'none';
  return drift.kind === 'beside' ? (drift.sameValue ? 'format' : 'beside') : 'drift';
}
