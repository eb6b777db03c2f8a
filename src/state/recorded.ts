import type { Ownership, TemplateId } from '../capability/capability.ts';
import type { Address } from '../graph/address.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { SpecPath } from '../system/system.ts';

export const STATE_FORMAT = 1;

/** What the last apply left behind: one file a component, `.hatmax/state/<address>.json`, in canonical JSON. */
export interface RecordedComponent {
  readonly format: typeof STATE_FORMAT;
  readonly address: Address;
  /** The version of hatmax that rendered it. */
  readonly hatmax: string;
  /** See `DesiredComponent.digest`. */
  readonly digest: Sha256;
  readonly dependsOn: readonly Address[];
  readonly at: readonly SpecPath[];
  readonly facts: Json | undefined;
  /** The pack that holds the bases of `files`, by the hash of its bytes: `.hatmax/objects/<pack>`. */
  readonly pack: Sha256 | undefined;
  readonly files: ReadonlyMap<RelPath, RecordedFile>;
  /** Of a record that git merged from two: what else it says of a file, and the other packs. Never written. */
  readonly others?: ReadonlyMap<RelPath, readonly RecordedFile[]>;
  readonly morePacks?: readonly Sha256[];
}

export interface RecordedFile {
  readonly ownership: Ownership;
  readonly executable: boolean;
  readonly template: TemplateId;
  readonly at: readonly SpecPath[];
  /** What hatmax last rendered. */
  readonly base: Sha256;
  /**
   * What is accepted as being on disk: `base` after a plain write, another hash where a person's edit was merged in or
   * accepted. Line endings are normalised before hashing.
   */
  readonly applied: Sha256;
  /** Parts of `applied` that are a person's and that nobody accepted yet: drift stays visible until somebody says yes. */
  readonly unaccepted: boolean;
  /** A person said yes to its being gone: it is not written again. Left out where nobody did. */
  readonly deleted?: true;
  /** A person said yes to this executable bit in place of the rendered one. */
  readonly acceptedExecutable?: boolean;
}

/** State that is absent, unreadable, conflicted or newer are four different answers. */
export type RecordedState =
  | { readonly kind: 'absent'; readonly strays?: readonly RelPath[] }
  | {
      readonly kind: 'present';
      readonly components: ReadonlyMap<Address, RecordedComponent>;
      /** Of all state files: moves when any of them does. */
      readonly hash?: Sha256;
      /** What lies in `.hatmax/state` and is no state of a component. */
      readonly strays?: readonly RelPath[];
    }
  | { readonly kind: 'unreadable'; readonly file: RelPath; readonly why: string }
  /** Two records that git made one; `components` has ours where the two differ, and theirs under `others`. */
  | {
      readonly kind: 'conflicted';
      readonly files: readonly RelPath[];
      readonly components: ReadonlyMap<Address, RecordedComponent>;
      /** Paths of the tree of which the two sides say different things. */
      readonly uncertain?: readonly RelPath[];
      readonly hash?: Sha256;
      readonly strays?: readonly RelPath[];
    }
  | { readonly kind: 'newer'; readonly file: RelPath; readonly format: number; readonly hatmax: string };
