import { folderOf, foldersAbove, inFolder } from '../host/folder.ts';
import type { FileStat, Files, FolderPath } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { type Contents, type FileVersion, isExecutable, matches, type Step } from './step.ts';

/** A file is not what the step relies on: somebody changed it meanwhile. Nothing was written over it. */
export class Moved extends Error {
  readonly path: RelPath;

  constructor(path: RelPath) {
    super(`changed meanwhile: ${path}`);
    this.name = 'Moved';
    this.path = path;
  }
}

/** Remembers folders that were made or seen, so that each is made once. */
export class Writer {
  readonly #files: Files;
  readonly #contents: Contents;
  readonly #id: string;
  readonly #folders = new Map<FolderPath, 'made' | 'seen'>();
  readonly #touched = new Set<FolderPath>();
  readonly #written: RelPath[] = [];
  /** How files that were not there looked once they were written. */
  readonly created = new Map<RelPath, FileStat>();

  readonly #mayRemove: (folder: FolderPath) => boolean;

  constructor(
    files: Files,
    contents: Contents,
    id: string,
    mayRemove: (folder: FolderPath) => boolean = (folder) => !isOwn(folder),
  ) {
    this.#mayRemove = mayRemove;
    this.#files = files;
    this.#contents = contents;
    this.#id = id;
  }

  /** What `sync` must make durable: files with new content, and folders with new names. */
  get toSync(): readonly FolderPath[] {
    return [...this.#written, ...this.#touched];
  }

  /** Carries a step out where its path is as `before` says; `row` names the temporary file. */
  run(step: Step, row: number): void {
    if (step.after === null) this.#remove(step);
    else if (step.before === null) this.#create(step, step.after);
    else if (step.before.hash === step.after.hash) this.#chmod(step, step.after);
    else this.#replace(step, step.after, row);
  }

  /** The same where the path holds our own torn bytes, which nobody misses. */
  runOver(step: Step, row: number): void {
    if (step.after === null) {
      this.#files.unlink(step.path);
      this.#folderChanged(folderOf(step.path));
      this.removeEmptied(folderOf(step.path));
      return;
    }
    this.#files.rename(this.#temporary(step, step.after, row), step.path);
    this.#written.push(step.path);
  }

  /** Done by somebody who did not live to sync it, nor the folders it may have made for it. */
  noteDone(step: Step): void {
    if (step.after !== null) this.#written.push(step.path);
    this.#folderChanged(folderOf(step.path));
    for (const above of foldersAbove(step.path)) this.#folderChanged(folderOf(above));
  }

  /**
   * Under its own name at once, and only where nothing is: there is no old content that half a file could stand in for,
   * and what a crash leaves of it is told to be ours by the journal.
   */
  #create(step: Step, after: FileVersion): void {
    const folder = folderOf(step.path);
    this.#makeFolder(folder);
    try {
      this.created.set(step.path, this.#files.writeNew(step.path, this.#bytesFor(step, after), after.mode));
    } catch (fault) {
      throw fault instanceof HostFault && fault.code === 'EEXIST' ? new Moved(step.path) : fault;
    }
    this.#folderChanged(folder);
    this.#written.push(step.path);
  }

  /**
   * The hash is checked once the new bytes are ready, so that nothing but the rename comes after it. Between the two
   * calls, some microseconds, an edit can still slip in: the machine has no compare-and-rename.
   */
  #replace(step: Step, after: FileVersion, row: number): void {
    const temporary = this.#temporary(step, after, row);
    try {
      this.#expect(step);
      this.#files.rename(temporary, step.path);
    } catch (fault) {
      removeIfThere(this.#files, temporary);
      throw fault;
    }
    this.#written.push(step.path);
  }

  #remove(step: Step): void {
    this.#expect(step);
    this.#files.unlink(step.path);
    this.#folderChanged(folderOf(step.path));
    this.removeEmptied(folderOf(step.path));
  }

