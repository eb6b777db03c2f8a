import { normaliseLineEndings } from '../merge/line-endings.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { ActualFile } from './actual.ts';
import { editOf } from './edit.ts';
import type { Drift } from './plan.ts';
import type { FileSides } from './sides.ts';

/** What a person did to a recorded file that nobody accepted, whatever the plan then does about it. */
export function driftOf(sides: FileSides): Drift | undefined {
  const { recorded, desired } = sides;
  if (recorded === undefined || desired === undefined) return undefined;
  if (desired.ownership === 'ignored' || desired.ownership === 'create_once') return undefined;
  const moving = sides.from !== undefined && sides.origin?.kind !== 'absent';
  const path = moving && sides.from !== undefined ? sides.from : sides.path;
  const actual = moving ? (sides.origin ?? sides.actual) : sides.actual;
  const file = { path, component: sides.component, ownership: desired.ownership };
  switch (actual.kind) {
    case 'absent':
      if (recorded.deleted) return undefined;
      return { ...file, kind: 'deleted', weight: 'content', ...shown(sides) };
    case 'other':
      return { ...file, kind: 'type', weight: 'content', found: actual.found };
    case 'file': {
      const found = differenceOf(sides, recorded, actual, desired.executable, desired.hash);
      if (found === undefined) return undefined;
      return {
        ...file,
        ...found,
        ...shown(sides, found.kind === 'modified' && found.weight !== 'eol' ? actual : undefined),
      };
    }
  }
}

function differenceOf(
  sides: FileSides,
  recorded: RecordedFile,
  actual: ActualFile,
  executable: boolean,
  hash: string | undefined,
): Pick<Drift, 'kind' | 'weight'> | undefined {
  const moving = { ...sides, actual };
  const appendOnly = recorded.ownership === 'append_only';
  const edit = appendOnly && actual.content === recorded.base ? 'none' : editOf(moving, recorded, actual);
  const same = actual.content === hash;
  if (!same && (edit === 'drift' || (appendOnly && edit === 'accepted')))
    return { kind: 'modified', weight: 'content' };
  const bits = [recorded.executable, executable, recorded.acceptedExecutable];
  if (!bits.includes(actual.executable)) return { kind: 'mode', weight: 'content' };
  if (!same && edit === 'format') return { kind: 'modified', weight: 'format' };
  const crlf =
    actual.raw !== actual.content &&
    (actual.bytes === undefined || normaliseLineEndings(actual.bytes) !== actual.bytes);
  return crlf && edit !== 'beside' ? { kind: 'modified', weight: 'eol' } : undefined;
}

function shown(sides: FileSides, actual?: ActualFile): Pick<Drift, 'applied' | 'actual'> {
  const applied = (sides.recorded?.unaccepted ? undefined : sides.accepted) ?? sides.base;
  return {
    ...(applied === undefined ? {} : { applied }),
    ...(actual?.bytes === undefined ? {} : { actual: actual.bytes }),
  };
}
