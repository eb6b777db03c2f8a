import { folderOf, foldersAbove, inFolder } from '../host/folder.ts';
import type { FileStat, Files, FolderPath } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { readIfThere } from '../state/objects.ts';
import { Aside, Moved } from './aside.ts';
import { makeFolder, removeFolder, removeIfThere } from './folders.ts';
import { keepBytes } from './kept.ts';
import { type Contents, type FileVersion, isExecutable, matches, type Step } from './step.ts';

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
    if (step.after === null) this.#remove(step, row);
    else if (step.before === null) this.#create(step, step.after);
    else if (step.before.hash === step.after.hash) this.#chmod(step, step.after);
    else this.#replace(step, step.after, row);
  }

  /**
   * The same where the path holds a part of our own bytes. A write that was cut short leaves that, and so does a person
   * who took something out at the end: it is put by.
   */
  runOver(step: Step, row: number): void {
    this.#keepPart(step);
    if (step.after === null) {
      removeIfThere(this.#files, step.path);
      this.#folderChanged(folderOf(step.path));
      this.removeEmptied(folderOf(step.path));
      return;
    }
    this.#files.rename(this.#temporary(step, step.after, row), step.path);
    this.#written.push(step.path);
  }

  #keepPart({ path, before, after }: Step): void {
    const bytes = isOwnFile(path) ? undefined : readIfThere(this.#files, path);
    if (bytes === undefined || bytes.every((byte) => byte === 0)) return;
    const hash = sha256(bytes);
    if (hash !== before?.hash && hash !== after?.hash) keepBytes(this.#files, path, bytes);
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
   * The file steps aside before it is looked at, and the new one is put where nothing is: whenever somebody saves it
   * meanwhile, their bytes are in one of the two and are never written over. For an instant nothing is at the path, as
   * when git checks a file out. What is hatmax's own is replaced in one step: plans read it while an apply runs.
   */
  #replace(step: Step, after: FileVersion, row: number): void {
    const temporary = this.#temporary(step, after, row);
    try {
      if (isOwnFile(step.path)) {
        this.#expect(step);
        this.#files.rename(temporary, step.path);
      } else {
        const aside = new Aside(this.#files, step, asideOf(step.path, this.#id, row));
        aside.replaceBy(temporary);
      }
    } catch (fault) {
      removeIfThere(this.#files, temporary);
      throw fault;
    }
    this.#written.push(step.path);
  }

  #remove(step: Step, row: number): void {
    if (isOwnFile(step.path)) {
      this.#expect(step);
      this.#files.unlink(step.path);
    } else new Aside(this.#files, step, asideOf(step.path, this.#id, row)).remove();
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
    if (isNew && this.#make(folder)) this.#folderChanged(above);
    this.#folders.set(folder, isNew ? 'made' : 'seen');
    return isNew;
  }

  #make(folder: RelPath): boolean {
    try {
      return makeFolder(this.#files, folder);
    } catch (fault) {
      // Somebody put a file or a link where the folder was, or is to be: it is theirs.
      const isInTheWay = fault instanceof HostFault && IN_THE_WAY.has(fault.code) && fault.path !== '.';
      throw isInTheWay ? new Moved(fault.path as RelPath) : fault;
    }
  }

  /** From a folder up, as far as they are empty and may go. */
  removeEmptied(folder: FolderPath): void {
    for (let now = folder; now !== '.' && this.#mayRemove(now); now = folderOf(now)) {
      const entries = this.#files.list(now);
      if (entries !== undefined && entries.length > 0) return;
      if (entries === undefined) continue;
      if (!removeFolder(this.#files, now)) return;
      this.#folders.clear();
      this.#folderChanged(folderOf(now));
    }
  }

  #folderChanged(folder: FolderPath): void {
    this.#touched.add(folder);
  }
}

const IN_THE_WAY: ReadonlySet<HostFault['code']> = new Set(['ENOTDIR', 'ELOOP', 'EEXIST']);

function isOwnFile(path: RelPath): boolean {
  return path.startsWith('.hatmax/');
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

/** Where the file of a step stands while the new one takes its place. */
export function asideOf(path: RelPath, id: string, row: number): RelPath {
  return `${temporaryOf(path, id, row)}-old` as RelPath;
}
