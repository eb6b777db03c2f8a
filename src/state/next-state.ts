import { type Address, address } from '../graph/address.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Plan } from '../plan/plan.ts';
import { STATE } from './layout.ts';
import { type BaseStore, packsOf as packsOfOne } from './objects.ts';
import { encodePack } from './pack.ts';
import type { RecordedComponent, RecordedState } from './recorded.ts';

/** What the state will be once a plan is carried out. */
export interface NextState {
  readonly components: ReadonlyMap<Address, RecordedComponent>;
  /** Those whose file is written, removed, or both: a moved component has an old name too. */
  readonly changed: readonly Address[];
  /** Packs no component had before, by the hash of their bytes. */
  readonly newPacks: ReadonlyMap<Sha256, Uint8Array>;
  /** Packs that nothing refers to any more. */
  readonly droppedPacks: readonly Sha256[];
}

/**
 * Pure but for the bases it reads: a pack holds all bases of its component, also those that did not change. `elsewhere`:
 * packs of components that are recorded beside, and stay.
 */
export function nextState(
  plan: Plan,
  recorded: RecordedState,
  bases: BaseStore,
  elsewhere: ReadonlySet<Sha256> = new Set(),
): NextState {
  const before = componentsOf(recorded);
  const components = new Map(before);
  // A file with git's markers in it is written anew, even if both sides say the same.
  const changed = new Set(recorded.kind === 'conflicted' ? recorded.files.map(addressOfFile) : []);
  const newPacks = new Map<Sha256, Uint8Array>();
  const packsBefore = new Set([...packsOf(before), ...elsewhere]);
  for (const { address: to, from, next, action } of plan.components) {
    if (action === 'no-op') continue;
    for (const touched of from === undefined ? [to] : [from, to]) {
      components.delete(touched);
      changed.add(touched);
    }
    if (next === undefined) continue;
    const pack = packFor(next, before.get(from ?? to), bases);
    if (pack !== undefined && !packsBefore.has(pack.hash)) newPacks.set(pack.hash, pack.bytes);
    const { newBases: _, others: __, morePacks: ___, ...record } = next;
    components.set(to, { ...record, pack: pack?.hash });
  }
  const packsAfter = new Set([...packsOf(components), ...elsewhere]);
  const droppedPacks = [...packsBefore].filter((pack) => !packsAfter.has(pack)).sort();
  return { components, changed: [...changed].sort(), newPacks, droppedPacks };
}

function addressOfFile(file: RelPath): Address {
  return address(file.slice(STATE.length + 1, -'.json'.length));
}

export function componentsOf(state: RecordedState): ReadonlyMap<Address, RecordedComponent> {
  return state.kind === 'present' || state.kind === 'conflicted' ? state.components : new Map();
}

/** A function of the bases alone, in the order of their paths. A base nobody has any more stays missing. */
function packFor(
  next: Pick<RecordedComponent, 'files'> & { readonly newBases: ReadonlyMap<Sha256, Uint8Array> },
  old: RecordedComponent | undefined,
  bases: BaseStore,
): { readonly hash: Sha256; readonly bytes: Uint8Array } | undefined {
  const contents: [Sha256, Uint8Array][] = [];
  for (const [, { base, applied, unaccepted }] of [...next.files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const hash of unaccepted || applied === base ? [base] : [base, applied]) {
      const bytes = next.newBases.get(hash) ?? oldBase(old, hash, bases);
      if (bytes !== undefined) contents.push([hash, bytes]);
    }
  }
  if (contents.length === 0) return undefined;
  const bytes = encodePack(contents);
  return { hash: sha256(bytes), bytes };
}

function oldBase(old: RecordedComponent | undefined, base: Sha256, bases: BaseStore): Uint8Array | undefined {
  const answer = old && bases.read(old, base);
  return answer?.kind === 'found' ? answer.bytes : undefined;
}

function packsOf(components: ReadonlyMap<Address, RecordedComponent>): Sha256[] {
  return [...components.values()].flatMap((component) => packsOfOne(component));
}
