import { sha256 } from '../../../src/host/sha256.ts';
import { decodePack } from '../../../src/state/pack.ts';
import type { Found, Ground } from './ground.ts';

const OWN = /^\.hatmax(\/|$)/;

/** Places where bytes that are gone from the tree may be found: conflicts, the undo, and the journal of a killed apply. */
const PARKED = /^\.hatmax\/(conflicts|undo\/objects)\//;
const PACKED = /^\.hatmax\/(undo\/last|journal)\/stage$/;
/** Files of the tree that a killed apply had in its hands. */
const TEMPORARY = /(^|\/)\.hatmax-[0-9a-f]+-\d+/;

export function treeOf(ground: Ground): Map<string, Found> {
  return new Map([...ground.look()].filter(([path]) => !OWN.test(path)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Hashes of all bytes that can still be found. */
export function reachable(ground: Ground): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, { kind, text }] of ground.look()) {
    if (kind === 'symlink' && !OWN.test(path)) found.add(`-> ${path} ${text}`);
    if (kind !== 'file') continue;
    if (!OWN.test(path) || PARKED.test(path)) found.add(hashOf(text));
    if (PACKED.test(path))
      for (const bytes of decodePack(Buffer.from(text, 'latin1')).contents.values()) found.add(sha256(bytes));
  }
  return found;
}

export function hashOf(latin1: string): string {
  return sha256(Buffer.from(latin1, 'latin1'));
}

/**
 * What a person wrote and did not themselves throw away: every version of a file that hatmax did not render byte for
 * byte, and every symlink.
 */
export class Written {
  readonly #owed = new Map<string, string>();

  /** Just before a command: what is in the tree now and hatmax did not make is owed from here on. */
  note(ground: Ground, rendered: ReadonlySet<string>): void {
    for (const [path, { kind, text }] of treeOf(ground)) {
      if (path === 'hatmax.yml' || TEMPORARY.test(path)) continue;
      if (kind === 'symlink') this.#owed.set(`-> ${path} ${text}`, path);
      if (kind === 'file' && text !== '' && !rendered.has(hashOf(text))) this.#owed.set(hashOf(text), path);
    }
  }

  /** After a person's own deed: what they removed themselves is not owed any more. */
  forgive(ground: Ground): void {
    const found = reachable(ground);
    for (const key of this.#owed.keys()) if (!found.has(key)) this.#owed.delete(key);
  }

  /** Merges that hatmax wrote and an undo took back: what went into them is back as it was. */
  takenBack(made: ReadonlySet<string>): void {
    for (const key of made) this.#owed.delete(key);
  }

  /** Paths of what is lost. */
  lost(ground: Ground): readonly string[] {
    const found = reachable(ground);
    return [...this.#owed].flatMap(([key, path]) => (found.has(key) ? [] : [path]));
  }
}
