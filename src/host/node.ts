import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import type { AbsPath, RelPath } from '../path/rel-path.ts';
import { folderOf, foldersAbove, nameOf } from './folder.ts';
import { HeldFolders } from './held-folders.ts';
import { nodeClock, nodeIdentity, nodeInterruption } from './node-process.ts';
import type { FaultCode, FileKind, FileStat, Files, FolderEntry, FolderPath, Host } from './ports.ts';
import { HostFault } from './ports.ts';

/** From this many files on, one flush of the whole file system is cheaper than one for each file. */
const FLUSH_ALL_FROM = 100;

/** The project in a folder of this machine. `root` must be there. */
export function nodeHost(root: string): Host {
  const real = fs.realpathSync.native(root) as AbsPath;
  return {
    files: new NodeFiles(real),
    clock: nodeClock,
    identity: nodeIdentity(),
    interruption: nodeInterruption(),
  };
}

class NodeFiles implements Files {
  readonly #root: AbsPath;
  #held: HeldFolders | undefined;

  constructor(root: AbsPath) {
    this.#root = root;
  }

  lstat(path: FolderPath): FileStat | undefined {
    const through = this.#through(path);
    if (through !== undefined) return this.#look(path, through);
    if (path !== '.' && this.#obstacle(path) !== undefined) return BLOCKED;
    return this.#look(path);
  }

  lstatAll(paths: readonly RelPath[]): readonly (FileStat | undefined)[] {
    const known = new Map<string, Ground>();
    let folder = '';
    let ground: Ground = 'there';
    return paths.map((path) => {
      const slash = path.lastIndexOf('/');
      const next = slash < 0 ? '' : path.slice(0, slash);
      if (next !== folder) {
        folder = next;
        ground = this.#groundOf(folder, known);
      }
      if (ground === 'absent') return undefined;
      return ground === 'blocked' ? BLOCKED : this.#look(path);
    });
  }

  read(path: RelPath): Uint8Array {
    return this.#call('read', path, (at) => {
      // O_NONBLOCK: a pipe in the place of a file is refused below instead of waited for.
      const flags = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;
      const fd = fs.openSync(at, flags);
      try {
        const stat = fs.fstatSync(fd);
        if (!stat.isFile()) throw new HostFault('EISDIR', 'read', path);
        return readWhole(fd, stat.size);
      } finally {
        fs.closeSync(fd);
      }
    });
  }

  list(folder: FolderPath): readonly FolderEntry[] | undefined {
    const stat = this.lstat(folder);
    if (stat?.kind !== 'folder') return undefined;
    const found = this.#guard('list', folder, () =>
      fs.readdirSync(this.#at(folder), { withFileTypes: true }),
    );
    return found
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  readlink(path: RelPath): string {
    return this.#call('readlink', path, (at) => fs.readlinkSync(at));
  }

  writeNew(path: RelPath, bytes: Uint8Array, mode: number): FileStat {
    return this.#call('write', path, (at) => {
      const fd = fs.openSync(at, 'wx', mode);
      try {
        for (let done = 0; done < bytes.length; ) done += fs.writeSync(fd, bytes, done);
        return statOf(fs.fstatSync(fd, { bigint: true }));
      } catch (fault) {
        fs.unlinkSync(at);
        throw fault;
      } finally {
        fs.closeSync(fd);
      }
    });
  }

  rename(from: RelPath, to: RelPath): void {
    this.#call('rename', from, (source) => {
      const target = folderOf(from) === folderOf(to) ? this.#beside(source, to) : this.#reach('rename', to);
      fs.renameSync(source, target);
    });
    this.#held?.forget(from);
  }

  moveNew(from: RelPath, to: RelPath): void {
    this.#call('move', from, (source) => {
      const target = folderOf(from) === folderOf(to) ? this.#beside(source, to) : this.#reach('move', to);
      try {
        fs.linkSync(source, target);
      } catch (fault) {
        if (!NO_HARD_LINKS.has(codeOf(fault))) throw fault;
        if (this.#look(to, target) !== undefined) throw new HostFault('EEXIST', 'move', to);
        fs.renameSync(source, target);
        return;
      }
      fs.unlinkSync(source);
    });
  }

  unlink(path: RelPath): void {
    this.#call('unlink', path, (at) => fs.unlinkSync(at));
  }

  rmdir(folder: RelPath): void {
    this.#call('rmdir', folder, (at) => fs.rmdirSync(at));
    this.#held?.forget(folder);
  }

  mkdir(folder: RelPath): void {
    this.#call('mkdir', folder, (at) => fs.mkdirSync(at));
  }

  chmod(path: RelPath, mode: number): void {
    this.#call('chmod', path, (at) => {
      const fd = fs.openSync(at, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
      try {
        fs.fchmodSync(fd, mode);
      } finally {
        fs.closeSync(fd);
      }
    });
  }

  sync(paths: readonly FolderPath[]): void {
    for (const path of paths) this.#syncOne(path);
  }

  async syncAll(paths: readonly FolderPath[]): Promise<void> {
    if (paths.length >= FLUSH_ALL_FROM && flushFileSystem(this.#root)) return;
    for (let row = 0; row < paths.length; row += FLUSH_ALL_FROM) {
      const some = paths.slice(row, row + FLUSH_ALL_FROM).map((path) => this.#syncBesides(path));
      const refused = (await Promise.allSettled(some)).find(({ status }) => status === 'rejected');
      if (refused?.status === 'rejected') throw refused.reason;
    }
  }

  holding<T>(body: () => T): T {
    if (this.#held !== undefined) return body();
    this.#held = HeldFolders.of(this.#root);
    try {
      return body();
    } finally {
      this.#held?.release();
      this.#held = undefined;
    }
  }

  #syncOne(path: FolderPath): void {
    try {
      const fd = this.#openToSync(path);
      try {
        fs.fsyncSync(fd);
      } finally {
        fs.closeSync(fd);
      }
    } catch (fault) {
      this.#unlessPassedOver(path, fault);
    }
  }

  /** Beside others. */
  async #syncBesides(path: FolderPath): Promise<void> {
    try {
      const fd = this.#openToSync(path);
      try {
        await new Promise<void>((done, fail) => fs.fsync(fd, (fault) => (fault ? fail(fault) : done())));
      } finally {
        fs.closeSync(fd);
      }
    } catch (fault) {
      this.#unlessPassedOver(path, fault);
    }
  }

  #openToSync(path: FolderPath): number {
    return fs.openSync(this.#at(path), fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
  }

  #unlessPassedOver(path: FolderPath, fault: unknown): void {
    const code = codeOf(fault);
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') return;
    // Windows has no fsync for folders and needs none.
    if (process.platform === 'win32' && (code === 'EPERM' || code === 'EISDIR')) return;
    throw new HostFault(code, 'sync', path);
  }

  #at(path: FolderPath): string {
    return path === '.' ? this.#root : `${this.#root}/${path}`;
  }

  #look(path: FolderPath, at = this.#at(path)): FileStat | undefined {
    try {
      const stat = fs.lstatSync(at, { bigint: true, throwIfNoEntry: false });
      return stat && statOf(stat);
    } catch (fault) {
      const code = codeOf(fault);
      if (code === 'ENOTDIR') return BLOCKED;
      throw new HostFault(code, 'lstat', path);
    }
  }

  /** A path through a folder that is held open. */
  #through(path: FolderPath): string | undefined {
    const folder = path === '.' ? '.' : folderOf(path);
    const through = folder === '.' ? undefined : this.#held?.through(folder);
    return through === undefined ? undefined : `${through}/${nameOf(path as RelPath)}`;
  }

  /** A path that leads to no other folder than it says: through one that is held open, or just looked at. */
  #reach(operation: string, path: RelPath): string {
    const through = this.#through(path);
    if (through === undefined) this.#checkFolder(operation, path);
    return through ?? this.#at(path);
  }

  #beside(at: string, path: RelPath): string {
    return at.slice(0, at.lastIndexOf('/') + 1) + nameOf(path);
  }

  #groundOf(folder: string, known: Map<string, Ground>): Ground {
    if (folder === '') return 'there';
    const before = known.get(folder);
    if (before !== undefined) return before;
    const slash = folder.lastIndexOf('/');
    const above = this.#groundOf(slash < 0 ? '' : folder.slice(0, slash), known);
    const stat = above === 'there' ? this.#look(folder as RelPath) : undefined;
    const isThere = stat === undefined ? 'absent' : stat.kind === 'folder' ? 'there' : 'blocked';
    const ground = above === 'there' ? isThere : above;
    known.set(folder, ground);
    return ground;
  }

  /** The first parent of a path that is there and is not a folder. */
  #obstacle(path: RelPath): { path: RelPath; kind: FileKind } | undefined {
    const folder = folderOf(path);
    // One call where all is well: the real path is the path exactly when no parent is a symlink.
    if (folder === '.' || this.#isReal(folder)) return undefined;
    for (const above of foldersAbove(path)) {
      const stat = this.#look(above);
      if (stat === undefined) return undefined;
      if (stat.kind !== 'folder') return { path: above, kind: stat.kind };
    }
    return undefined;
  }

  #isReal(folder: RelPath): boolean {
    try {
      return fs.realpathSync.native(this.#at(folder)) === join(this.#root, folder);
    } catch {
      return false;
    }
  }

  #checkFolder(operation: string, path: RelPath): void {
    const found = this.#obstacle(path);
    if (found !== undefined)
      throw new HostFault(found.kind === 'symlink' ? 'ELOOP' : 'ENOTDIR', operation, path);
  }

  #call<T>(operation: string, path: RelPath, body: (at: string) => T): T {
    const at = this.#reach(operation, path);
    return this.#guard(operation, path, () => body(at));
  }

  #guard<T>(operation: string, path: FolderPath, body: () => T): T {
    try {
      return body();
    } catch (fault) {
      if (fault instanceof HostFault) throw fault;
      throw new HostFault(codeOf(fault), operation, path);
    }
  }
}

