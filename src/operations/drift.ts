import type { Address } from '../graph/address.ts';
import { inFolder } from '../host/folder.ts';
import type { Files, FolderPath } from '../host/ports.ts';
import { parseRelPath, type RelPath } from '../path/rel-path.ts';
import { globTest, pathTest } from '../plan/options.ts';
import type { Drift } from '../plan/plan.ts';
import { recordedComponents } from '../plan/recorded-files.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import type { Answer, Place } from './place.ts';
import { refuse } from './place.ts';
import { type Planned, plan } from './plan.ts';

export interface DriftRequest {
  /** Also what lies among the files of hatmax and was not made by it. */
  readonly untracked: boolean;
  readonly full: boolean;
}

/** Where the tree is not as it was applied. Reads only; says nothing of what the spec would change. */
export async function drift(place: Place, request: DriftRequest): Promise<Answer<Planned>> {
  const planned = await plan(place, { mode: 'refresh-only', full: request.full });
  if (planned.value === undefined || !request.untracked) return planned;
  const { plan: made, sides } = planned.value;
  const ignored = globTest(sides.desired.generation.ignore);
  const others = untrackedFiles(place, recordedComponents(sides.recorded)).filter(
    ({ path }) => !ignored(path),
  );
  const all = [...made.drift, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ...planned, value: { ...planned.value, plan: { ...made, drift: all } } };
}

/** Patterns of a command line that match no drift: most likely a typing error. */
export function unmatchedDrift(
  found: readonly Drift[],
  patterns: readonly string[],
): Answer<never> | undefined {
  const none = patterns.filter((pattern) => {
    const matches = pathTest([pattern]);
    return !found.some(({ path }) => matches(path));
  });
  if (none.length === 0) return undefined;
  return refuse({
    code: 'HM5022',
    summary: `There is no drift at ${none.join(', ')}`,
    hint: 'Run `hatmax drift` for what was changed by hand.',
  });
}

/** Folders that tools fill, and that belong to nobody's sources. */
const NOT_SOURCES = new Set(['.git', '.hatmax', 'node_modules', 'dist', 'coverage', '.data']);

function untrackedFiles(
  { host, spec }: Place,
  components: ReadonlyMap<Address, RecordedComponent>,
): readonly Drift[] {
  const owners = ownersOf(components);
  const tops = new Set([...owners.files.keys()].map((path) => path.split('/')[0] ?? ''));
  const found: RelPath[] = [];
  for (const { name, kind } of host.files.list('.') ?? []) {
    if (kind === 'folder' && tops.has(name) && !NOT_SOURCES.has(name))
      collect(host.files, inFolder('.', name), found);
    if (kind === 'file' && 'path' in parseRelPath(name)) found.push(inFolder('.', name));
  }
  return found
    .filter((path) => !owners.files.has(path) && path !== spec)
    .map((path) => ({
      path,
      component: ownerOf(path, owners.folders),
      kind: 'untracked',
      weight: 'content',
      ownership: 'generated',
    }));
}

function collect(files: Files, folder: FolderPath, found: RelPath[]): void {
  for (const { name, kind } of files.list(folder) ?? []) {
    const path = inFolder(folder, name);
    if (NOT_SOURCES.has(name) || 'fault' in parseRelPath(path)) continue;
    if (kind === 'folder') collect(files, path, found);
    else found.push(path);
  }
}

interface Owners {
  readonly files: ReadonlyMap<RelPath, Address>;
  readonly folders: ReadonlyMap<string, Address>;
}

function ownersOf(components: ReadonlyMap<Address, RecordedComponent>): Owners {
  const files = new Map<RelPath, Address>();
  const folders = new Map<string, Address>();
  for (const { address, files: own } of components.values()) {
    for (const path of own.keys()) {
      files.set(path, address);
      const folder = path.split('/').slice(0, -1).join('/');
      if (!folders.has(folder)) folders.set(folder, address);
    }
  }
  return { files, folders };
}

/** The component that has files in the nearest folder above. */
function ownerOf(path: RelPath, folders: ReadonlyMap<string, Address>): Address {
  const parts = path.split('/').slice(0, -1);
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const owner = folders.get(parts.slice(0, depth).join('/'));
    if (owner !== undefined) return owner;
  }
  return folders.get('') ?? ('project' as Address);
}
