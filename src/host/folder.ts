import type { RelPath } from '../path/rel-path.ts';
import type { FolderPath } from './ports.ts';

/** The folder a path is in. */
export function folderOf(path: RelPath): FolderPath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : (path.slice(0, slash) as RelPath);
}

export function nameOf(path: RelPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders a path is in, from the root's child down to its own. */
export function foldersAbove(path: RelPath): readonly RelPath[] {
  const folders: RelPath[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    folders.push(path.slice(0, slash) as RelPath);
  return folders;
}

/** A path in a folder, where both are known to be good. */
export function inFolder(folder: FolderPath, name: string): RelPath {
  return (folder === '.' ? name : `${folder}/${name}`) as RelPath;
}