  #chmod(step: Step, after: FileVersion): void {
    this.#expect(step);
    this.#files.chmod(step.path, after.mode);
    this.#written.push(step.path);
  }

  #expect(step: Step): void {
    const stat = this.#files.lstat(step.path);
    const isBefore = stat?.kind === 'file' && matches(step.before, sha256(this.#files.read(step.path)), stat);
    if (!isBefore) throw new Moved(step.path);
  }

  #temporary(step: Step, after: FileVersion, row: number): RelPath {
    const bytes = this.#bytesFor(step, after);
    this.#makeFolder(folderOf(step.path));
    const path = temporaryOf(step.path, this.#id, row);
    this.#files.writeNew(path, bytes, after.mode);
    this.#folderChanged(folderOf(step.path));
    // The umask has its say in a new file's mode; the mode of a file that is there is a person's, and stays.
    if (step.before !== null && !isPlain(after.mode)) this.#files.chmod(path, after.mode);
    return path;
  }

  #bytesFor(step: Step, after: FileVersion): Uint8Array {
    const bytes = this.#contents(after.hash);
    if (bytes === undefined) throw new Error(`no bytes staged for ${step.path}`);
    return bytes;
  }

  /** True where the folder was not there. */
  #makeFolder(folder: FolderPath): boolean {
    const known = folder === '.' ? 'seen' : this.#folders.get(folder);
    if (folder === '.' || known !== undefined) return known === 'made';
    const above = folderOf(folder);
    const isNew = this.#makeFolder(above) || this.#files.lstat(folder)?.kind !== 'folder';
    if (isNew)
      for (const made of ensureFolder(this.#files, folder, above)) this.#folderChanged(folderOf(made));
    this.#folders.set(folder, isNew ? 'made' : 'seen');
    return isNew;
  }

  /** From a folder up, as far as they are empty and may go. */
  removeEmptied(folder: FolderPath): void {
    for (let now = folder; now !== '.' && this.#mayRemove(now); now = folderOf(now)) {
      const entries = this.#files.list(now);
      if (entries !== undefined && entries.length > 0) return;
      if (entries === undefined) continue;
      this.#files.rmdir(now);
      this.#folders.clear();
      this.#folderChanged(folderOf(now));
    }
  }

  #folderChanged(folder: FolderPath): void {
    this.#touched.add(folder);
  }
}

/** Folders hatmax always has. */
function isOwn(folder: FolderPath): boolean {
  return folder === '.hatmax' || folder === '.hatmax/objects' || folder === '.hatmax/state';
}

function isPlain(mode: number): boolean {
  return mode === (isExecutable(mode) ? 0o755 : 0o644);
}

/** Beside the file, so that the rename stays on one file system; named after the journal, so that recovery finds it. */
export function temporaryOf(path: RelPath, id: string, row: number): RelPath {
  return inFolder(folderOf(path), `.hatmax-${id}-${row}`);
}

/** Makes what is missing of a folder and those above it, and tells what it made. All down to `from` are there. */
export function ensureFolder(files: Files, folder: RelPath, from: FolderPath = '.'): readonly RelPath[] {
  if (from === '.' && files.lstat(folder)?.kind === 'folder') return [];
  const made: RelPath[] = [];
  for (const path of [...foldersAbove(folder), folder]) {
    if (from !== '.' && path.length <= from.length) continue;
    const stat = files.lstat(path);
    if (stat?.kind === 'folder') continue;
    if (stat !== undefined) throw new HostFault(stat.kind === 'symlink' ? 'ELOOP' : 'ENOTDIR', 'mkdir', path);
    files.mkdir(path);
    made.push(path);
  }
  return made;
}

export function removeIfThere(files: Files, path: RelPath): void {
  const stat = files.lstat(path);
  if (stat !== undefined && stat.kind !== 'folder' && stat.kind !== 'blocked') files.unlink(path);
}
