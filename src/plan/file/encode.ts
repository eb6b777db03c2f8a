import stringify from 'json-stable-stringify';
import type { Address } from '../../graph/address.ts';
import { compare } from '../../graph/graph.ts';
import { type Sha256, sha256 } from '../../host/sha256.ts';
import type { Json } from '../../json/json.ts';
import type { RelPath } from '../../path/rel-path.ts';
import { splitFacts } from '../../state/facts.ts';
import type { ComponentChange, Drift, FileChange, Plan } from '../plan.ts';
import { PLAN_FORMAT, type SavedPlan } from './format.ts';
import { writeTar } from './tar.ts';

/** All that a saved plan was made from, beside the files its steps name. */
export interface PlanOrigin {
  readonly build: string;
  readonly asked: SavedPlan['asked'];
  readonly spec: { readonly file: RelPath; readonly text: string };
  /** Hash of each state file. */
  readonly state: ReadonlyMap<Address, Sha256>;
}

/** Names in the archive, in the order they stand there. */
export const PLAN_ENTRY = 'plan.json';
export const SPEC_ENTRY = 'spec.yml';
export const OBJECT_FOLDER = 'objects/';

/** A plan as one file. Equal plans give equal bytes: no time, no name and no path of this machine is in it. */
export function encodePlan(plan: Plan, origin: PlanOrigin): Uint8Array {
  const objects = new Objects();
  const saved = savedOf(plan, origin, objects);
  const text = stringify(saved, { space: 1 }) ?? '';
  return writeTar([
    { name: PLAN_ENTRY, bytes: Buffer.from(`${text}\n`) },
    { name: SPEC_ENTRY, bytes: Buffer.from(origin.spec.text) },
    ...objects.sorted().map(([hash, bytes]) => ({ name: `${OBJECT_FOLDER}${hash}`, bytes })),
  ]);
}

class Objects {
  readonly #byHash = new Map<Sha256, Uint8Array>();

  add(bytes: Uint8Array): Sha256 {
    const hash = sha256(bytes);
    this.#byHash.set(hash, bytes);
    return hash;
  }

  sorted(): readonly (readonly [Sha256, Uint8Array])[] {
    return [...this.#byHash].sort(([one], [other]) => compare(one, other));
  }
}

function savedOf(plan: Plan, { build, asked, spec, state }: PlanOrigin, objects: Objects): SavedPlan {
  return {
    format: PLAN_FORMAT,
    hatmax: plan.hatmax,
    build,
    mode: plan.mode,
    asked,
    spec: { file: spec.file, hash: sha256(spec.text) },
    state: Object.fromEntries(state),
    changes: plan.changes.flatMap((change) => changeOf(change, objects)),
    drift: plan.drift.map((drift) => driftOf(drift, objects)),
    notices: plan.notices.map((notice) => ({ ...notice, statements: [...notice.statements] })),
    components: plan.components.map((component) => componentOf(component, objects)),
  };
}

function changeOf(change: FileChange, objects: Objects): SavedPlan['changes'] {
  const { write, before, base, desired, places, action, ...rest } = change;
  if (action === 'no-op') return [];
  return [
    {
      ...rest,
      action,
      ...kept({ write, before, base, desired }, objects),
      ...(places === undefined ? {} : { places: [...places] }),
    },
  ];
}

function driftOf(drift: Drift, objects: Objects): SavedPlan['drift'][number] {
  const { applied, actual, ...rest } = drift;
  return { ...rest, ...kept({ applied, actual }, objects) };
}

function componentOf({ address, from, action, next }: ComponentChange, objects: Objects) {
  const head = { address, action, ...(from === undefined ? {} : { from }) };
  if (next === undefined) return head;
  const { at, dependsOn, digest, facts, files, format, hatmax, newBases } = next;
  return {
    ...head,
    next: {
      address: next.address,
      at: [...at],
      dependsOn: [...dependsOn],
      digest,
      format,
      hatmax,
      ...(facts === undefined
        ? {}
        : { facts: Object.fromEntries(splitFacts(facts)) as Record<string, Json> }),
      files: Object.fromEntries([...files].map(([path, file]) => [path, { ...file, at: [...file.at] }])),
      newBases: [...newBases.values()].map((bytes) => objects.add(bytes)),
    },
  };
}

function kept<K extends string>(
  contents: { readonly [key in K]: Uint8Array | undefined },
  objects: Objects,
): { [key in K]?: Sha256 } {
  const hashes: { [key in K]?: Sha256 } = {};
  for (const key in contents) {
    const bytes = contents[key];
    if (bytes !== undefined) hashes[key] = objects.add(bytes);
  }
  return hashes;
}
