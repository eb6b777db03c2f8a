import type { DesiredGraph } from '../desired/graph.ts';
import type { Address } from '../graph/address.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { type CutSpec, cutSpec, isCutRight } from '../spec/cut.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { Spec, SpecService } from '../spec/schema/top.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import type { PackedComponent, ServiceFacts, SpecFacts } from '../state/spec-facts.ts';
import type { AtomService, SpecPath, System } from '../system/system.ts';

/** Keys of a service that say nothing about others, references aside. */
const OF_ITSELF: ReadonlySet<string> = new Set([
  'kind',
  'description',
  'port',
  'models',
  'aggregates',
  'api',
  'config',
  'middlewares',
  'repo_impl',
  'transport',
]);

/** Keys around the services that do not speak of single ones. */
const OF_NO_SERVICE: ReadonlySet<string> = new Set([
  'version',
  'name',
  'package',
  'description',
  'defaults',
  'services',
  'generation',
  'runtime',
]);

/** Whether services stand for themselves: each can be read and checked without the others. */
export function standAlone({ spec }: LoadedSpec): boolean {
  return (
    saysOnly(spec, OF_NO_SERVICE) &&
    Object.values(spec.services).every((one) => saysOnly(one, OF_ITSELF) && !refersToOthers(one))
  );
}

function saysOnly(part: Spec | SpecService, keys: ReadonlySet<string>): boolean {
  return Object.entries(part).every(([key, value]) => keys.has(key) || isNothing(value));
}

function refersToOthers({ models, aggregates }: SpecService): boolean {
  const types = [...Object.values(models), ...Object.values(aggregates)].flatMap(({ fields }) =>
    Object.values(fields).map(({ type }) => JSON.stringify(type)),
  );
  return types.some((type) => type.includes('"service"'));
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

export function aroundHash({ around }: CutSpec): Sha256 {
  return sha256(around.map(sha256).join('\n'));
}

/** The key of each service as the parser has found it. */
export function isCutAsParsed(cut: Pick<CutSpec, 'services'>, loaded: LoadedSpec): boolean {
  return isCutRight(
    cut.services,
    Object.keys(loaded.spec.services),
    (name) => loaded.rangeOf(`services.${name}`)?.start,
  );
}

type Recorded = ReadonlyMap<Address, RecordedComponent>;

/** Undefined where anything about the spec or the components asks for the whole of it each time. */
export function factsOf(
  loaded: LoadedSpec,
  system: System,
  desired: DesiredGraph,
  recorded: Recorded,
): SpecFacts | undefined {
  const { text } = loaded.source;
  const cut = cutSpec(text);
  if (cut === undefined || !isCutAsParsed(cut, loaded) || !standAlone(loaded)) return undefined;
  if (system.services.length !== cut.services.length || system.unbuilt.length > 0) return undefined;
  const byName = new Map(system.services.map((service) => [service.name, service]));
  const owned = componentsByService(desired);
  const folders = foldersByService(owned.services, recorded);
  if (folders === undefined) return undefined;
  const services = cut.services.flatMap(({ name, start, end }): ServiceFacts[] => {
    const service = byName.get(name);
    if (service === undefined) return [];
    const facts = serviceFacts(service, text.slice(start, end), owned.services.get(name) ?? [], recorded);
    return [{ ...facts, folders: folders.get(name) ?? [] }];
  });
  return { around: aroundHash(cut), services, others: packed(owned.others, recorded) };
}

export function serviceFacts(
  service: AtomService,
  text: string,
  components: readonly Address[],
  recorded: Recorded,
): Omit<ServiceFacts, 'folders'> {
  const { name, port } = service;
  return { name, text: sha256(text), port, components: packed(components, recorded) };
}

function packed(components: readonly Address[], recorded: Recorded): readonly PackedComponent[] {
  return components.map((address) => [address, recorded.get(address)?.pack ?? null]);
}

export interface OwnedComponents {
  readonly services: ReadonlyMap<string, readonly Address[]>;
  readonly others: readonly Address[];
}

export function componentsByService({ components }: Pick<DesiredGraph, 'components'>): OwnedComponents {
  const services = new Map<string, Address[]>();
  const others: Address[] = [];
  for (const { address, at } of components) {
    const service = serviceOf(at);
    if (service === undefined) others.push(address);
    else services.set(service, [...(services.get(service) ?? []), address]);
  }
  return { services, others };
}

/** The one service that a component comes from. */
function serviceOf(at: readonly SpecPath[]): string | undefined {
  const names = new Set(at.map((path) => /^services\.([a-z0-9-]+)/.exec(path)?.[1]));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

/**
 * Down to the folder that has a service's name, where all of its files are and nobody else's: a file that comes to such a
 * folder can meet no other service's. Undefined where files lie otherwise.
 */
function foldersByService(
  owned: OwnedComponents['services'],
  recorded: Recorded,
): ReadonlyMap<string, readonly string[]> | undefined {
  const folders = new Map<string, Set<string>>();
  const owners = new Map<string, string>();
  const owner = new Map<Address, string>();
  for (const [name, addresses] of owned) {
    const own = new Set<string>();
    for (const address of addresses) {
      owner.set(address, name);
      for (const path of recorded.get(address)?.files.keys() ?? []) {
        const folder = folderNamed(path, name);
        if (folder === undefined) return undefined;
        own.add(folder);
      }
    }
    folders.set(name, own);
    for (const folder of own) {
      if (owners.has(fold(folder))) return undefined;
      owners.set(fold(folder), name);
    }
  }
  for (const [address, { files }] of recorded)
    for (const path of files.keys())
      if (meetsAnother(fold(path), owners, owner.get(address))) return undefined;
  return new Map([...folders].map(([name, own]) => [name, [...own].sort()]));
}

function folderNamed(path: RelPath, name: string): string | undefined {
  const at = `/${path}`.indexOf(`/${name}/`);
  return at < 0 ? undefined : `/${path}`.slice(1, at + name.length + 2);
}

function meetsAnother(path: string, owners: ReadonlyMap<string, string>, own: string | undefined): boolean {
  if (owners.has(`${path}/`)) return true;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const other = owners.get(path.slice(0, slash + 1));
    if (other !== undefined && other !== own) return true;
  }
  return false;
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
