import { readOnly } from '../host/read-only.ts';
import { sha256 } from '../host/sha256.ts';
import { readIfThere } from '../state/objects.ts';
import { settledParts } from '../state/stat-index.ts';
import { buildId } from './build-info.ts';
import type { Place } from './place.ts';
import { type PlacedPart, placedIn } from './unbuilt-places.ts';

export interface Settled {
  readonly unbuilt: readonly PlacedPart[];
}

/**
 * The answer of a plan where nothing moved since an apply that left nothing to do: known without parsing the spec or
 * reading the state. Undefined where it is not. `full` reads
 * every file, whatever its stat says. Imports nothing heavy: this is the fast path of plan and apply.
 */
export function settled({ host, spec }: Place, { full = false } = {}): Settled | undefined {
  const { files } = readOnly(host);
  const bytes = readIfThere(files, spec);
  const unbuilt = bytes && settledParts(files, buildId, sha256(bytes), { full });
  return unbuilt && { unbuilt: placedIn(spec, unbuilt) };
}
