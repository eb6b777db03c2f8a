import type { RelPath } from '../path/rel-path.ts';
import { foldersAbove, nameOf } from './folder.ts';

interface Inode {
  readonly ino: bigint;
  mode: number;
  mtimeNs: bigint;
  ctimeNs: bigint;
}

export interface FileNode extends Inode {
  readonly kind: 'file';
  content: Uint8Array;
  durable: boolean;
}

export interface FolderNode extends Inode {
  readonly kind: 'folder';
  entries: Map<string, Node>;
  /** The names that outlive a loss of power. */
  durableEntries: ReadonlyMap<string, Node>;
}

export interface LinkNode extends Inode {
  readonly kind: 'symlink';
  readonly target: string;
}

export type Node = FileNode | FolderNode | LinkNode;

/** What is left of a name or of content that was not synced when the power went. */
export type Survival = (what: 'name' | 'content') => boolean;

/**
 * The disk of the memory host. Content and names are durable only once they are synced, each for itself: after
 * `losePower` any mixture of old and new names, and files with new names and torn content, may be found.
 */
export class MemoryDisk {
  readonly root: FolderNode;
  /** Bytes that files may take together. */
  capacity = Number.POSITIVE_INFINITY;
  /** The least difference between two times; what happens within one has the same. */
  resolution = 1n;
  #inodes = 1n;
  #time = 1_000n;

  constructor() {
    this.root = this.newFolder();
  }

  newFile(bytes: Uint8Array, mode: number): FileNode {
    return { kind: 'file', ...this.#inode(mode), content: new Uint8Array(bytes), durable: false };
  }

  newFolder(): FolderNode {
    return { kind: 'folder', ...this.#inode(0o755), entries: new Map(), durableEntries: new Map() };
  }

  enter(folder: FolderNode, name: string, node: Node): void {
    folder.entries.set(name, node);
    folder.mtimeNs = folder.ctimeNs = node.ctimeNs = this.#tick();
  }

  leave(folder: FolderNode, name: string): void {
    folder.entries.delete(name);
    folder.mtimeNs = folder.ctimeNs = this.#tick();
  }

  setMode(node: Node, mode: number): void {
    node.mode = mode;
    node.ctimeNs = this.#tick();
  }

  hasRoomFor(bytes: number): boolean {
    return this.capacity === Number.POSITIVE_INFINITY || sizeOf(this.root) + bytes <= this.capacity;
  }

  makeDurable(node: Node): void {
    if (node.kind === 'file') node.durable = true;
    else if (node.kind === 'folder') node.durableEntries = new Map(node.entries);
  }

  /** A person's doing: folders above are made, what is there is replaced, and all of it is on the disk for good. */
  put(path: RelPath, content: string | Uint8Array, mode = 0o644): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const there = this.find(path);
    if (there?.kind === 'file') {
      there.content = new Uint8Array(bytes);
      there.mtimeNs = there.ctimeNs = this.#tick();
      there.mode = mode;
      there.durable = true;
      this.#keep(path, there);
    } else this.#keep(path, { ...this.newFile(bytes, mode), durable: true });
  }

  link(path: RelPath, target: string): void {
    this.#keep(path, { kind: 'symlink', ...this.#inode(0o777), target });
  }

  folder(path: RelPath): void {
    this.#keep(path, this.newFolder());
  }

  remove(path: RelPath): void {
    const folder = this.#folderAbove(path);
    this.leave(folder, nameOf(path));
    const durable = new Map(folder.durableEntries);
    durable.delete(nameOf(path));
    folder.durableEntries = durable;
  }

  find(path: RelPath): Node | undefined {
    let node: Node | undefined = this.root;
    for (const name of path.split('/')) node = node?.kind === 'folder' ? node.entries.get(name) : undefined;
    return node;
  }

  /** Every file and symlink by path, as one comparable value: content in latin-1, `x` for executable. */
  snapshot(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    describe(this.root, '', found);
    return found;
  }

  losePower(survives: Survival): void {
    losePower(this.root, survives);
  }

  #keep(path: RelPath, node: Node): void {
    const folder = this.#folderAbove(path);
    this.enter(folder, nameOf(path), node);
    folder.durableEntries = new Map(folder.durableEntries).set(nameOf(path), node);
  }

  #folderAbove(path: RelPath): FolderNode {
    let folder = this.root;
    for (const above of foldersAbove(path)) {
      const name = nameOf(above);
      const next = folder.entries.get(name) ?? this.newFolder();
      if (next.kind !== 'folder') throw new Error(`no folder: ${above}`);
      if (!folder.entries.has(name)) this.enter(folder, name, next);
      folder.durableEntries = new Map(folder.durableEntries).set(name, next);
      folder = next;
    }
    return folder;
  }

  #inode(mode: number): Inode {
    const now = this.#tick();
    return { ino: this.#inodes++, mode, mtimeNs: now, ctimeNs: now };
  }

  /** As somebody who sets the machine's clock, forwards or backwards. */
  turnClock(by: bigint): void {
    this.#time += by;
  }

  #tick(): bigint {
    const now = this.#time++;
    return now - (now % this.resolution);
  }
}

function sizeOf(node: Node): number {
  if (node.kind === 'file') return node.content.length;
  if (node.kind === 'symlink') return 0;
  let sum = 0;
  for (const entry of node.entries.values()) sum += sizeOf(entry);
  return sum;
}

function losePower(folder: FolderNode, survives: Survival): void {
  const names = new Set([...folder.entries.keys(), ...folder.durableEntries.keys()]);
  const entries = new Map<string, Node>();
  for (const name of names) {
    const now = folder.entries.get(name);
    const before = folder.durableEntries.get(name);
    const node = now === before || survives('name') ? now : before;
    if (node !== undefined) entries.set(name, node);
  }
  folder.entries = entries;
  folder.durableEntries = new Map(entries);
  for (const node of entries.values()) {
    if (node.kind === 'folder') losePower(node, survives);
    else if (node.kind === 'file' && !node.durable) tear(node, survives);
  }
}

/** Files that never reached the disk come back empty, cut short, or as long as they were and full of zeros. */
function tear(file: FileNode, survives: Survival): void {
  file.durable = true;
  if (survives('content')) return;
  const half = Math.floor(file.content.length / 2);
  const asLong = survives('content');
  const written = survives('content') ? half : 0;
  file.content = asLong ? file.content.slice().fill(0, written) : file.content.slice(0, written);
}

function describe(folder: FolderNode, prefix: string, found: Map<string, string>): void {
  for (const [name, node] of [...folder.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (node.kind === 'folder') describe(node, `${prefix}${name}/`, found);
    else if (node.kind === 'symlink') found.set(prefix + name, `-> ${node.target}`);
    else {
      const mark = (node.mode & 0o111) === 0 ? '' : 'x ';
      found.set(prefix + name, mark + Buffer.from(node.content).toString('latin1'));
    }
  }
}
