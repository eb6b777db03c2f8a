import { contentHash, inStyleOf } from '../merge/line-endings.ts';
import { mergeFile, mergeFormatOf } from '../merge/three-way.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { ActualFile } from './actual.ts';
import {
  adopt,
  conflict,
  type Decision,
  keep,
  leave,
  merged,
  nothing,
  overwrite,
  plainWrite,
} from './decision.ts';
import { editOf } from './edit.ts';
import { decideHalves, halvesOf } from './git-conflict.ts';
import type { Ending } from './options.ts';
import { mergedMode, recordOf, refreshed, settled, whileThere, withAcceptedBit } from './record.ts';
import type { DesiredSide, FileRules, FileSides } from './sides.ts';

/** The table of the engine's design: recorded, actual and desired in, one action out. */
export function decide(seen: FileSides, rules: FileRules): Decision {
  const sides = seen.recorded && seen.actual.kind !== 'absent' ? back(seen, seen.recorded) : seen;
  const decision = decideSides(sides, rules);
  const { next } = decision;
  const accepted = next?.acceptedExecutable ?? acceptedBit(seen, rules, decision);
  if (next === undefined || accepted === undefined || decision.action === 'conflict') return decision;
  return { ...decision, next: withAcceptedBit(next, decision.executable, accepted) };
}

const TAKES_EDITS: readonly Decision['action'][] = ['adopt', 'update', 'merge', 'move'];

/** A yes to a file that is taken over, or rendered anew with what a person did to it, is one to its executable bit too. */
function acceptedBit(
  { actual, origin, recorded }: FileSides,
  rules: FileRules,
  { action }: Decision,
): boolean | undefined {
  const found = origin?.kind === 'file' ? origin : actual;
  return rules.accepted && TAKES_EDITS.includes(action) && found.kind === 'file'
    ? found.executable
    : recorded?.acceptedExecutable;
}

function back(sides: FileSides, recorded: RecordedFile): FileSides {
  return recorded.deleted ? { ...sides, recorded: whileThere(recorded) } : sides;
}

function decideSides(sides: FileSides, rules: FileRules): Decision {
  const { recorded, desired } = sides;
  if (desired === undefined) return recorded === undefined ? nothing() : decideGone(sides, recorded, rules);
  if (desired.ownership === 'ignored') return recorded === undefined ? nothing() : leave('ignored');
  if (recorded === undefined) return decideUnrecorded(sides, desired, rules);
  if (sides.from !== undefined) return decideMove(sides, recorded, desired, rules);
  return decideRecorded(sides, recorded, desired, rules);
}

/** Recorded, no longer desired. */
function decideGone({ actual }: FileSides, recorded: RecordedFile, rules: FileRules): Decision {
  if (actual.kind === 'absent') return nothing();
  if (rules.released) return leave('released');
  if (actual.kind === 'other') return leave('not-a-file');
  const gone = { executable: actual.executable, next: undefined };
  if (actual.content === recorded.base) return { action: 'delete', reason: 'removed-from-spec', ...gone };
  return rules.prune ? { action: 'delete', reason: 'pruned', ...gone } : leave('removed-from-spec');
}

/** Desired, not recorded. */
function decideUnrecorded(sides: FileSides, desired: DesiredSide, rules: FileRules): Decision {
  const { actual } = sides;
  if (actual.kind === 'other') return conflict('not-a-file', undefined);
  if (actual.kind === 'absent') {
    if (sides.twin !== undefined) return conflict('case-twin', undefined, [sides.twin]);
    if (desired.bytes === undefined) return conflict('base-missing', undefined);
    return plainWrite('create', 'new', desired, desired.bytes);
  }
  if (actual.content === desired.hash) return adopt('same-content', desired, actual);
  if (desired.ownership === 'create_once') return adopt('create-once', desired, actual);
  if (rules.resolution !== undefined) return resolve(desired, actual, rules.resolution);
  if (rules.imported) return decideImport(sides, desired, actual);
  return conflict(sides.uncertain ? 'state-uncertain' : 'not-recorded', undefined);
}

/** `hatmax import` says a file is ours: a structured one gets the keys it lacks, any other counts as edited and accepted. */
function decideImport(sides: FileSides, desired: DesiredSide, actual: ActualFile): Decision {
  const format = mergeFormatOf(sides.path, desired.ownership);
  if (format === 'lines' || desired.bytes === undefined) return adopt('imported', desired, actual);
  const merge = mergeFile(
    format,
    new TextEncoder().encode('{}'),
    actual.bytes ?? new Uint8Array(),
    desired.bytes,
  );
  return merge.kind === 'merged'
    ? merged(merge, desired, actual, false, 'imported')
    : conflict(merge.reason, undefined, merge.places);
}

