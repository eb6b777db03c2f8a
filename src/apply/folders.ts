import { foldersAbove } from '../host/folder.ts';
import type { Files, FolderPath } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import type { RelPath } from '../path/rel-path.ts';

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

/** One level; false where somebody made it meanwhile. */
export function makeFolder(files: Files, folder: RelPath): boolean {
  try {
    files.mkdir(folder);
    return true;
  } catch (fault) {
    if (!(fault instanceof HostFault) || fault.code !== 'EEXIST') throw fault;
    return ensureFolder(files, folder).length > 0;
  }
}

/** False where somebody put something into it meanwhile. */
export function removeFolder(files: Files, folder: RelPath): boolean {
  try {
    files.rmdir(folder);
    return true;
  } catch (fault) {
    if (!(fault instanceof HostFault) || fault.code !== 'ENOTEMPTY') throw fault;
    return false;
  }
}

export function removeIfThere(files: Files, path: RelPath): void {
  const stat = files.lstat(path);
  if (stat !== undefined && stat.kind !== 'folder' && stat.kind !== 'blocked') files.unlink(path);
}
