import { sha256 } from '../../../src/host/sha256.ts';
import { decodePack } from '../../../src/state/pack.ts';
import type { Found, Ground } from './ground.ts';

const OWN = /^\.hatmax(\/|$)/;
const CONFLICT = /^\.hatmax\/conflicts\//;
const KEPT = /^\.hatmax\/undo\/objects\/([0-9a-f]{64})$/;
/** What a killed apply goes on from, beside the packs that its journal names. */
const JOURNAL = '.hatmax/journal/journal.json';
const STAGE = '.hatmax/journal/stage';
/** Written by another rule (`#checkSpec`), under its name and under the one it has until it is whole. */
const SPEC = /^hatmax\.yml(\.[0-9a-f]+\.tmp)?$/;
/** Files of the tree that a killed apply had in its hands. */
const TEMPORARY = /(^|\/)\.hatmax-[0-9a-f]+-\d+/;

export function treeOf(ground: Ground): Map<string, Found> {
  return new Map([...ground.look()].filter(([path]) => !OWN.test(path)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Hashes of all bytes that a person can still find: in the tree, in a conflict folder, or in an object undo names. */
export function reachable(ground: Ground): ReadonlySet<string> {
  const found = new Set<string>();
  const all = ground.look();
  const named = namedByUndo(all);
  for (const [path, { kind, text }] of all) {
    if (kind === 'symlink' && !OWN.test(path)) found.add(keyOf(path, { kind, text }));
    if (kind !== 'file') continue;
    const object = KEPT.exec(path)?.[1];
    if (!OWN.test(path) || CONFLICT.test(path)) found.add(hashOf(text));
    else if (object !== undefined && named.has(object)) found.add(hashOf(text));
  }
  for (const path of pending(all)) {
    const { contents } = decodePack(Buffer.from(all.get(path)?.text ?? '', 'latin1'));
    for (const bytes of contents.values()) found.add(sha256(bytes));
  }
  return found;
}

/** Where the bytes are that an apply that was cut short is finished or taken back with. */
function pending(all: ReadonlyMap<string, Found>): readonly string[] {
  const [, packs = ''] = /"packs":\[([^\]]*)\]/.exec(all.get(JOURNAL)?.text ?? '') ?? [];
  return [STAGE, ...(packs.match(/[0-9a-f]{64}/g) ?? []).map((hash) => `.hatmax/objects/${hash}`)];
}

/** By the list of what was kept; until an apply that was cut short is finished, by its journal. */
function namedByUndo(all: ReadonlyMap<string, Found>): ReadonlySet<string> {
  const list = all.get('.hatmax/undo/kept.txt')?.text ?? '';
  const named = new Set(list.split('\n').map((line) => line.slice(0, 64)));
  const journal = all.get(JOURNAL)?.text ?? '';
  for (const [, hash = ''] of journal.matchAll(/"before":\{"hash":"([0-9a-f]{64})"/g)) named.add(hash);
  return named;
}

/** What an apply that was cut short was about to leave. */
function leftUnfinished(ground: Ground): ReadonlySet<string> {
  const steps =
    ground
      .look()
      .get(JOURNAL)
      ?.text.matchAll(/"after":\{"hash":"([0-9a-f]{64})"/g) ?? [];
  return new Set([...steps].map(([, hash = '']) => hash));
}

/** Bytes are the same wherever they are; a link is one where it stands. */
function keyOf(path: string, { kind, text }: Pick<Found, 'kind' | 'text'>): string {
  return kind === 'symlink' ? `-> ${path} ${text}` : hashOf(text);
}

export function hashOf(latin1: string): string {
  return sha256(Buffer.from(latin1, 'latin1'));
}

/**
 * What a person wrote and did not themselves throw away: every version of a file that hatmax did not render byte for
 * byte, what it merged of a person's and its own too, and every symlink.
 */
export class Written {
  readonly #ground: Ground;
  readonly #owed = new Map<string, string>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /**
   * Just before a command: what is in the tree now and hatmax did not render is owed from here on. Not yet what an apply
   * left that was cut short: taken back, the tree is as it was before, and nobody has had a hand in it.
   */
  note(rendered: ReadonlySet<string>): void {
    const unfinished = leftUnfinished(this.#ground);
    for (const [path, { kind, text }] of treeOf(this.#ground)) {
      if (SPEC.test(path) || TEMPORARY.test(path)) continue;
      const key = keyOf(path, { kind, text });
      if (unfinished.has(key)) continue;
      if (kind === 'symlink' || (kind === 'file' && text !== '' && !rendered.has(key)))
        this.#owed.set(key, path);
    }
  }

  /**
   * A person's own deed: what they took out of the tree they have thrown away themselves, though hatmax may still have a
   * copy; and what they took away with it of hatmax's own. Nothing else is forgiven.
   */
  deed(act: () => void): void {
    const [found, inTree] = [reachable(this.#ground), this.#inTree()];
    act();
    const [left, stays] = [reachable(this.#ground), this.#inTree()];
    for (const key of found) if (!left.has(key)) this.#owed.delete(key);
    for (const key of inTree) if (!stays.has(key)) this.#owed.delete(key);
  }

  #inTree(): ReadonlySet<string> {
    return new Set([...treeOf(this.#ground)].map(([path, found]) => keyOf(path, found)));
  }

  /** Paths of what is lost. */
  lost(): readonly string[] {
    const found = reachable(this.#ground);
    return [...this.#owed].flatMap(([key, path]) => (found.has(key) ? [] : [path]));
  }
}
