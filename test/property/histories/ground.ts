import { foldersAbove } from '../../../src/host/folder.ts';
import type { FolderNode, MemoryDisk } from '../../../src/host/memory-disk.ts';
import type { RelPath } from '../../../src/path/rel-path.ts';

/** What is at a path: bytes in Latin-1, so that they compare as text. */
export interface Found {
  readonly kind: 'file' | 'symlink' | 'folder';
  readonly text: string;
  readonly executable: boolean;
}

/** A project's folder, as a person with an editor sees it. */
export interface Ground {
  /** Everything there is, hatmax's own folder too. */
  look(): ReadonlyMap<string, Found>;
  /** As an editor saves: folders above are made. */
  put(path: string, text: string, executable: boolean): void;
  remove(path: string): void;
  link(path: string, target: string): void;
  folder(path: string): void;
  /** Another file in the place of the one that is there, as editors that rename do. */
  swap(path: string, text: string): void;
}

export function memoryGround(disk: MemoryDisk): Ground {
  const at = (path: string): RelPath => path as RelPath;
  const free = (path: RelPath): void => {
    for (const above of foldersAbove(path)) {
      const there = disk.find(above);
      if (there !== undefined && there.kind !== 'folder') disk.remove(above);
    }
    if (disk.find(path)?.kind === 'folder') disk.remove(path);
  };
  return {
    look: () => {
      const found = new Map<string, Found>();
      describe(disk.root, '', found);
      return found;
    },
    put: (path, text, executable) => {
      free(at(path));
      const mode = disk.find(at(path))?.mode ?? 0o644;
      const wanted = executable ? mode | 0o111 : mode & ~0o111;
      disk.put(at(path), Buffer.from(text, 'latin1'), wanted);
    },
    remove: (path) => {
      if (disk.find(at(path)) !== undefined) disk.remove(at(path));
    },
    link: (path, target) => {
      free(at(path));
      disk.link(at(path), target);
    },
    folder: (path) => {
      free(at(path));
      disk.folder(at(path));
    },
    swap: (path, text) => {
      if (disk.find(at(path)) !== undefined) disk.remove(at(path));
      disk.put(at(path), Buffer.from(text, 'latin1'));
    },
  };
}

function describe(folder: FolderNode, prefix: string, found: Map<string, Found>): void {
  for (const [name, node] of folder.entries) {
    const path = prefix + name;
    if (node.kind === 'folder') {
      found.set(path, { kind: 'folder', text: '', executable: false });
      describe(node, `${path}/`, found);
    } else if (node.kind === 'symlink')
      found.set(path, { kind: 'symlink', text: node.target, executable: false });
    else {
      const text = Buffer.from(node.content).toString('latin1');
      found.set(path, { kind: 'file', text, executable: (node.mode & 0o100) !== 0 });
    }
  }
}