/** In one call where the file has the size it says; else as long as there is anything. */
function readWhole(fd: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(size + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length <= size; length += read)
    read = fs.readSync(fd, bytes, length, bytes.length - length, null);
  return length <= size ? bytes.subarray(0, length) : Buffer.concat([bytes, fs.readFileSync(fd)]);
}

/** What the files of a folder stand on. */
type Ground = 'there' | 'absent' | 'blocked';

function statOf(stat: fs.BigIntStats): FileStat {
  return {
    kind: kindOf(stat),
    size: Number(stat.size),
    mode: Number(stat.mode) & 0o7777,
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    ino: stat.ino,
  };
}

const BLOCKED: FileStat = { kind: 'blocked', size: 0, mode: 0, mtimeNs: 0n, ctimeNs: 0n, ino: 0n };

const NO_HARD_LINKS: ReadonlySet<FaultCode> = new Set(['EPERM', 'EINVAL', 'unknown']);

const CODES: ReadonlySet<string> = new Set<FaultCode>([
  'ENOENT',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENOTEMPTY',
  'ELOOP',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EXDEV',
  'ENAMETOOLONG',
  'EMFILE',
  'EBUSY',
  'EINVAL',
]);

function codeOf(fault: unknown): FaultCode {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  return CODES.has(code) ? (code as FaultCode) : 'unknown';
}

interface Typed {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(found: Typed): Exclude<FileKind, 'blocked'> {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  return found.isSymbolicLink() ? 'symlink' : 'other';
}

/** syncfs(2), which Node has no call for. False where the machine has no such tool. */
function flushFileSystem(root: AbsPath): boolean {
  if (process.platform !== 'linux') return false;
  return spawnSync('sync', ['-f', root], { stdio: 'ignore' }).status === 0;
}
