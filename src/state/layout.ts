import type { Address } from '../graph/address.ts';
import type { Sha256 } from '../host/sha256.ts';
import { type RelPath, relPath } from '../path/rel-path.ts';

/** Where hatmax keeps what is its own. `state` and `objects` are versioned with the tree, the rest is of this checkout. */
export const HATMAX = relPath('.hatmax');
export const STATE = relPath('.hatmax/state');
export const OBJECTS = relPath('.hatmax/objects');
export const CONFLICTS = relPath('.hatmax/conflicts');
export const LOCK = relPath('.hatmax/lock');
export const CACHE = relPath('.hatmax/cache');
export const INDEX = relPath('.hatmax/cache/index');
export const SPEC_FACTS = relPath('.hatmax/cache/spec');
export const JOURNAL_FOLDER = relPath('.hatmax/journal');
export const JOURNAL = relPath('.hatmax/journal/journal.json');
export const STAGE = relPath('.hatmax/journal/stage');
export const UNDO_FOLDER = relPath('.hatmax/undo');
/** The journal of the last apply, moved here whole once it is done. */
export const UNDO = relPath('.hatmax/undo/last');
export const UNDO_JOURNAL = relPath('.hatmax/undo/last/journal.json');
export const UNDO_STAGE = relPath('.hatmax/undo/last/stage');
/** A person's bytes that were overwritten or deleted, by hash; kept when `last` is replaced by a later apply. */
export const KEPT = relPath('.hatmax/undo/objects');

/** Which paths those bytes were at: `<hash> <path>`, a line each, oldest first. */
export const KEPT_LIST = relPath('.hatmax/undo/kept.txt');

export function stateFile(address: Address): RelPath {
  return relPath(`.hatmax/state/${address}.json`);
}

export function objectFile(hash: Sha256): RelPath {
  return relPath(`.hatmax/objects/${hash}`);
}

export function keptFile(hash: Sha256): RelPath {
  return relPath(`.hatmax/undo/objects/${hash}`);
}

/** What hatmax writes into its own folder for git. */
export const GIT_FILES: ReadonlyMap<RelPath, string> = new Map([
  [relPath('.hatmax/.gitignore'), '/cache/\n/conflicts/\n/journal/\n/lock*\n/undo/\n'],
  [
    relPath('.hatmax/.gitattributes'),
    'objects/* -text -diff linguist-generated\nstate/* text eol=lf merge=union linguist-generated\n',
  ],
]);
