import type { Json } from '../json/json.ts';
import type { KeyConflict, KeyPath } from './keys.ts';

/** Outcome of a merge of a JSON or YAML text by key. `why` of an unparsable one is the parser's first complaint. */
export type StructuredMerge =
  | { readonly kind: 'merged'; readonly text: string }
  | { readonly kind: 'conflict'; readonly conflicts: readonly KeyConflict[] }
  | { readonly kind: 'unparsable'; readonly side: 'base' | 'ours' | 'theirs'; readonly why: string };

export type Parsed<T> = { readonly value: Json | undefined; readonly tree: T } | { readonly why: string };

/** What a person did to the keys hatmax owns, and whether they did anything at all. */
export type OwnedDrift =
  | { readonly kind: 'none' }
  /** Keys that are not ours, comments, order or layout. */
  | { readonly kind: 'beside'; readonly sameValue: boolean }
  | { readonly kind: 'owned'; readonly paths: readonly KeyPath[] }
  | { readonly kind: 'unparsable'; readonly why: string };
