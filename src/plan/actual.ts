import type { Sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';

/** What stands where a file should; `blocked`: a parent of it is no folder. */
export type StandIn = 'symlink' | 'folder' | 'device' | 'blocked';

/** What is on disk in the place of a file. */
export type ActualEntry =
  | { readonly kind: 'absent' }
  | ActualFile
  /** Never followed, never written through. */
  | { readonly kind: 'other'; readonly found: StandIn };

export interface ActualFile {
  readonly kind: 'file';
  /** Of the bytes as they are: what a step expects to find. */
  readonly raw: Sha256;
  /** Of the bytes with line endings normalised: what is compared with recorded and rendered hashes. */
  readonly content: Sha256;
  readonly executable: boolean;
  /** Left out where neither side changed: nobody needs them. */
  readonly bytes?: Uint8Array;
}

/** The tree as it is, for the paths that are recorded or desired. */
export interface Actual {
  readonly entries: ReadonlyMap<RelPath, ActualEntry>;
  /** Absent paths that have a neighbour on disk whose name differs in case only. */
  readonly twins: ReadonlyMap<RelPath, string>;
}

/** Base bytes by the hash of their normalised content; what is not in it is missing. */
export type Bases = ReadonlyMap<Sha256, Uint8Array>;

export const ABSENT: ActualEntry = { kind: 'absent' };
