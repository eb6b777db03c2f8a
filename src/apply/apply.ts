import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { FileStat, Files, Host } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { isSha256, type Sha256, sha256 } from '../host/sha256.ts';
import { normaliseLineEndings } from '../merge/line-endings.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Plan } from '../plan/plan.ts';
import { OBJECTS, objectFile } from '../state/layout.ts';
import { componentsOf, type NextState, nextState } from '../state/next-state.ts';
import { openBases } from '../state/objects.ts';
import type { RecordedState } from '../state/recorded.ts';
import { type IndexEntry, indexEntry } from '../state/stat-index.ts';
import { stateHash } from '../state/store.ts';
import {
  interrupted,
  lockHeld,
  lockTakenOver,
  notTakenBack,
  refused,
  stale,
  stateMoved,
} from './diagnostics.ts';
import { type Created, type IndexRequest, type Rest, updateIndex } from './index-update.ts';
import { takeLock } from './lock.ts';
import { ownSteps } from './own-steps.ts';
import { recover } from './recover.ts';
import {
  type Cause,
  ignoringFaults,
  type Progress,
  runTransaction,
  type Transaction,
  type TransactionEnd,
} from './transaction.ts';
import { type TreeSteps, treeSteps } from './tree-steps.ts';

export interface ApplyOptions {
  /** The state the plan was made from. */
  readonly recorded: RecordedState;
  /** Milliseconds to wait for the lock. */
  readonly lockTimeout?: number;
  /** What is recorded beside, where the plan looked at a part only. */
  readonly rest?: Rest;
  /** Left out, no stat index is written. */
  readonly index?: IndexRequest;
  readonly onProgress?: (progress: Progress) => void;
}

export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly steps: number; readonly diagnostics: readonly Diagnostic[] }
  /** Everything is as the plan leaves it. */
  | { readonly kind: 'nothing-to-do'; readonly diagnostics: readonly Diagnostic[] }
  /** Exit 4. */
  | { readonly kind: 'locked'; readonly diagnostics: readonly Diagnostic[] }
  /** Exit 3: the tree or the state moved since the plan was made. Nothing is changed. */
  | { readonly kind: 'stale'; readonly diagnostics: readonly Diagnostic[] }
  /** Exit 1. What was written is taken back; where even that failed a diagnostic says so. */
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  /** Exit 130. */
  | { readonly kind: 'interrupted'; readonly diagnostics: readonly Diagnostic[] };

/** Carries a plan out, whole or not at all. Finishes or takes back an earlier apply first. */
export async function applyPlan(plan: Plan, host: Host, options: ApplyOptions): Promise<ApplyOutcome> {
  return underLock(host, plan.mode === 'destroy' ? 'destroy' : 'apply', options.lockTimeout, async () => {
    const recovery = recover(host);
    const told = recovery.kind === 'none' ? [] : recovery.diagnostics;
    if (recovery.kind === 'stuck') return { kind: 'failed', diagnostics: told };
    const outcome = await applyLocked(plan, host, options);
    return { ...outcome, diagnostics: [...told, ...outcome.diagnostics] };
  });
}

/** Shared with undo: the lock around, and what the machine refuses turned into an answer. */
export async function underLock(
  host: Host,
  what: string,
  timeout: number | undefined,
  body: () => Promise<ApplyOutcome>,
): Promise<ApplyOutcome> {
  try {
    const answer = await takeLock(host, what, timeout);
    if (answer.kind === 'held' && host.interruption.requested)
      return { kind: 'interrupted', diagnostics: [interrupted('Nothing was written.')] };
    if (answer.kind === 'held')
      return { kind: 'locked', diagnostics: [lockHeld(answer.holder, answer.liveness)] };
    const told = answer.takenOverFrom === undefined ? [] : [lockTakenOver(answer.takenOverFrom)];
    try {
      const outcome = await body();
      return { ...outcome, diagnostics: [...told, ...outcome.diagnostics] };
    } finally {
      answer.lock.release();
    }
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
    return { kind: 'failed', diagnostics: [refused(fault, 'Nothing of the tree was changed.')] };
  }
}

