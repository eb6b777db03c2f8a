import type { Json } from '../json/json.ts';

/**
 * Facts as entries of one line each, so that two branches which add to them merge: a JSON pointer and what is there.
 * Objects are opened until one has nothing but plain values; lists and what is in them stay on their line.
 */
export function splitFacts(facts: Json, at = ''): readonly (readonly [string, Json])[] {
  if (!isObject(facts) || Object.values(facts).every((value) => !isObject(value) && !Array.isArray(value)))
    return [[at, facts]];
  return Object.entries(facts).flatMap(([key, value]) => splitFacts(value, `${at}/${escaped(key)}`));
}

export function joinFacts(entries: { readonly [pointer: string]: Json }): Json {
  if (Object.hasOwn(entries, '')) return entries[''] ?? null;
  const root: Open = new Map();
  for (const [pointer, value] of Object.entries(entries)) put(root, pointer.split('/').slice(1), value);
  return closed(root);
}

/** A map, since a fact may have any name, `__proto__` too. */
type Open = Map<string, Open | { readonly value: Json }>;

function put(open: Open, [first, ...rest]: readonly string[], value: Json): void {
  if (first === undefined) return;
  const key = first.replaceAll('~1', '/').replaceAll('~0', '~');
  if (rest.length === 0) {
    open.set(key, { value });
    return;
  }
  const there = open.get(key);
  const next: Open = there instanceof Map ? there : new Map();
  open.set(key, next);
  put(next, rest, value);
}

function closed(open: Open): Json {
  return Object.fromEntries(
    [...open].map(([key, entry]) => [key, entry instanceof Map ? closed(entry) : entry.value]),
  );
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
