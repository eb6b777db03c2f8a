import stringify from 'json-stable-stringify';
import type { Sha256 } from '../host/sha256.ts';
import type { Json } from '../json/json.ts';
import type { RelPath } from '../path/rel-path.ts';
import { type Decoded, decodeStored } from './codec.ts';
import type { RecordedComponent, RecordedFile } from './recorded.ts';

/** The digest of a record that must not be trusted: nothing rendered ever has it, so its component is rendered anew. */
export const UNKNOWN_DIGEST = '0'.repeat(64) as Sha256;

/**
 * A record as two branches left it: with git's conflict markers, or with the lines of both, which is what the union
 * merge of `.hatmax/.gitattributes` makes. Ours holds where they differ; theirs stands under `others`.
 */
export function readMerged(text: string): Decoded | undefined {
  const values = linesOf(text);
  const formats = values?.get('format');
  if (values === undefined || formats === undefined) return undefined;
  const newest = Math.max(...formats.map((format) => (typeof format === 'number' ? format : 0)));
  const first = storedOf(values);
  const decoded = decodeStored({ ...first, format: newest });
  if (decoded.kind !== 'component') return decoded;
  const others = othersOf(values);
  if (others === undefined) return undefined;
  const packs = [...new Set((values.get('pack') ?? []) as Sha256[])];
  return { kind: 'component', component: merged(decoded.component, others, packs.slice(1)) };
}

function merged(
  component: RecordedComponent,
  others: ReadonlyMap<RelPath, readonly RecordedFile[]>,
  morePacks: readonly Sha256[],
): RecordedComponent {
  return {
    ...component,
    digest: UNKNOWN_DIGEST,
    ...(others.size === 0 ? {} : { others }),
    ...(morePacks.length === 0 ? {} : { morePacks }),
  };
}

type Values = ReadonlyMap<string, readonly Json[]>;

const ENTRY = /^( {2}| {4})("(?:[^"\\]|\\.)*"): (.*?),?\r?$/;
const FRAME = /^(\{|\}| {2}\},?| {2}"(?:facts|files)": \{| {2}"(?:facts|files)": \{\},?|)\r?$/;

/** Every value each key has, in the order of the lines: keys of facts begin with a slash, those of files do not. */
function linesOf(text: string): Values | undefined {
  const values = new Map<string, Json[]>();
  let inBase = false;
  for (const line of text.split('\n')) {
    const mark = markOf(line);
    if (mark !== undefined) inBase = mark === 'base';
    if (mark !== undefined || inBase || FRAME.test(line)) continue;
    const [, indent, key, value] = ENTRY.exec(line) ?? [];
    if (key === undefined || value === undefined) return undefined;
    const parsed = entryOf(key, value);
    if (parsed === undefined) return undefined;
    const name = indent === '  ' ? parsed.key : entryName(parsed.key);
    const known = values.get(name) ?? [];
    if (!known.some((one) => sameJson(one, parsed.value))) known.push(parsed.value);
    values.set(name, known);
  }
  return values;
}

function entryName(key: string): string {
  return key === '' || key.startsWith('/') ? `fact:${key}` : `file:${key}`;
}

function entryOf(key: string, value: string): { readonly key: string; readonly value: Json } | undefined {
  try {
    return { key: JSON.parse(key), value: JSON.parse(value) };
  } catch {
    return undefined;
  }
}

function markOf(line: string): 'base' | 'side' | undefined {
  if (/^\|{7}( |\r?$)/.test(line)) return 'base';
  return /^(<{7}|>{7})( |\r?$)|^={7}\r?$/.test(line) ? 'side' : undefined;
}

/** What both say; where they differ, the first. Lists of addresses and places are of both. */
function storedOf(values: Values): { readonly [key: string]: unknown } {
  const top: [string, unknown][] = [];
  const facts: [string, Json][] = [];
  const files: [string, Json][] = [];
  for (const [name, all] of values) {
    const [first = null, ...more] = all;
    if (name.startsWith('fact:')) facts.push([name.slice(5), more.reduce(unite, first)]);
    else if (name.startsWith('file:')) files.push([name.slice(5), first]);
    else if (name === 'at' || name === 'dependsOn') top.push([name, [...new Set(all.flat())].sort()]);
    else top.push([name, first]);
  }
  const known = facts.length === 0 ? [] : [['facts', Object.fromEntries(facts)] as const];
  return Object.fromEntries([...top, ...known, ['files', Object.fromEntries(files)]]);
}

/** Checked as the first of each was; undefined where one of them cannot be read. */
function othersOf(values: Values): ReadonlyMap<RelPath, readonly RecordedFile[]> | undefined {
  const others = new Map<RelPath, readonly RecordedFile[]>();
  const base = storedOf(values);
  for (const [name, [, ...more]] of values) {
    if (!name.startsWith('file:') || more.length === 0) continue;
    const path = name.slice(5);
    const files = more.flatMap((value) => {
      const decoded = decodeStored({ ...base, files: { [path]: value } });
      return decoded.kind === 'component' ? [...decoded.component.files.values()] : [];
    });
    if (files.length !== more.length) return undefined;
    others.set(path as RelPath, files);
  }
  return others;
}

/**
 * Facts say what was generated before, the tables migrations start from for one. After a git merge the files of both
 * branches are there, so both branches' facts hold; where they contradict each other ours is taken.
 */
function unite(ours: Json, theirs: Json): Json {
  if (Array.isArray(ours) && Array.isArray(theirs))
    return [...ours, ...theirs.filter((item) => !ours.some((own) => sameJson(own, item)))];
  if (!isObject(ours) || !isObject(theirs)) return ours;
  return Object.fromEntries([...Object.entries(theirs), ...Object.entries(ours)]);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameJson(a: Json, b: Json): boolean {
  return stringify(a) === stringify(b);
}
