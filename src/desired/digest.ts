import { type Sha256, sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { Generation } from '../system/system.ts';

/** Of everything that files are made from. The globs are part of it: they say which of them are written. */
export function digestOf(inputs: Json, generation: Generation, capabilityHash: string): Sha256 {
  const { ignore, createOnce } = generation;
  return sha256([capabilityHash, canonical(createOnce), canonical(ignore), canonical(inputs)].join('\n'));
}

/** Many components have the same service among their inputs: it is spelled out, and hashed, once. */
const spelled = new WeakMap<object, string>();
const LONG = 1000;

/** JSON with sorted keys, in which the hash of what is long stands for it. What is undefined is left out. */
function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const known = spelled.get(value);
  if (known !== undefined) return known;
  const whole = isList(value) ? `[${value.map(canonical).join(',')}]` : `{${entries(value).join(',')}}`;
  const text = whole.length > LONG ? `#${sha256(whole)}` : whole;
  spelled.set(value, text);
  return text;
}

function entries(map: { readonly [key: string]: Json }): readonly string[] {
  return Object.keys(map)
    .sort()
    .flatMap((key) => {
      const value = map[key];
      return value === undefined ? [] : [`${JSON.stringify(key)}:${canonical(value)}`];
    });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
