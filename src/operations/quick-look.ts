import { capabilities } from '../../templates/capabilities.ts';
import { buildDesired } from '../desired/build.ts';
import type { DesiredGraph } from '../desired/graph.ts';
import type { Address } from '../graph/address.ts';
import type { Files } from '../host/ports.ts';
import { readOnly } from '../host/read-only.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { refresh } from '../plan/refresh.ts';
import { type CutSpec, cutSpec, joinServices } from '../spec/cut.ts';
import { type LoadedSpec, loadSpec, type SpecSource } from '../spec/load.ts';
import { limits } from '../spec/read/limits.ts';
import { decodeComponent } from '../state/codec.ts';
import { stateFile } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import type { RecordedComponent, RecordedState } from '../state/recorded.ts';
import { readFacts, type ServiceFacts, type SpecFacts } from '../state/spec-facts.ts';
import { openSettled, type SettledIndex } from '../state/stat-index.ts';
import { resolveSystem } from '../system/resolve.ts';
import type { System } from '../system/system.ts';
import { buildId } from './build-info.ts';
import { basesFor, type Sides } from './look.ts';
import { type Answer, type Place, readSpec } from './place.ts';
import { aroundHash, componentsByService, isCutAsParsed, serviceFacts, standAlone } from './spec-facts.ts';

/** Past this share of services that have to be read, it is no quicker than reading all. */
const MOST = 0.2;

/** What a quick look found beside the sides: how to keep the facts for the next one. */
export interface QuickSides extends Sides {
  readonly factsAfter: (recorded: ReadonlyMap<Address, RecordedComponent>) => SpecFacts;
}

/**
 * The three sides of the services whose text changed, and of nothing else: where the last apply left nothing to do, no
 * file moved since, and services stand for themselves, the plan of all is the plan of these. Undefined at any doubt, and
 * wherever something is to be said about the spec: then everything is looked at.
 */
export async function quickLook(place: Place): Promise<Answer<QuickSides> | undefined> {
  const host = readOnly(place.host);
  const spec = readSpec({ ...place, host }).value;
  const index = spec && openSettled(host.files, buildId);
  if (spec === undefined || index === undefined) return undefined;
  const facts = readFacts(host.files, index.sum);
  const part = facts && partOf(spec, facts);
  if (part === undefined || capabilities.some(({ reach }) => reach !== 'service')) return undefined;
  const recorded = readComponents(host.files, part.components, index);
  if (recorded === undefined) return undefined;
  const desired = desiredOf(part, recorded);
  if (desired === undefined || !index.isUnmoved(host.files)) return undefined;
  const known = { find: index.find.bind(index) };
  const actual = await refresh(host, desired, recorded, { known });
  const bases = basesFor(host.files, desired, recorded, actual);
  const { loaded, system } = part;
  const rest = { index, packs: part.otherPacks };
  const factsAfter = (now: ReadonlyMap<Address, RecordedComponent>) => renewed(part, desired, now);
  const sides = { loaded, system, desired, recorded, actual, bases, remarked: false, rest, factsAfter };
  return { value: sides, diagnostics: [], sources: new Map([[spec.file, spec.text]]) };
}

interface Part {
  readonly cut: CutSpec;
  readonly facts: SpecFacts;
  /** Services of which the text changed. */
  readonly changed: ReadonlyMap<string, ServiceFacts>;
  readonly loaded: LoadedSpec;
  /** Of the changed services alone. */
  readonly system: System;
  /** Those of the changed services, and of none. */
  readonly components: readonly Address[];
  readonly otherPacks: ReadonlySet<Sha256>;
}

function partOf(source: SpecSource, facts: SpecFacts): Part | undefined {
  const { text } = source;
  const cut = text.length > limits.characters ? undefined : cutSpec(text);
  if (cut === undefined || aroundHash(cut) !== facts.around || !sameServices(cut, facts)) return undefined;
  const changed = changedIn(cut, facts, text);
  if (changed.size === 0 || changed.size > Math.max(1, cut.services.length * MOST)) return undefined;
  const loaded = loadPart(source, cut, changed);
  const system = loaded && resolvePart(loaded, cut, facts);
  if (loaded === undefined || system === undefined) return undefined;
  const others = facts.services.filter(({ name }) => !changed.has(name));
  return {
    cut,
    facts,
    changed,
    loaded,
    system,
    components: [...facts.others, ...[...changed.values()].flatMap(({ components }) => components)].map(
      ([address]) => address,
    ),
    otherPacks: new Set(others.flatMap(({ components }) => components.flatMap(([, pack]) => pack ?? []))),
  };
}

