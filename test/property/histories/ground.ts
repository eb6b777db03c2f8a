import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The same of a folder of this machine. */
export function folderGround(root: string): Ground {
  const at = (path: string): string => join(root, path);
  const kindAt = (path: string): 'file' | 'symlink' | 'folder' | undefined => {
    const stat = fs.lstatSync(at(path), { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (stat.isDirectory()) return 'folder';
    return stat.isSymbolicLink() ? 'symlink' : 'file';
  };
  const free = (path: string): void => {
    for (const above of foldersAbove(path as RelPath)) {
      const there = kindAt(above);
      if (there !== undefined && there !== 'folder') fs.rmSync(at(above));
    }
    if (kindAt(path) !== undefined && kindAt(path) !== 'file') fs.rmSync(at(path), { recursive: true });
    fs.mkdirSync(dirname(at(path)), { recursive: true });
  };
  return {
    look: () => {
      const found = new Map<string, Found>();
      walk(root, '', found);
      return found;
    },
    put: (path, text, executable) => {
      free(path);
      const isThere = kindAt(path) === 'file';
      const mode = isThere ? fs.statSync(at(path)).mode & 0o777 : 0o644;
      fs.writeFileSync(at(path), Buffer.from(text, 'latin1'));
      fs.chmodSync(at(path), executable ? mode | 0o111 : mode & ~0o111);
    },
    remove: (path) => fs.rmSync(at(path), { recursive: true, force: true }),
    link: (path, target) => {
      free(path);
      fs.rmSync(at(path), { force: true });
      fs.symlinkSync(target, at(path));
    },
    folder: (path) => {
      free(path);
      fs.rmSync(at(path), { force: true });
      fs.mkdirSync(at(path));
    },
  };
}

function walk(folder: string, prefix: string, found: Map<string, Found>): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = join(folder, entry.name);
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      found.set(path, { kind: 'folder', text: '', executable: false });
      walk(at, `${path}/`, found);
    } else if (entry.isSymbolicLink())
      found.set(path, { kind: 'symlink', text: fs.readlinkSync(at), executable: false });
    else {
      const executable = (fs.statSync(at).mode & 0o100) !== 0;
      found.set(path, { kind: 'file', text: fs.readFileSync(at).toString('latin1'), executable });
    }
  }
}

/** Of a file; empty where there is none. */
export function textAt(ground: Ground, path: string): string {
  return ground.look().get(path)?.text ?? '';
}
