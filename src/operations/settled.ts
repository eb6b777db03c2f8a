import { readOnly } from '../host/read-only.ts';
import { sha256 } from '../host/sha256.ts';
import { readIfThere } from '../state/objects.ts';
import { isSettled } from '../state/stat-index.ts';
import { buildId } from './build-info.ts';
import type { Place } from './place.ts';

/**
 * Whether nothing moved since an apply that left nothing to do and nothing to say: then the answer is known without
 * parsing the spec or reading the state. Imports nothing heavy: this is the fast path of plan and apply.
 */
export function settled({ host, spec }: Place): boolean {
  const { files } = readOnly(host);
  const bytes = readIfThere(files, spec);
  return bytes !== undefined && isSettled(files, buildId, sha256(bytes));
}
