import fs from 'node:fs';
import type { AbsPath, RelPath } from '../path/rel-path.ts';

const MOST = 64;

/** Where Linux shows a process its own open files: a path through one starts at that very folder. */
const OWN_FILES = '/proc/self/fd';

/**
 * Folders that are held open. A path through an open folder reaches that folder and no other, whatever is put under its
 * name later: looked at once, it need not be looked at again. Node has no openat(2); this is the same by other means.
 */
export class HeldFolders {
  readonly #root: AbsPath;
  readonly #open = new Map<string, string>();

  /** Undefined where the machine has no such paths: then folders are looked at in each call. */
  static of(root: AbsPath): HeldFolders | undefined {
    return process.platform === 'linux' && fs.existsSync(OWN_FILES) ? new HeldFolders(root) : undefined;
  }

  private constructor(root: AbsPath) {
    this.#root = root;
  }

  /** A path to the folder that no link can turn aside; undefined where it is no folder or a link leads to it. */
  through(folder: RelPath): string | undefined {
    return this.#open.get(folder) ?? this.#hold(folder);
  }

  /** For folders that are removed or renamed. */
  forget(path: RelPath): void {
    for (const folder of this.#open.keys())
      if (folder === path || folder.startsWith(`${path}/`)) this.#close(folder);
  }

  release(): void {
    for (const folder of [...this.#open.keys()]) this.#close(folder);
  }

  #hold(folder: RelPath): string | undefined {
    const fd = openFolder(`${this.#root}/${folder}`);
    if (fd === undefined) return undefined;
    const through = `${OWN_FILES}/${fd}`;
    // Told by the open folder itself: there is no moment between this look and its use.
    if (realPathOf(through) !== `${this.#root}/${folder}`) {
      fs.closeSync(fd);
      return undefined;
    }
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MOST && oldest !== undefined) this.#close(oldest);
    this.#open.set(folder, through);
    return through;
  }

  #close(folder: string): void {
    const through = this.#open.get(folder);
    this.#open.delete(folder);
    if (through !== undefined) fs.closeSync(Number(through.slice(OWN_FILES.length + 1)));
  }
}

function openFolder(at: string): number | undefined {
  try {
    return fs.openSync(at, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
}

function realPathOf(through: string): string | undefined {
  try {
    return fs.readlinkSync(through);
  } catch {
    return undefined;
  }
}
