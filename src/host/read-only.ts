import type { Files, FolderPath, Host } from './ports.ts';
import { HostFault } from './ports.ts';

/** A host that cannot write. Plan and drift run on it, so that reading only is not a flag somebody must check. */
export function readOnly(host: Host): Host {
  const files = views.get(host.files) ?? readOnlyFiles(host.files);
  views.set(host.files, files);
  return { ...host, files };
}

/** One for each: what is remembered of the files of a host goes by them. */
const views = new WeakMap<Files, Files>();

function readOnlyFiles(files: Files): Files {
  const refuse =
    (operation: string) =>
    (path: FolderPath): never => {
      throw new HostFault('EROFS', operation, path);
    };
  return {
    lstat: (path) => files.lstat(path),
    lstatAll: (paths) => files.lstatAll(paths),
    read: (path) => files.read(path),
    list: (folder) => files.list(folder),
    readlink: (path) => files.readlink(path),
    writeNew: refuse('write'),
    rename: refuse('rename'),
    moveNew: refuse('move'),
    unlink: refuse('unlink'),
    rmdir: refuse('rmdir'),
    mkdir: refuse('mkdir'),
    chmod: refuse('chmod'),
    sync: () => undefined,
    syncAll: async () => undefined,
    holding: (body) => files.holding(body),
  };
}
