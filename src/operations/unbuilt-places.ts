import type { UnbuiltPart } from '../state/stat-index.ts';

/** A part of the spec that this version does not build, with its place: `hatmax.yml:12:3`. */
export interface PlacedPart {
  readonly what: string;
  readonly place: string;
}

/** The spec's name is the caller's: the same text may be asked for under another one. */
export function placedIn(file: string, parts: readonly UnbuiltPart[]): readonly PlacedPart[] {
  return parts.map(({ what, where }) => ({ what, place: `${file}${where}` }));
}
