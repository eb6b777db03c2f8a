import type { Notice, Ownership, TemplateId } from '../capability/capability.ts';
import type { Address } from '../graph/address.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Generation, SpecPath } from '../system/system.ts';

/** What the spec asks for: every component with its files. Each path has exactly one owner. */
export interface DesiredGraph {
  /** Sorted by address. */
  readonly components: readonly DesiredComponent[];
  readonly generation: Generation;
  readonly moves: readonly { readonly from: Address; readonly to: Address }[];
  /** Components let go of: their files stay (`delete: false`) or go. */
  readonly removals: readonly { readonly from: Address; readonly delete: boolean }[];
  /** What was renamed within the spec, models of a service too: the files that were made of it travel. */
  readonly renamedParts: readonly { readonly from: SpecPath; readonly to: SpecPath }[];
  /** What was let go of within the spec: the files that were made of it stay. */
  readonly keptParts: readonly SpecPath[];
}

export interface DesiredComponent {
  readonly address: Address;
  /** Of the inputs and of all templates and code that render them. Equal to the recorded one: nothing was rendered. */
  readonly digest: Sha256;
  readonly dependsOn: readonly Address[];
  readonly at: readonly SpecPath[];
  readonly facts: Json | undefined;
  readonly notices: readonly Notice[];
  readonly files: DesiredFiles;
}

export type DesiredFiles =
  /** The digest did not move: the files are the recorded ones with their recorded bases. */
  | { readonly kind: 'as-recorded' }
  /** Sorted by path. */
  | { readonly kind: 'rendered'; readonly files: readonly DesiredFile[] };

export interface DesiredFile {
  readonly path: RelPath;
  readonly ownership: Ownership | 'ignored';
  readonly executable: boolean;
  readonly template: TemplateId;
  readonly at: readonly SpecPath[];
  /** UTF-8, LF, a final newline; `recorded` stands for an append-only file that an earlier apply wrote. */
  readonly content:
    | { readonly kind: 'text'; readonly text: string; readonly hash: Sha256 }
    | { readonly kind: 'recorded' };
}
