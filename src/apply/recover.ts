import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { foldersAbove } from '../host/folder.ts';
import { type Files, type Host, HostFault } from '../host/ports.ts';
import { JOURNAL, UNDO_JOURNAL } from '../state/layout.ts';
import { Moved } from './aside.ts';
import {
  applyRuns,
  finishedEarlier,
  type HowFar,
  interrupted,
  journalUnreadable,
  lockHeld,
  lockTakenOver,
  notTakenBack,
  pendingEarlier,
  refused,
  tookBackEarlier,
} from './diagnostics.ts';
import { discardJournal, type Journal, journalContents, readJournal } from './journal.ts';
import { readLock, takeLock } from './lock.ts';
import { type Contents, type Step, stateOf } from './step.ts';
import { removeTemporaries, takeBack } from './take-back.ts';
import { archive } from './transaction.ts';
import { Writer } from './write.ts';

export type Recovery =
  | { readonly kind: 'none' }
  | { readonly kind: 'finished' | 'taken-back'; readonly diagnostics: readonly Diagnostic[] }
  /** Nothing can be written until a person has put something right. */
  | { readonly kind: 'stuck'; readonly diagnostics: readonly Diagnostic[] };

/** For plan and drift: what an earlier apply left, or another does right now, in a sentence. Reads only. */
export function pendingApply({ files, identity }: Pick<Host, 'files' | 'identity'>): readonly Diagnostic[] {
  const answer = readJournal(files);
  if (answer.kind === 'unreadable') return [journalUnreadable()];
  if (answer.kind !== 'journal') return [];
  const holder = readLock(files);
  const isRunning = holder !== undefined && identity.liveness(holder) === 'alive';
  return [isRunning ? applyRuns(holder) : pendingEarlier(answer.journal, howFar(files, answer.journal))];
}

function howFar(files: Files, journal: Journal): HowFar {
  const contents = journalContents(files, journal);
  const steps = journal.steps.filter(({ path }) => !path.startsWith('.hatmax/'));
  const states = steps.map((step) => stateOf(files, step, contents));
  return {
    done: states.filter((state) => state === 'after').length,
    total: steps.length,
    edited: steps.flatMap(({ path }, row) => (states[row] === 'other' ? path : [])),
  };
}

/** Moves when an apply begins or ends: what was read between two equal marks was read of one state. */
export function applyMark(files: Files): string {
  return [JOURNAL, UNDO_JOURNAL].map((path) => files.lstat(path)?.ino ?? 'none').join(' ');
}

/** Takes the lock for as long as it takes to finish or take back an earlier apply. */
export async function recoverApply(
  host: Host,
  lockTimeout = 0,
): Promise<Recovery | { kind: 'locked' | 'interrupted'; diagnostics: readonly Diagnostic[] }> {
  if (readJournal(host.files).kind === 'none') return { kind: 'none' };
  try {
    return await recoverLocked(host, lockTimeout);
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
    return { kind: 'stuck', diagnostics: [refused(fault, 'An earlier apply is still to be finished.')] };
  }
}

async function recoverLocked(host: Host, lockTimeout: number): ReturnType<typeof recoverApply> {
  const answer = await takeLock(host, 'apply', lockTimeout);
  if (answer.kind === 'held' && host.interruption.requested)
    return { kind: 'interrupted', diagnostics: [interrupted('Nothing was written.')] };
  if (answer.kind === 'held')
    return { kind: 'locked', diagnostics: [lockHeld(answer.holder, answer.liveness)] };
  try {
    const recovery = recover(host);
    if (answer.takenOverFrom === undefined || recovery.kind === 'none') return recovery;
    return { ...recovery, diagnostics: [lockTakenOver(answer.takenOverFrom), ...recovery.diagnostics] };
  } finally {
    answer.lock.release();
  }
}

/**
 * Finishes what a journal says, or takes it back where a file was edited in between: to go forward there would leave an
 * edit of the old text recorded as an edit of the new one. Needs the lock.
 */
export function recover(host: Host): Recovery {
  const answer = readJournal(host.files);
  switch (answer.kind) {
    case 'none':
      return { kind: 'none' };
    case 'unfinished':
      discardJournal(host.files);
      return { kind: 'none' };
    case 'unreadable':
      return { kind: 'stuck', diagnostics: [journalUnreadable()] };
    case 'journal':
      return recoverFrom(host, answer.journal);
  }
}

function recoverFrom(host: Host, journal: Journal): Recovery {
  const contents = journalContents(host.files, journal);
  try {
    if (canFinish(host.files, journal, contents) && finish(host, journal, contents))
      return { kind: 'finished', diagnostics: [finishedEarlier(journal)] };
    const edited = takeBack(host, journal, contents);
    return { kind: 'taken-back', diagnostics: [tookBackEarlier(journal, edited)] };
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
    return { kind: 'stuck', diagnostics: [notTakenBack(fault)] };
  }
}

function canFinish(files: Files, journal: Journal, contents: Contents): boolean {
  return journal.steps.every((step) => {
    const state = stateOf(files, step, contents);
    if (state === 'after') return true;
    if (state === 'other') return barsTheWayBack(step, journal);
    return step.after === null || contents(step.after.hash) !== undefined;
  });
}

/**
 * What a person has put there since stands where a file has to go back to, as its folder or in it: there is only the way
 * forward. Nothing was there before, so it can only be an edit of what is new.
 */
function barsTheWayBack({ path, before }: Step, { steps }: Journal): boolean {
  if (before !== null) return false;
  const above = foldersAbove(path);
  return steps.some(
    (other) =>
      other.before !== null && (above.includes(other.path) || foldersAbove(other.path).includes(path)),
  );
}

/** False where the machine or an edit stops it; then it is taken back. */
function finish(host: Host, journal: Journal, contents: Contents): boolean {
  const { files } = host;
  try {
    removeTemporaries(host, journal);
    const writer = new Writer(files, contents, journal.id);
    journal.steps.forEach((step, row) => {
      const state = stateOf(files, step, contents);
      if (state === 'before') writer.run(step, row);
      else if (state === 'torn') writer.runOver(step, row);
      writer.noteDone(step);
    });
    files.sync(writer.toSync);
    archive(host, journal);
    return true;
  } catch (fault) {
    if (fault instanceof Moved || fault instanceof HostFault) return false;
    throw fault;
  }
}
