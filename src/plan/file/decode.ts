import type { Address } from '../../graph/address.ts';
import { isSha256, type Sha256, sha256 } from '../../host/sha256.ts';
import type { Json } from '../../json/json.ts';
import type { RelPath } from '../../path/rel-path.ts';
import { joinFacts } from '../../state/facts.ts';
import type { RecordedFile } from '../../state/recorded.ts';
import type { ComponentChange, Drift, FileChange, NextComponent, Plan } from '../plan.ts';
import { OBJECT_FOLDER, PLAN_ENTRY, type PlanOrigin, SPEC_ENTRY } from './encode.ts';
import { anyPlan, PLAN_FORMAT, type SavedPlan, savedPlan } from './format.ts';
import { type Entry, readTar } from './tar.ts';

/** Nobody's plan is larger; what is, is not read. */
export const MAX_PLAN_BYTES = 1024 * 1024 * 1024;
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const MAX_DEPTH = 200;

export type DecodedPlan =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly origin: PlanOrigin }
  | { readonly kind: 'newer'; readonly format: number; readonly hatmax: string }
  | { readonly kind: 'invalid'; readonly why: string };

/** A plan file, from whoever it may come: every entry, hash, path and name is checked before anything is used. */
export function decodePlan(bytes: Uint8Array): DecodedPlan {
  if (bytes.length > MAX_PLAN_BYTES) return invalid('is too large');
  const archive = readTar(bytes);
  if ('fault' in archive) return invalid(archive.fault);
  const [json, spec, ...rest] = archive.entries;
  if (json?.name !== PLAN_ENTRY || spec?.name !== SPEC_ENTRY) return invalid('is no plan of hatmax');
  const parsed = parse(json.bytes);
  if ('kind' in parsed) return parsed;
  const objects = objectsOf(rest);
  if (typeof objects === 'string') return invalid(objects);
  if (sha256(spec.bytes) !== parsed.saved.spec.hash) return invalid('holds another spec than it says');
  return assemble(parsed.saved, Buffer.from(spec.bytes).toString('utf8'), objects);
}

function invalid(why: string): DecodedPlan & { readonly kind: 'invalid' } {
  return { kind: 'invalid', why };
}

function parse(bytes: Uint8Array): { readonly saved: SavedPlan } | DecodedPlan {
  if (bytes.length > MAX_JSON_BYTES) return invalid('is too large');
  if (isTooDeep(bytes)) return invalid('is nested too deeply');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return invalid('holds a plan.json that cannot be read');
  }
  const head = anyPlan.safeParse(value);
  if (!head.success) return invalid('holds a plan.json that is none');
  const { format, hatmax } = head.data;
  if (format > PLAN_FORMAT) return { kind: 'newer', format, hatmax: hatmax.slice(0, 60) };
  const checked = savedPlan.safeParse(value);
  if (checked.success) return { saved: checked.data };
  const [issue] = checked.error.issues;
  const at = issue?.path.map(String).join('.').slice(0, 120) || 'its top';
  return invalid(`was altered, or is of no version of hatmax: its plan.json does not hold at ${at}`);
}

function isTooDeep(bytes: Uint8Array): boolean {
  let [depth, inText] = [0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** By hash, each checked; a sentence where one is not what it should be. */
function objectsOf(entries: readonly Entry[]): ReadonlyMap<Sha256, Uint8Array> | string {
  const objects = new Map<Sha256, Uint8Array>();
  let last = '';
  for (const { name, bytes } of entries) {
    const hash = name.slice(OBJECT_FOLDER.length);
    if (!name.startsWith(OBJECT_FOLDER) || !isSha256(hash))
      return `has an entry that is none of a plan: ${name}`;
    if (name <= last) return `has entries twice, or not in order: ${name}`;
    if (sha256(bytes) !== hash) return `was altered: ${name} is not what its name says`;
    last = name;
    objects.set(hash, bytes);
  }
  return objects;
}

class Missing extends Error {}

class Contents {
  readonly #objects: ReadonlyMap<Sha256, Uint8Array>;
  readonly used = new Set<string>();

  constructor(objects: ReadonlyMap<Sha256, Uint8Array>) {
    this.#objects = objects;
  }

  of(hash: string): Uint8Array {
    const bytes = this.#objects.get(hash as Sha256);
    if (bytes === undefined) throw new Missing(hash);
    this.used.add(hash);
    return bytes;
  }

  all<K extends string>(hashes: { readonly [key in K]: string | undefined }): { [key in K]?: Uint8Array } {
    const contents: { [key in K]?: Uint8Array } = {};
    for (const key in hashes) {
      const hash = hashes[key];
      if (hash !== undefined) contents[key] = this.of(hash);
    }
    return contents;
  }
}

function assemble(saved: SavedPlan, text: string, objects: ReadonlyMap<Sha256, Uint8Array>): DecodedPlan {
  const contents = new Contents(objects);
  try {
    const plan = planOf(saved, contents);
    if (contents.used.size !== objects.size) return invalid('holds bytes that no step of it names');
    const { build, asked, spec, state } = saved;
    const known = new Map(Object.entries(state) as [Address, Sha256][]);
    return {
      kind: 'plan',
      plan,
      origin: { build, asked, spec: { file: spec.file as RelPath, text }, state: known },
    };
  } catch (fault) {
    if (fault instanceof Missing) return invalid(`lacks the bytes ${fault.message}`);
    throw fault;
  }
}

/** The casts are what `savedPlan` has just checked. */
function planOf(saved: SavedPlan, contents: Contents): Plan {
  const { hatmax, mode, changes, drift, notices, components } = saved;
  return {
    hatmax,
    mode,
    notices,
    changes: changes.map(({ write, before, base, desired, ...rest }) => {
      return { ...rest, ...contents.all({ write, before, base, desired }) } as unknown as FileChange;
    }),
    drift: drift.map(({ applied, actual, ...rest }) => {
      return { ...rest, ...contents.all({ applied, actual }) } as unknown as Drift;
    }),
    components: components.map(({ next, ...rest }) => {
      return { ...rest, ...(next === undefined ? {} : { next: nextOf(next, contents) }) } as ComponentChange;
    }),
  };
}

function nextOf(
  next: NonNullable<SavedPlan['components'][number]['next']>,
  contents: Contents,
): NextComponent {
  const { facts, files, newBases, ...rest } = next;
  return {
    ...(rest as unknown as Pick<
      NextComponent,
      'address' | 'at' | 'dependsOn' | 'digest' | 'format' | 'hatmax'
    >),
    facts: facts && joinFacts(facts as { readonly [pointer: string]: Json }),
    files: new Map(Object.entries(files) as unknown as [RelPath, RecordedFile][]),
    newBases: new Map(newBases.map((hash) => [hash as Sha256, contents.of(hash)])),
  };
}