function sameServices({ services }: CutSpec, facts: SpecFacts): boolean {
  return (
    services.length === facts.services.length &&
    services.every(({ name }, index) => facts.services[index]?.name === name)
  );
}

/** Those whose text changed. No other can be touched: services that refer to each other have no facts. */
function changedIn({ services }: CutSpec, facts: SpecFacts, text: string): Map<string, ServiceFacts> {
  const changed = new Map<string, ServiceFacts>();
  facts.services.forEach((service, index) => {
    const now = services[index];
    if (now !== undefined && sha256(text.slice(now.start, now.end)) !== service.text)
      changed.set(service.name, service);
  });
  return changed;
}

/** Undefined where anything at all is to be said about it: what is said has to come from the whole text. */
function loadPart(
  source: SpecSource,
  cut: CutSpec,
  wanted: ReadonlyMap<string, ServiceFacts>,
): LoadedSpec | undefined {
  const joined = joinServices(
    source.text,
    cut,
    cut.services.filter(({ name }) => wanted.has(name)),
  );
  const { value, diagnostics } = loadSpec({ file: source.file, text: joined.text });
  if (value === undefined || diagnostics.length > 0) return undefined;
  if (!isCutAsParsed(joined, value) || !standAlone(value)) return undefined;
  let whole: LoadedSpec | undefined;
  const rangeOf: LoadedSpec['rangeOf'] = (at) => {
    whole ??= loadSpec(source).value;
    return whole?.rangeOf(at);
  };
  return { spec: value.spec, source, rangeOf };
}

/** Every service as it is in the whole: where it stands decides on its port, which nobody else may have. */
function resolvePart(loaded: LoadedSpec, { services }: CutSpec, facts: SpecFacts): System | undefined {
  const positions = new Map(services.map(({ name }, index) => [name, index]));
  const ports = new Map(facts.services.map(({ name, port }) => [name, port]));
  const { value, diagnostics } = resolveSystem(loaded, (name) => positions.get(name) ?? 0);
  if (value === undefined || diagnostics.length > 0) return undefined;
  const { unbuilt, moved, removed } = value;
  const plain = unbuilt.length + moved.length + removed.length === 0;
  return plain && value.services.every(({ name, port }) => ports.get(name) === port) ? value : undefined;
}

function readComponents(
  files: Files,
  addresses: readonly Address[],
  index: SettledIndex,
): RecordedState | undefined {
  const components = new Map<Address, RecordedComponent>();
  for (const address of addresses) {
    const bytes = readIfThere(files, stateFile(address));
    const decoded = bytes && decodeComponent(Buffer.from(bytes).toString('utf8'));
    if (decoded?.kind !== 'component' || decoded.component.address !== address) return undefined;
    components.set(address, decoded.component);
  }
  return index.isStateWhole(files) ? { kind: 'present', components } : undefined;
}

/** Undefined where what comes from no single service moves too, or a file comes to a folder that is not its service's. */
function desiredOf({ system, facts, changed }: Part, recorded: RecordedState): DesiredGraph | undefined {
  const { value, diagnostics } = buildDesired(system, capabilities, recorded);
  if (value === undefined || diagnostics.length > 0) return undefined;
  const owned = componentsByService(value);
  const others = new Set(owned.others);
  const byAddress = new Map(value.components.map((component) => [component.address, component]));
  const untouched = facts.others.every(([address]) => byAddress.get(address)?.files.kind === 'as-recorded');
  if (!untouched || others.size !== facts.others.length) return undefined;
  for (const [name, addresses] of owned.services) {
    const folders = changed.get(name)?.folders ?? [];
    for (const address of addresses) {
      const component = byAddress.get(address);
      const files = component?.files.kind === 'rendered' ? component.files.files : [];
      if (!files.every(({ path }) => folders.some((folder) => path.startsWith(folder)))) return undefined;
    }
  }
  return value;
}

/** The same facts, but for those of the changed services. */
function renewed(
  { cut, facts, system, changed, loaded }: Part,
  desired: DesiredGraph,
  recorded: ReadonlyMap<Address, RecordedComponent>,
): SpecFacts {
  const owned = componentsByService(desired);
  const byName = new Map(system.services.map((service) => [service.name, service]));
  const services = facts.services.map((before, index): ServiceFacts => {
    const [service, place] = [byName.get(before.name), cut.services[index]];
    if (service === undefined || place === undefined || !changed.has(before.name)) return before;
    const text = loaded.source.text.slice(place.start, place.end);
    const components = owned.services.get(before.name) ?? [];
    return { ...serviceFacts(service, text, components, recorded), folders: before.folders };
  });
  return { ...facts, services };
}
