import type { FaultCode, Files, FolderPath, Host } from './ports.ts';
import { HostFault } from './ports.ts';

/** One call that changes the disk, in the order they are made, from 1 on. */
export interface MutatingCall {
  readonly number: number;
  readonly operation: string;
  readonly path: FolderPath;
}

/**
 * What happens at a call, before it is carried out: nothing, a refusal of the machine, or the end of the process.
 * A killed process makes no call any more: everything after it throws `Killed` too.
 */
export type Fate = 'go' | FaultCode | 'kill';

/** Ends a simulated process. Nobody may catch it and go on. */
export class Killed extends Error {
  constructor(call: MutatingCall) {
    super(`killed before call ${call.number}: ${call.operation} ${call.path}`);
    this.name = 'Killed';
  }
}

export interface FaultHost extends Host {
  readonly calls: readonly MutatingCall[];
}

/** Numbers the mutating calls of a host and asks `fate` about each. */
export function faultHost(host: Host, fate: (call: MutatingCall) => Fate): FaultHost {
  const calls: MutatingCall[] = [];
  let dead: Killed | undefined;
  const meet = (operation: string, path: FolderPath): void => {
    if (dead !== undefined) throw dead;
    const call = { number: calls.length + 1, operation, path };
    calls.push(call);
    const met = fate(call);
    if (met === 'go') return;
    if (met !== 'kill') throw new HostFault(met, operation, path);
    dead = new Killed(call);
    throw dead;
  };
  return { ...host, interruption: host.interruption, files: faultyFiles(host.files, meet), calls };
}

function faultyFiles(files: Files, meet: (operation: string, path: FolderPath) => void): Files {
  return {
    lstat: (path) => files.lstat(path),
    lstatAll: (paths) => files.lstatAll(paths),
    read: (path) => files.read(path),
    list: (folder) => files.list(folder),
    readlink: (path) => files.readlink(path),
    writeNew: (path, bytes, mode) => {
      meet('write', path);
      return files.writeNew(path, bytes, mode);
    },
    rename: (from, to) => {
      meet('rename', to);
      files.rename(from, to);
    },
    moveNew: (from, to) => {
      meet('move', to);
      files.moveNew(from, to);
    },
    unlink: (path) => {
      meet('unlink', path);
      files.unlink(path);
    },
    rmdir: (folder) => {
      meet('rmdir', folder);
      files.rmdir(folder);
    },
    mkdir: (folder) => {
      meet('mkdir', folder);
      files.mkdir(folder);
    },
    chmod: (path, mode) => {
      meet('chmod', path);
      files.chmod(path, mode);
    },
    sync: (paths) => {
      meet('sync', paths[0] ?? '.');
      files.sync(paths);
    },
    syncAll: async (paths) => {
      meet('sync', paths[0] ?? '.');
      await files.syncAll(paths);
    },
    holding: (body) => files.holding(body),
  };
}
