import stringify from 'json-stable-stringify';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { Generation } from '../system/system.ts';

/** Of everything that files are made from. The globs are part of it: they say which of them are written. */
export function digestOf(inputs: Json, generation: Generation, capabilityHash: string): Sha256 {
  const { ignore, createOnce } = generation;
  return sha256(stringify({ capabilityHash, createOnce, ignore, inputs }) ?? '');
}
