import type { Notice, Ownership } from '../capability/capability.ts';
import type { DesiredComponent } from '../desired/graph.ts';
import type { Address } from '../graph/address.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';
import type { StandIn } from './actual.ts';

export type Action =
  | 'no-op'
  | 'create'
  | 'adopt'
  | 'update'
  | 'merge'
  | 'move'
  | 'delete'
  | 'orphan'
  | 'keep'
  | 'conflict';

/** Why an action was chosen, apart from what it is; sentences are the views'. */
export type ActionReason =
  | 'new'
  | 'deleted-by-hand'
  | 'same-content'
  | 'rendered-anew'
  | 'edited-and-rendered-anew'
  | 'edited'
  | 'edited-append-only'
  | 'overwritten'
  | 'mode'
  | 'removed-from-spec'
  | 'released'
  | 'moved'
  | 'not-recorded'
  | 'overlap'
  | 'base-missing'
  | 'not-a-file'
  | 'case-twin'
  | 'binary'
  | 'fail-on-drift'
  | 'state-uncertain'
  /** Git's conflict markers are in it. */
  | 'git-conflict'
  | 'create-once'
  | 'ignored'
  | 'unparsable'
  | 'imported'
  | 'accepted'
  | 'resolved'
  | 'pruned';

/** One step of a plan. */
export interface FileChange {
  readonly path: RelPath;
  /** Where a moved file comes from. */
  readonly from?: RelPath;
  readonly component: Address;
  readonly ownership: Ownership | 'ignored';
  readonly action: Action;
  readonly reason: ActionReason;
  /**
   * What must be on disk for this step to be carried out: a hash of the raw bytes, or `absent`. Of a move it is what
   * must be at `from`, and `path` must be absent. `not-a-file` only stands in steps that touch nothing.
   */
  readonly expect: Sha256 | 'absent' | 'not-a-file';
  readonly executable: boolean;
  /** The bytes to leave on disk; undefined where nothing is written. */
  readonly write?: Uint8Array;
  /** Kept for views and the state. */
  readonly before?: Uint8Array;
  readonly base?: Uint8Array;
  readonly desired?: Uint8Array;
  /** What a conflict is about, one line a place: lines of the file, keys of a structured one, or a parser's complaint. */
  readonly places?: readonly string[];
}

/** Actual differs from applied. Drift alone is no change. */
export interface Drift {
  readonly path: RelPath;
  readonly component: Address;
  readonly kind: 'modified' | 'deleted' | 'mode' | 'type' | 'untracked';
  /** `eol` and `format` differences are counted and are not drift by default. */
  readonly weight: 'content' | 'eol' | 'format';
  /** What the edits are shown against: the last rendered text. Undefined where its object is missing. */
  readonly applied?: Uint8Array;
  readonly actual?: Uint8Array;
  readonly ownership: Ownership;
  /** Of `type`: what stands in the file's place. */
  readonly found?: StandIn;
}

export type PlanMode = 'normal' | 'destroy' | 'refresh-only';

export interface Plan {
  readonly hatmax: string;
  readonly mode: PlanMode;
  /** Sorted by component, then path. `no-op`s are left out. */
  readonly changes: readonly FileChange[];
  readonly drift: readonly Drift[];
  readonly notices: readonly Notice[];
  /** Components whose record changes, even if no file does. */
  readonly components: readonly ComponentChange[];
}

export interface ComponentChange {
  readonly address: Address;
  readonly from?: Address;
  readonly action: 'create' | 'update' | 'move' | 'delete' | 'no-op';
  readonly desired?: DesiredComponent;
  /** The record to leave behind once every step of `changes` is carried out; undefined where it leaves the state. */
  readonly next?: NextComponent;
}

export interface NextComponent extends Omit<RecordedComponent, 'pack' | 'files'> {
  readonly files: ReadonlyMap<RelPath, RecordedFile>;
  /**
   * Bytes of bases that no recorded pack of this component (of `from`, where it moved) holds yet. Every other base of
   * `files` is in the recorded pack or was missing from it already.
   */
  readonly newBases: ReadonlyMap<Sha256, Uint8Array>;
}
