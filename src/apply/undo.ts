import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Host } from '../host/ports.ts';
import type { Sha256 } from '../host/sha256.ts';
import { isSha256 } from '../host/sha256.ts';
import { OBJECTS, UNDO, UNDO_JOURNAL, UNDO_STAGE } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import { loadState } from '../state/store.ts';
import { type ApplyOutcome, baseOf, outcomeOf, underLock } from './apply.ts';
import { editedSinceApply, nothingToUndo } from './diagnostics.ts';
import { type Journal, journalContents, readJournal } from './journal.ts';
import { recover } from './recover.ts';
import { reversed, type Step, stateOf } from './step.ts';
import { type Progress, runTransaction, type Transaction } from './transaction.ts';

export interface UndoOptions {
  readonly lockTimeout?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** What undo would take back, newest apply only; undefined where there is none. Reads only. */
export function lastApply(host: Pick<Host, 'files'>): Journal | undefined {
  const answer = readJournal(host.files, UNDO_JOURNAL, UNDO);
  return answer.kind === 'journal' && answer.journal.what === 'apply' ? answer.journal : undefined;
}

/** Takes the last apply back, whole or not at all; a file edited since is a reason to refuse. */
export async function undo(host: Host, options: UndoOptions = {}): Promise<ApplyOutcome> {
  return underLock(host, 'undo', options.lockTimeout, async () => {
    const recovery = recover(host);
    const told = recovery.kind === 'none' ? [] : recovery.diagnostics;
    if (recovery.kind === 'stuck') return { kind: 'failed', diagnostics: told };
    const outcome = await undoLocked(host, options);
    return { ...outcome, diagnostics: [...told, ...outcome.diagnostics] };
  });
}

async function undoLocked(host: Host, options: UndoOptions): Promise<ApplyOutcome> {
  const last = lastApply(host);
  if (last === undefined) return { kind: 'failed', diagnostics: [nothingToUndo()] };
  const kept = journalContents(host.files, last, UNDO_STAGE);
  const edited = last.steps.flatMap((step): Diagnostic[] => {
    const needed = step.before === null || kept(step.before.hash) !== undefined;
    return needed && stateOf(host.files, step, kept) === 'after' ? [] : [editedSinceApply(step.path)];
  });
  if (edited.length > 0) return { kind: 'stale', diagnostics: edited };
  const transaction = reversal(host, last, kept);
  return outcomeOf(await runTransaction(host, transaction, options.onProgress), transaction.steps.length);
}

function reversal(host: Host, last: Journal, kept: (hash: Sha256) => Uint8Array | undefined): Transaction {
  const steps = [...reversed(last.steps), ...packsGone(host, last)];
  const contents = new Map<Sha256, Uint8Array>();
  const add = (hash: Sha256 | undefined, bytes: Uint8Array | undefined): void => {
    if (hash !== undefined && bytes !== undefined) contents.set(hash, bytes);
  };
  for (const { path, before, after } of steps) {
    if (before !== null) add(before.hash, readIfThere(host.files, path));
    if (after !== null) add(after.hash, kept(after.hash));
  }
  return { what: 'undo', steps, contents, packs: new Map(), packed: new Set(), kept: mergedBy(host, steps) };
}

/** What that apply left and did not just render: a merge may have been ended by a person's own hand. */
function mergedBy({ files }: Host, steps: readonly Step[]): readonly Sha256[] {
  const rendered = baseOf(loadState(files));
  return steps.flatMap(({ path, before, after }) =>
    before === null || path.startsWith('.hatmax/') || [rendered(path), after?.hash].includes(before.hash)
      ? []
      : before.hash,
  );
}

/** The packs that apply added. */
function packsGone({ files }: Host, last: Journal): readonly Step[] {
  const there = new Set((files.list(OBJECTS) ?? []).map(({ name }) => name));
  return last.packs.flatMap((hash): Step[] =>
    isSha256(hash) && there.has(hash)
      ? [{ path: `${OBJECTS}/${hash}` as Step['path'], before: { hash, mode: 0o644 }, after: null }]
      : [],
  );
}
