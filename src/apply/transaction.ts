import { folderOf } from '../host/folder.ts';
import type { FileStat, Files, Host } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import {
  JOURNAL,
  JOURNAL_FOLDER,
  KEPT,
  keptFile,
  OBJECTS,
  objectFile,
  UNDO,
  UNDO_FOLDER,
  UNDO_JOURNAL,
  UNDO_STAGE,
} from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import { Moved } from './aside.ts';
import { ensureFolder, removeIfThere } from './folders.ts';
import { commitJournal, discardJournal, type Journal } from './journal.ts';
import { noteKept } from './kept.ts';
import type { Contents, Step } from './step.ts';
import { removePacks, takeBack } from './take-back.ts';
import { Writer } from './write.ts';

export interface Transaction {
  readonly what: Journal['what'];
  /** In the order they are carried out; the state's come last. */
  readonly steps: readonly Step[];
  /** All bytes of `before` and `after`, by hash. */
  readonly contents: ReadonlyMap<Sha256, Uint8Array>;
  /** Packs to add: written once, and the journal's source of the bytes in them. */
  readonly packs: ReadonlyMap<Sha256, Uint8Array>;
  /** Hashes in those packs, which need not be staged. */
  readonly packed: ReadonlySet<Sha256>;
  /** Bytes a person may have written that go from the tree. */
  readonly kept: readonly Sha256[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly path: RelPath;
  /** Each step is told twice; `done` counts those that are. */
  readonly phase: 'start' | 'done';
}

export type Cause =
  | { readonly kind: 'refused'; readonly fault: HostFault }
  | { readonly kind: 'moved'; readonly path: RelPath }
  | { readonly kind: 'interrupted' };

export type TransactionEnd =
  | { readonly kind: 'done'; readonly created: ReadonlyMap<RelPath, FileStat> }
  | { readonly kind: 'taken-back'; readonly cause: Cause; readonly edited: readonly RelPath[] }
  /** The journal stays; the next apply goes on from it. */
  | { readonly kind: 'stuck'; readonly cause: Cause; readonly fault: HostFault };

/**
 * All or nothing. What is durable when, and why:
 * 1. packs, kept bytes, stage, journal: see `commitJournal`. Until its end nothing of the tree is touched;
 * 2. each step: a new file under its name, where nothing may be; else new bytes beside the file, then one rename. Not synced one by one: were the power lost, the journal
 *    still has all bytes, and tells our torn files from a person's;
 * 3. all files written and all folders with new names, in one flush: before the journal goes, what it guards must be there;
 * 4. the journal becomes the undo record by one rename of its folder: there is never both, nor none.
 */
export async function runTransaction(
  host: Host,
  transaction: Transaction,
  onProgress?: (progress: Progress) => void,
): Promise<TransactionEnd> {
  const { files } = host;
  const journal = journalOf(host, transaction);
  try {
    await stage(host, journal, transaction);
  } catch (fault) {
    return notStarted(host, journal, fault);
  }
  const contents: Contents = (hash) => transaction.contents.get(hash);
  try {
    const writer = new Writer(files, contents, journal.id);
    for (let row = 0; row < journal.steps.length; ) {
      row = files.holding(() => runSteps(host, journal.steps, row, writer, onProgress));
      // A signal is heard only where the program waits.
      await host.clock.sleep(0);
    }
    await files.syncAll(writer.toSync);
    archive(host, journal);
    return { kind: 'done', created: writer.created };
  } catch (fault) {
    return takeBackAfter(host, journal, contents, causeOf(fault));
  }
}

/** Steps done, all synced: the journal is what undo works from. */
export function archive({ files }: Pick<Host, 'files'>, journal: Journal): void {
  noteKept(files, journal);
  for (const path of [UNDO_JOURNAL, UNDO_STAGE]) removeIfThere(files, path);
  if (files.lstat(UNDO) !== undefined) files.rmdir(UNDO);
  ensureFolder(files, UNDO_FOLDER);
  files.rename(JOURNAL_FOLDER, UNDO);
  // Nothing is taken back from here on: there is no journal for it. Were this name lost, recovery would do the same again.
  ignoringFaults(() => files.sync([UNDO_FOLDER, '.hatmax' as RelPath]));
}

/** For what may as well be left undone. */
export function ignoringFaults(act: () => void): void {
  try {
    act();
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
  }
}

/** For as long as a person would not wait longer to be heard; gives back the row to go on from. */
function runSteps(
  host: Host,
  steps: readonly Step[],
  from: number,
  writer: Writer,
  onProgress: ((progress: Progress) => void) | undefined,
): number {
  const until = host.clock.now() + LISTEN_EVERY_MS;
  for (let row = from; row < steps.length; row++) {
    const step = steps[row];
    if (host.interruption.requested) throw new Interrupted();
    if (step === undefined || (row > from && host.clock.now() >= until)) return row;
    const at = { total: steps.length, path: step.path };
    onProgress?.({ ...at, done: row, phase: 'start' });
    writer.run(step, row);
    onProgress?.({ ...at, done: row + 1, phase: 'done' });
  }
  return steps.length;
}

async function stage(
  host: Host,
  journal: Journal,
  { steps, contents, packs, packed, kept }: Transaction,
): Promise<void> {
  const { files } = host;
  ensureFolder(files, OBJECTS);
  ensureFolder(files, KEPT);
  const written: RelPath[] = [];
  const namesIn = (folder: RelPath) => new Set((files.list(folder) ?? []).map(({ name }) => name));
  const [objects, older] = [namesIn(OBJECTS), namesIn(KEPT)];
  const add = (path: RelPath, bytes: Uint8Array, hash: Sha256, names: ReadonlySet<string>): void => {
    const there = names.has(hash) ? readIfThere(files, path) : undefined;
    // Left by an apply that did not come to its end, torn or whole.
    if (there !== undefined && sha256(there) !== hash) files.unlink(path);
    if (there === undefined || sha256(there) !== hash) files.writeNew(path, bytes, 0o644);
    written.push(path);
  };
  files.holding(() => {
    for (const [hash, bytes] of packs) add(objectFile(hash), bytes, hash, objects);
    for (const hash of new Set(kept))
      add(keptFile(hash), contents.get(hash) ?? new Uint8Array(), hash, older);
  });
  await commitJournal(files, journal, toStage(steps, contents, packed), written);
}

function toStage(
  steps: readonly Step[],
  contents: Transaction['contents'],
  packed: ReadonlySet<Sha256>,
): Map<Sha256, Uint8Array> {
  const staged = new Map<Sha256, Uint8Array>();
  for (const { before, after } of steps) {
    for (const version of [before, after]) {
      const bytes = version && !packed.has(version.hash) ? contents.get(version.hash) : undefined;
      if (version !== null && bytes !== undefined) staged.set(version.hash, bytes);
    }
  }
  return staged;
}

function journalOf(host: Host, { what, steps, packs }: Transaction): Journal {
  const since = new Date(host.clock.now()).toISOString();
  const folders = missingFolders(host.files, steps);
  return { format: 1, id: host.identity.newId(), what, since, steps, packs: [...packs.keys()], folders };
}

function missingFolders(files: Files, steps: readonly Step[]): readonly RelPath[] {
  const needed = new Set<RelPath>();
  for (const { path, after } of steps)
    for (
      let folder = folderOf(path);
      after !== null && folder !== '.' && !needed.has(folder);
      folder = folderOf(folder)
    )
      needed.add(folder);
  const sorted = [...needed].sort();
  return files.lstatAll(sorted).flatMap((stat, row) => (stat?.kind === 'folder' ? [] : (sorted[row] ?? [])));
}

const LISTEN_EVERY_MS = 50;

class Interrupted extends Error {}

function causeOf(fault: unknown): Cause {
  if (fault instanceof Interrupted) return { kind: 'interrupted' };
  if (fault instanceof Moved) return { kind: 'moved', path: fault.path };
  if (fault instanceof HostFault) return { kind: 'refused', fault };
  throw fault;
}

/** The journal was not committed, or cannot be told to be: then it is taken back, which changes nothing. */
function notStarted({ files }: Host, journal: Journal, fault: unknown): TransactionEnd {
  const cause = causeOf(fault);
  try {
    discardJournal(files);
    removePacks({ files }, journal);
    return { kind: 'taken-back', cause, edited: [] };
  } catch (second) {
    if (!(second instanceof HostFault)) throw second;
    // Without a journal there is nothing to go on from; its rubbish is removed by the next apply.
    return files.lstat(JOURNAL) === undefined
      ? { kind: 'taken-back', cause, edited: [] }
      : { kind: 'stuck', cause, fault: second };
  }
}

function takeBackAfter(host: Host, journal: Journal, contents: Contents, cause: Cause): TransactionEnd {
  try {
    return { kind: 'taken-back', cause, edited: takeBack(host, journal, contents) };
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
    return { kind: 'stuck', cause, fault };
  }
}
