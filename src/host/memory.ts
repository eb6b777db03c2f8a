import type { RelPath } from '../path/rel-path.ts';
import { foldersAbove, nameOf } from './folder.ts';
import { type FolderNode, MemoryDisk, type Node } from './memory-disk.ts';
import type { Clock, FaultCode, FileStat, Files, FolderEntry, FolderPath, Host, Identity } from './ports.ts';
import { HostFault } from './ports.ts';

/** A host without a machine: the same answers as the node one, and a disk that can fill up and lose its power. */
export interface MemoryHost extends Host {
  readonly disk: MemoryDisk;
  interrupt(): void;
}

export interface MemoryOptions {
  readonly disk?: MemoryDisk;
  readonly pid?: number;
  /** Processes that run, by pid, for telling a dead holder of a lock from a live one. */
  readonly running?: ReadonlySet<number>;
}

export function memoryHost(options: MemoryOptions = {}): MemoryHost {
  const disk = options.disk ?? new MemoryDisk();
  let stop = false;
  return {
    disk,
    files: new MemoryFiles(disk),
    clock: steppingClock(),
    identity: memoryIdentity(options),
    interruption: {
      get requested() {
        return stop;
      },
    },
    interrupt: () => {
      stop = true;
    },
  };
}

/** Time passes only where somebody waits. */
function steppingClock(): Clock {
  let now = 1_700_000_000_000;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}

function memoryIdentity(options: MemoryOptions): Identity {
  const pid = options.pid ?? 1;
  let ids = 0;
  return {
    pid,
    hostName: 'memory',
    user: 'somebody',
    incarnation: `start-of-${pid}`,
    newId: () => `${pid.toString(16).padStart(8, '0')}${(ids++).toString(16).padStart(8, '0')}`,
    liveness: (other) => {
      if (other.hostName !== 'memory') return 'unknown';
      return other.pid === pid || options.running?.has(other.pid) === true ? 'alive' : 'dead';
    },
  };
}

