import type { FileStat, Files } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { readIfThere } from '../state/objects.ts';
import { keepBytes } from './kept.ts';
import { matches, type Step } from './step.ts';

/** A file is not what the step relies on: somebody changed it meanwhile. Nothing was written over it. */
export class Moved extends Error {
  readonly path: RelPath;

  constructor(path: RelPath) {
    super(`changed meanwhile: ${path}`);
    this.name = 'Moved';
    this.path = path;
  }
}

/**
 * The file of a step, moved to a name nobody knows, so that it can be looked at and let go of without anybody writing
 * to it unseen. Node has no call that exchanges two files or compares before it renames.
 */
export class Aside {
  readonly #files: Files;
  readonly #step: Step;
  readonly #at: RelPath;

  constructor(files: Files, step: Step, at: RelPath) {
    this.#files = files;
    this.#step = step;
    this.#at = at;
  }

  replaceBy(temporary: RelPath): void {
    const stat = this.#take();
    if (!this.#putNew(temporary, this.#step.path)) {
      // Somebody saved a file of that name in this instant. What stood here is as it was recorded, and kept.
      this.#letGo(stat);
      throw new Moved(this.#step.path);
    }
    this.#letGo(stat);
  }

  remove(): void {
    this.#letGo(this.#take());
  }

  /** Moves the file aside; back again, with all that is in it, where it is not what the step relies on. */
  #take(): FileStat {
    const { path } = this.#step;
    if (this.#files.lstat(path)?.kind !== 'file') throw new Moved(path);
    try {
      this.#files.rename(path, this.#at);
    } catch (fault) {
      throw fault instanceof HostFault && fault.code === 'ENOENT' ? new Moved(path) : fault;
    }
    const stat = this.#files.lstat(this.#at);
    if (stat !== undefined && this.#isBefore(stat)) return stat;
    this.#back();
    throw new Moved(path);
  }

  #isBefore(stat: FileStat): boolean {
    return stat.kind === 'file' && matches(this.#step.before, sha256(this.#files.read(this.#at)), stat);
  }

  #back(): void {
    if (!this.#putNew(this.#at, this.#step.path)) this.#keep();
  }

  /** A program that had the file open may have written to it even here; then it stays, in the place of the new one. */
  #letGo(before: FileStat): void {
    const now = this.#files.lstat(this.#at);
    const isSame = now?.mtimeNs === before.mtimeNs && now.size === before.size;
    if (isSame || (now !== undefined && this.#isBefore(now))) {
      this.#files.unlink(this.#at);
      return;
    }
    if (this.#files.lstat(this.#step.path) === undefined) this.#back();
    else if (this.#isNewInPlace()) this.#files.rename(this.#at, this.#step.path);
    else this.#keep();
    throw new Moved(this.#step.path);
  }

  /** What stands at the path is hatmax's own, and no loss: not what somebody saved in the same instant. */
  #isNewInPlace(): boolean {
    const { path, after } = this.#step;
    const bytes = readIfThere(this.#files, path);
    return bytes !== undefined && sha256(bytes) === after?.hash;
  }

  #keep(): void {
    keepBytes(this.#files, this.#step.path, this.#files.read(this.#at));
    this.#files.unlink(this.#at);
  }

  #putNew(from: RelPath, to: RelPath): boolean {
    try {
      this.#files.moveNew(from, to);
      return true;
    } catch (fault) {
      if (fault instanceof HostFault && fault.code === 'EEXIST') return false;
      throw fault;
    }
  }
}

/** What a killed apply left aside: back where it was, or gone where the journal has its bytes, or else kept. */
export function bringBack(files: Files, { path, before, after }: Step, aside: RelPath): void {
  if (files.lstat(path) === undefined) {
    files.moveNew(aside, path);
    return;
  }
  const bytes = files.read(aside);
  const hash = sha256(bytes);
  if (hash !== before?.hash && hash !== after?.hash) keepBytes(files, path, bytes);
  files.unlink(aside);
}