function decideRecorded(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  rules: FileRules,
): Decision {
  switch (desired.ownership) {
    case 'ignored':
      return leave('ignored');
    case 'create_once':
      return {
        action: 'no-op',
        reason: 'create-once',
        executable: recorded.executable,
        next: refreshed(recorded, desired),
      };
    case 'append_only':
      return decideAppendOnly(sides, recorded, desired, rules);
    case 'generated':
    case 'structured':
      return decideOwned(sides, recorded, desired, rules);
  }
}

/** A written one never changes: what is rendered now does not matter, what is on disk is told and left. */
function decideAppendOnly(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  rules: FileRules,
): Decision {
  const { actual, base } = sides;
  const next = refreshed(recorded, { ...desired, executable: recorded.executable });
  if (actual.kind === 'other') return conflict('not-a-file', recorded);
  if (actual.kind === 'absent') {
    if (rules.onDrift === 'fail') return conflict('fail-on-drift', recorded);
    if (base === undefined) return conflict('base-missing', recorded);
    return {
      action: 'create',
      reason: 'deleted-by-hand',
      write: base,
      executable: recorded.executable,
      next: settled(next),
    };
  }
  if (actual.content === recorded.base || editOf(sides, recorded, actual) === 'format') {
    return { action: 'no-op', reason: 'same-content', executable: actual.executable, next };
  }
  if (rules.reverted && base !== undefined) return overwrite(sides, actual, settled(next), base);
  if (rules.onDrift === 'fail') return conflict('fail-on-drift', recorded);
  return { action: 'keep', reason: 'edited-append-only', executable: actual.executable, next };
}

function decideOwned(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  rules: FileRules,
): Decision {
  const { actual } = sides;
  if (actual.kind === 'other') return conflict('not-a-file', recorded);
  if (actual.kind === 'absent') return decideDeleted(sides, recorded, desired, rules);
  if (actual.content === desired.hash) return decideSame(recorded, desired, actual, rules);
  if (rules.resolution !== undefined) return resolve(desired, actual, rules.resolution);
  const halves = halvesOf(sides, actual);
  if (halves !== undefined) return decideHalves(sides, recorded, desired, actual, halves, rules);
  const edit = editOf(sides, recorded, actual);
  const rendered = desired.hash !== recorded.base;
  if (edit === 'drift' && rules.reverted) return overwrite(sides, actual, recordOf(desired), desired.bytes);
  if (edit === 'drift') {
    const byPolicy = decideByPolicy(sides, recorded, desired, actual, rules);
    if (byPolicy !== undefined) return byPolicy;
  }
  if (!rendered) return decideMode(recorded, desired, actual, rules, edit === 'drift');
  if (edit === 'none' && actual.content === recorded.base) return update(recorded, desired, actual, rules);
  const decision = decideMerge(sides, recorded, desired, actual, edit === 'drift' && !rules.accepted);
  return rules.markers ? decision : withoutWrite(decision);
}

/** What `on_drift` says of an edit that nobody accepted; undefined where it is merged or left as it is. */
function decideByPolicy(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  actual: ActualFile,
  rules: FileRules,
): Decision | undefined {
  switch (rules.onDrift) {
    case 'merge':
      return undefined;
    case 'keep':
      return desired.hash === recorded.base ? undefined : keep(recorded, actual);
    case 'overwrite':
      return overwrite(sides, actual, recordOf(desired), desired.bytes);
    case 'fail':
      return conflict('fail-on-drift', recorded);
  }
}

function decideDeleted(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  rules: FileRules,
): Decision {
  const { executable } = recorded;
  if (recorded.deleted && !rules.reverted)
    return { action: 'no-op', reason: 'accepted', executable, next: { ...recordOf(desired), deleted: true } };
  if (rules.accepted)
    return { action: 'adopt', reason: 'accepted', executable, next: { ...recordOf(desired), deleted: true } };
  if (sides.twin !== undefined) return conflict('case-twin', recorded, [sides.twin]);
  if (rules.onDrift === 'fail' && !rules.reverted) return conflict('fail-on-drift', recorded);
  if (rules.onDrift === 'keep' && !rules.reverted) {
    return { action: 'keep', reason: 'deleted-by-hand', executable: recorded.executable, next: recorded };
  }
  if (desired.bytes === undefined) return conflict('base-missing', recorded);
  return plainWrite('create', 'deleted-by-hand', desired, desired.bytes);
}

/** On disk is what is rendered now. */
function decideSame(
  recorded: RecordedFile,
  desired: DesiredSide,
  actual: ActualFile,
  rules: FileRules,
): Decision {
  const known =
    recorded.base === actual.content && recorded.applied === actual.content && !recorded.unaccepted;
  if (known) return decideMode(recorded, desired, actual, rules, false);
  return adopt('same-content', desired, actual);
}

