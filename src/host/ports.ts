import type { RelPath } from '../path/rel-path.ts';

/**
 * All that hatmax asks of the machine. File calls are synchronous on purpose: a plan looks at tens of thousands of
 * files, and a promise for each costs more than the call itself. Only waiting (`Clock.sleep`, `Files.syncAll`) is not.
 */
export interface Host {
  readonly files: Files;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly interruption: Interruption;
}

/** A folder of the project; `.` is its root. */
export type FolderPath = RelPath | '.';

/** `blocked`: a parent of the path is there and is not a folder, so nothing can be read or written at the path. */
export type FileKind = 'file' | 'folder' | 'symlink' | 'other' | 'blocked';

export interface FileStat {
  readonly kind: FileKind;
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
}

export interface FolderEntry {
  /** As the disk has it: not every name is a `RelPath`. */
  readonly name: string;
  readonly kind: Exclude<FileKind, 'blocked'>;
}

/**
 * The tree below the project's root, and nothing outside it: no call follows a symlink, neither in the last name of a
 * path nor in a parent of it. Parents are looked at in the call itself, right before the file is touched.
 *
 * What the machine refuses is thrown as a `HostFault`.
 */
export interface Files {
  /** `undefined` where nothing is there. */
  lstat(path: FolderPath): FileStat | undefined;
  /** As `lstat` for each; parents are looked at once a call, so sorted paths are fastest. */
  lstatAll(paths: readonly RelPath[]): readonly (FileStat | undefined)[];
  /** ENOENT where nothing is there, ELOOP at a symlink, EISDIR at a folder. */
  read(path: RelPath): Uint8Array;
  /** Sorted by name (code units); `undefined` where there is no folder. */
  list(folder: FolderPath): readonly FolderEntry[] | undefined;
  readlink(path: RelPath): string;
  /**
   * EEXIST where anything is there. The umask applies to `mode`. Leaves nothing behind when it fails. Gives back how the
   * file looked when the last byte was written: whoever touches it later moves that.
   */
  writeNew(path: RelPath, bytes: Uint8Array, mode: number): FileStat;
  /** Replaces a file at `to`, in one step. */
  rename(from: RelPath, to: RelPath): void;
  /** As `rename`, but EEXIST where anything is at `to`. */
  moveNew(from: RelPath, to: RelPath): void;
  unlink(path: RelPath): void;
  /** ENOTEMPTY where the folder holds anything. */
  rmdir(folder: RelPath): void;
  /** One level: ENOENT without a parent, EEXIST where anything is there. */
  mkdir(folder: RelPath): void;
  chmod(path: RelPath, mode: number): void;
  /**
   * When it returns, the content of these files and the names in these folders outlive a loss of power. Paths that are
   * gone are passed over.
   */
  sync(paths: readonly FolderPath[]): void;
  /**
   * As `sync`, in no order: all at the same time, which takes a disk hardly longer than one, or one flush of the file
   * system where that is cheaper.
   */
  syncAll(paths: readonly FolderPath[]): Promise<void>;
  /**
   * For many calls in a row: a folder that one of them has looked at may be held open until the end of `body`, and is
   * not looked at again by those that follow. They go to the very folder that was looked at, whatever stands under its
   * name by then: a link put in its place leads them nowhere.
   */
  holding<T>(body: () => T): T;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Who runs this, so that a lock can be told to be ours, somebody's, or left by the dead. */
export interface Identity {
  readonly pid: number;
  readonly hostName: string;
  readonly user: string;
  /** Tells a process from a later one with the same pid: boot, pid namespace and start time. */
  readonly incarnation: string;
  /** A name no other run has. */
  newId(): string;
  /** `unknown`: on another machine, or behind another pid namespace. */
  liveness(other: { pid: number; hostName: string; incarnation: string }): 'alive' | 'dead' | 'unknown';
}

/** The first SIGINT or SIGTERM asks to stop; whoever writes looks at this between two files. */
export interface Interruption {
  readonly requested: boolean;
}

export type FaultCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'EACCES'
  | 'EPERM'
  | 'EROFS'
  | 'ENOSPC'
  | 'EDQUOT'
  | 'EIO'
  | 'EXDEV'
  | 'ENAMETOOLONG'
  | 'EMFILE'
  | 'EBUSY'
  | 'EINVAL'
  | 'unknown';

/** What the machine refused, with the path inside the project. */
export class HostFault extends Error {
  readonly code: FaultCode;
  readonly operation: string;
  readonly path: FolderPath;

  constructor(code: FaultCode, operation: string, path: FolderPath) {
    super(`${code}: ${operation} ${path}`);
    this.name = 'HostFault';
    this.code = code;
    this.operation = operation;
    this.path = path;
  }
}