class MemoryFiles implements Files {
  readonly #disk: MemoryDisk;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
  }

  lstat(path: FolderPath): FileStat | undefined {
    if (path === '.') return statOf(this.#disk.root);
    const parent = this.#parent(path);
    if (parent === 'absent') return undefined;
    if (typeof parent === 'string') return BLOCKED;
    const node = parent.entries.get(nameOf(path));
    return node && statOf(node);
  }

  lstatAll(paths: readonly RelPath[]): readonly (FileStat | undefined)[] {
    return paths.map((path) => this.lstat(path));
  }

  read(path: RelPath): Uint8Array {
    const node = this.#node('read', path);
    if (node.kind === 'symlink') throw new HostFault('ELOOP', 'read', path);
    if (node.kind === 'folder') throw new HostFault('EISDIR', 'read', path);
    return node.content.slice();
  }

  list(folder: FolderPath): readonly FolderEntry[] | undefined {
    if (this.lstat(folder)?.kind !== 'folder') return undefined;
    const node = folder === '.' ? this.#disk.root : this.#node('list', folder);
    if (node.kind !== 'folder') return undefined;
    return [...node.entries]
      .map(([name, entry]) => ({ name, kind: entry.kind }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  readlink(path: RelPath): string {
    const node = this.#node('readlink', path);
    if (node.kind !== 'symlink') throw new HostFault('EINVAL', 'readlink', path);
    return node.target;
  }

  writeNew(path: RelPath, bytes: Uint8Array, mode: number): FileStat {
    const folder = this.#folder('write', path);
    if (folder.entries.has(nameOf(path))) throw new HostFault('EEXIST', 'write', path);
    if (!this.#disk.hasRoomFor(bytes.length)) throw new HostFault('ENOSPC', 'write', path);
    const file = this.#disk.newFile(bytes, mode & ~0o022);
    this.#disk.enter(folder, nameOf(path), file);
    return statOf(file);
  }

  rename(from: RelPath, to: RelPath): void {
    const node = this.#node('rename', from);
    const target = this.#folder('rename', to);
    const there = target.entries.get(nameOf(to));
    if (there?.kind === 'folder' && node.kind !== 'folder') throw new HostFault('EISDIR', 'rename', from);
    if (there !== undefined && there.kind !== 'folder' && node.kind === 'folder')
      throw new HostFault('ENOTDIR', 'rename', from);
    if (there?.kind === 'folder' && there.entries.size > 0) throw new HostFault('ENOTEMPTY', 'rename', from);
    this.#disk.leave(this.#folder('rename', from), nameOf(from));
    this.#disk.enter(target, nameOf(to), node);
  }

  moveNew(from: RelPath, to: RelPath): void {
    const node = this.#node('move', from);
    const target = this.#folder('move', to);
    if (target.entries.has(nameOf(to))) throw new HostFault('EEXIST', 'move', from);
    this.#disk.enter(target, nameOf(to), node);
    this.#disk.leave(this.#folder('move', from), nameOf(from));
  }

  unlink(path: RelPath): void {
    if (this.#node('unlink', path).kind === 'folder') throw new HostFault('EISDIR', 'unlink', path);
    this.#disk.leave(this.#folder('unlink', path), nameOf(path));
  }

  rmdir(folder: RelPath): void {
    const node = this.#node('rmdir', folder);
    if (node.kind !== 'folder') throw new HostFault('ENOTDIR', 'rmdir', folder);
    if (node.entries.size > 0) throw new HostFault('ENOTEMPTY', 'rmdir', folder);
    this.#disk.leave(this.#folder('rmdir', folder), nameOf(folder));
  }

  mkdir(path: RelPath): void {
    const folder = this.#folder('mkdir', path);
    if (folder.entries.has(nameOf(path))) throw new HostFault('EEXIST', 'mkdir', path);
    this.#disk.enter(folder, nameOf(path), this.#disk.newFolder());
  }

  chmod(path: RelPath, mode: number): void {
    const node = this.#node('chmod', path);
    if (node.kind === 'symlink') throw new HostFault('ELOOP', 'chmod', path);
    this.#disk.setMode(node, mode);
  }

  sync(paths: readonly FolderPath[]): void {
    for (const path of paths) {
      if (path === '.') this.#disk.makeDurable(this.#disk.root);
      else if (this.lstat(path) !== undefined && this.lstat(path)?.kind !== 'blocked')
        this.#disk.makeDurable(this.#node('sync', path));
    }
  }

  async syncAll(paths: readonly FolderPath[]): Promise<void> {
    this.sync(paths);
  }

  holding<T>(body: () => T): T {
    return body();
  }

  #parent(path: RelPath): FolderNode | 'absent' | FaultCode {
    let folder: FolderNode = this.#disk.root;
    for (const above of foldersAbove(path)) {
      const next: Node | undefined = folder.entries.get(nameOf(above));
      if (next === undefined) return 'absent';
      if (next.kind !== 'folder') return next.kind === 'symlink' ? 'ELOOP' : 'ENOTDIR';
      folder = next;
    }
    return folder;
  }

  #folder(operation: string, path: RelPath): FolderNode {
    const parent = this.#parent(path);
    if (parent === 'absent') throw new HostFault('ENOENT', operation, path);
    if (typeof parent === 'string') throw new HostFault(parent, operation, path);
    return parent;
  }

  #node(operation: string, path: RelPath): Node {
    const node = this.#folder(operation, path).entries.get(nameOf(path));
    if (node === undefined) throw new HostFault('ENOENT', operation, path);
    return node;
  }
}

const BLOCKED: FileStat = { kind: 'blocked', size: 0, mode: 0, mtimeNs: 0n, ctimeNs: 0n, ino: 0n };

function statOf(node: Node): FileStat {
  return {
    kind: node.kind,
    size: node.kind === 'file' ? node.content.length : 0,
    mode: node.mode,
    mtimeNs: node.mtimeNs,
    ctimeNs: node.ctimeNs,
    ino: node.ino,
  };
}

/** The folder of a path, made with all above it; for setting up a tree by hand. */
export function makeFolders(files: Files, path: RelPath): void {
  for (const above of foldersAbove(path)) if (files.lstat(above) === undefined) files.mkdir(above);
}