/** Content stays. The executable bit is merged three ways, as content is. */
function decideMode(
  recorded: RecordedFile,
  desired: DesiredSide,
  actual: ActualFile,
  rules: FileRules,
  edited: boolean,
): Decision {
  const next = refreshed(recorded, desired);
  const settledNext =
    edited && rules.accepted ? { ...next, applied: actual.content, unaccepted: false } : next;
  if (actual.executable !== desired.executable) {
    const byHand = actual.executable !== recorded.executable;
    const known = recorded.acceptedExecutable === actual.executable;
    if (!byHand || (rules.onDrift === 'overwrite' && !known) || rules.reverted) {
      const write = {
        executable: desired.executable,
        ...(actual.bytes === undefined ? {} : { write: actual.bytes }),
      };
      return { action: 'update', reason: 'mode', ...write, next: settledNext };
    }
    if (rules.accepted && !known) {
      const bit = { ...settledNext, acceptedExecutable: actual.executable };
      return { action: 'adopt', reason: 'accepted', executable: actual.executable, next: bit };
    }
    if (rules.onDrift === 'fail' && !known) return conflict('fail-on-drift', recorded);
    if (!edited && !known) return { action: 'keep', reason: 'mode', executable: actual.executable, next };
  }
  if (edited && rules.accepted)
    return { action: 'adopt', reason: 'accepted', executable: actual.executable, next: settledNext };
  if (edited) return { action: 'keep', reason: 'edited', executable: actual.executable, next };
  return { action: 'no-op', reason: 'same-content', executable: actual.executable, next };
}

function update(
  recorded: RecordedFile,
  desired: DesiredSide,
  actual: ActualFile,
  rules: FileRules,
): Decision {
  if (desired.bytes === undefined) return conflict('base-missing', recorded);
  const executable =
    rules.onDrift === 'overwrite' ? desired.executable : mergedMode(recorded, desired, actual);
  return {
    ...plainWrite('update', 'rendered-anew', desired, inStyleOf(desired.bytes, actual.bytes)),
    executable,
  };
}

/** Edited, and rendered anew: both go in, or nothing is touched. */
function decideMerge(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  actual: ActualFile,
  unaccepted: boolean,
): Decision {
  if (sides.base === undefined || actual.bytes === undefined || desired.bytes === undefined)
    return conflict('base-missing', recorded);
  const format = mergeFormatOf(sides.path, desired.ownership);
  const merge = mergeFile(format, sides.base, actual.bytes, desired.bytes);
  if (merge.kind === 'conflict') {
    const write = merge.marked === undefined ? {} : { write: merge.marked, executable: actual.executable };
    return { ...conflict(merge.reason, recorded, merge.places), ...write };
  }
  const executable = mergedMode(recorded, desired, actual);
  return { ...merged(merge, desired, actual, unaccepted, 'edited-and-rendered-anew'), executable };
}

/** Markers go into a file only where somebody asked for them. */
function withoutWrite(decision: Decision): Decision {
  if (decision.action !== 'conflict') return decision;
  const { write: _, ...rest } = decision;
  return rest;
}

/** File, base and edits travel; what was rendered anew is merged on the way. */
function decideMove(
  sides: FileSides,
  recorded: RecordedFile,
  desired: DesiredSide,
  rules: FileRules,
): Decision {
  const origin = sides.origin ?? { kind: 'absent' };
  // Whoever moved the file by hand has done it already: what is at the new place is the recorded file.
  if (origin.kind === 'absent') return decideRecorded(sides, recorded, desired, rules);
  if (origin.kind === 'other' || sides.actual.kind === 'other') return conflict('not-a-file', recorded);
  if (sides.actual.kind === 'file') return conflict('not-recorded', recorded);
  if (sides.twin !== undefined) return conflict('case-twin', recorded, [sides.twin]);
  const inner = decideRecorded({ ...sides, actual: origin }, recorded, desired, rules);
  const write = inner.write ?? origin.bytes;
  if (inner.action === 'conflict' || write === undefined)
    return inner.action === 'conflict' ? inner : conflict('base-missing', recorded);
  return { ...inner, action: 'move', reason: inner.action === 'no-op' ? 'moved' : inner.reason, write };
}

function resolve(desired: DesiredSide, actual: ActualFile, resolution: Ending): Decision {
  if (typeof resolution === 'object') {
    const { merged: write } = resolution;
    const next = recordOf(desired, contentHash(write));
    return { action: 'update', reason: 'resolved', write, executable: actual.executable, next };
  }
  if (resolution === 'ours' || desired.bytes === undefined) return adopt('resolved', desired, actual);
  return plainWrite('update', 'resolved', desired, inStyleOf(desired.bytes, actual.bytes));
}