async function applyLocked(plan: Plan, host: Host, options: ApplyOptions): Promise<ApplyOutcome> {
  const { files } = host;
  const { recorded, rest } = options;
  const next = nextState(plan, recorded, openBases(files), rest?.packs);
  const tree = files.holding(() => treeSteps(plan, files, baseOf(recorded)));
  if (hasErrors(tree.diagnostics)) return { kind: 'stale', diagnostics: tree.diagnostics };
  const transaction = files.holding(() => transactionOf(plan, next, tree, host));
  let created: Created = new Map();
  if (transaction.steps.length > 0) {
    if (!isStateStill(files, recorded, rest)) return { kind: 'stale', diagnostics: [stateMoved()] };
    const end = await runTransaction(host, transaction, options.onProgress);
    if (end.kind !== 'done') return outcomeOf(end, transaction.steps.length);
    created = createdBy(transaction, end.created);
    // What the rest refers to is not known file by file; the next apply that looks at everything tidies up.
    if (rest === undefined) removeRubbish(host, next);
  }
  const around = rest && { ...rest, before: componentsOf(recorded) };
  if (options.index !== undefined) updateIndex(files, plan, next.components, options.index, created, around);
  return transaction.steps.length === 0
    ? { kind: 'nothing-to-do', diagnostics: [] }
    : { kind: 'applied', steps: transaction.steps.length, diagnostics: [] };
}

function transactionOf(plan: Plan, next: NextState, tree: TreeSteps, host: Host): Transaction {
  const { contents } = tree;
  const steps = [...tree.steps, ...ownSteps(plan, next, host.files, contents)];
  const packed = new Set<Sha256>();
  for (const { address, next: record } of plan.components) {
    const pack = next.components.get(address)?.pack;
    // A pack that another component had before is no part of the journal.
    if (record === undefined || pack === undefined || !next.newPacks.has(pack)) continue;
    for (const hash of record.newBases.keys()) packed.add(hash);
  }
  return {
    what: 'apply',
    steps,
    contents,
    packs: next.newPacks,
    packed: next.newPacks.size === 0 ? new Set() : packed,
    kept: tree.foreign,
  };
}

function isStateStill(files: Files, recorded: RecordedState, rest: Rest | undefined): boolean {
  return rest === undefined ? stateHash(files) === hashOf(recorded) : rest.index.isStateUnmoved(files);
}

function createdBy({ steps, contents }: Transaction, stats: ReadonlyMap<RelPath, FileStat>): Created {
  const created = new Map<RelPath, IndexEntry>();
  for (const { path, after } of steps) {
    const stat = stats.get(path);
    const bytes = after === null ? undefined : contents.get(after.hash);
    if (stat === undefined || after === null || bytes === undefined) continue;
    const normal = normaliseLineEndings(bytes);
    created.set(path, indexEntry(stat, after.hash, normal === bytes ? after.hash : sha256(normal)));
  }
  return created;
}

export function outcomeOf(end: TransactionEnd, steps: number): ApplyOutcome {
  switch (end.kind) {
    case 'done':
      return { kind: 'applied', steps, diagnostics: [] };
    case 'taken-back':
      return ended(end.cause, 'What was written has been taken back: the tree is as it was.', []);
    case 'stuck':
      return ended(end.cause, 'Not all that was written could be taken back.', [notTakenBack(end.fault)]);
  }
}

function ended(cause: Cause, after: string, more: readonly Diagnostic[]): ApplyOutcome {
  switch (cause.kind) {
    case 'interrupted':
      return { kind: 'interrupted', diagnostics: more.length === 0 ? [interrupted()] : more };
    case 'moved':
      return {
        kind: more.length === 0 ? 'stale' : 'failed',
        diagnostics: [stale(cause.path, 'was changed'), ...more],
      };
    case 'refused':
      return { kind: 'failed', diagnostics: [refused(cause.fault, after), ...more] };
  }
}

/** What hatmax last rendered at a path. */
export function baseOf(recorded: RecordedState): (path: RelPath) => Sha256 | undefined {
  const bases = new Map<RelPath, Sha256>();
  for (const component of componentsOf(recorded).values())
    for (const [path, file] of component.files) bases.set(path, file.base);
  return (path) => bases.get(path);
}

function hashOf(recorded: RecordedState): Sha256 | undefined {
  return recorded.kind === 'present' || recorded.kind === 'conflicted' ? recorded.hash : undefined;
}

/** Packs of applies that did not come to their end. Nothing refers to them, so this needs no journal. */
function removeRubbish({ files }: Host, next: NextState): void {
  const used = new Set([...next.components.values()].map(({ pack }) => pack));
  for (const { name, kind } of files.list(OBJECTS) ?? [])
    if (kind === 'file' && isSha256(name) && !used.has(name))
      ignoringFaults(() => files.unlink(objectFile(name)));
}
