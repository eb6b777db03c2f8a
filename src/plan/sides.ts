import type { Ownership, TemplateId } from '../capability/capability.ts';
import type { Address } from '../graph/address.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { OnDrift, SpecPath } from '../system/system.ts';
import type { ActualEntry } from './actual.ts';
import type { Ending } from './options.ts';

/** One file as the three sides see it: all that decides what happens to it. */
export interface FileSides {
  readonly path: RelPath;
  readonly component: Address;
  /** Where it is recorded, if elsewhere: the file moves. */
  readonly from?: RelPath;
  readonly recorded: RecordedFile | undefined;
  /** The record of its component is lost or in conflict: nothing on disk is known to be ours. */
  readonly uncertain: boolean;
  /** At `path`. */
  readonly actual: ActualEntry;
  /** At `from`. */
  readonly origin?: ActualEntry;
  /** What is on disk under a name that differs from `path` in case only. */
  readonly twin?: string;
  readonly desired: DesiredSide | undefined;
  /** Bytes of `recorded.base`; undefined where the object is missing or nobody needs it. */
  readonly base: Uint8Array | undefined;
  /** Bytes of `recorded.applied`, where a person's edit was accepted and these are kept. */
  readonly accepted?: Uint8Array;
  /** What the other branch recorded of it, where git merged two records: its base, where that is known. */
  readonly others?: readonly { readonly recorded: RecordedFile; readonly base: Uint8Array | undefined }[];
}

export interface DesiredSide {
  readonly ownership: Ownership | 'ignored';
  readonly executable: boolean;
  readonly template: TemplateId;
  readonly at: readonly SpecPath[];
  /** Undefined where an append-only file was to be on record and is not. */
  readonly hash: Sha256 | undefined;
  readonly bytes: Uint8Array | undefined;
}

/** What a person asked for, for one file. */
export interface FileRules {
  readonly onDrift: OnDrift;
  readonly released: boolean;
  readonly prune: boolean;
  readonly imported: boolean;
  readonly accepted: boolean;
  /** Take hand edits back, whatever `onDrift` says. */
  readonly reverted: boolean;
  readonly resolution: Ending | undefined;
  readonly markers: boolean;
}
