import type { Address } from '../graph/address.ts';
import type { Files } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Plan } from '../plan/plan.ts';
import { stateFile } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import { entryOf, type IndexEntry, isSettled, readIndex, trusted, writeIndex } from '../state/stat-index.ts';

export interface IndexRequest {
  readonly build: string;
  readonly spec: Sha256;
  /** False where a plan of this spec has something to say beside its changes, such as a warning. */
  readonly quiet: boolean;
}

/** Files this apply made, as they looked when they were written: they need not be read back. */
export type Created = ReadonlyMap<RelPath, IndexEntry>;

/** Writes down how every recorded file and every state file looks now. Only a cache: what goes wrong here is no fault. */
export function updateIndex(
  files: Files,
  plan: Plan,
  components: ReadonlyMap<Address, RecordedComponent>,
  request: IndexRequest,
  created: Created = new Map(),
): void {
  try {
    if (created.size === 0 && request.quiet && isSettled(files, request.build, request.spec)) return;
    const entries = currentEntries(files, components, created);
    const settled = request.quiet && isPlanSettled(plan) && areAsApplied(components, entries);
    const { build, spec } = request;
    writeIndex(files, { build, spec, settled }, entries);
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
  }
}

function currentEntries(
  files: Files,
  components: ReadonlyMap<Address, RecordedComponent>,
  created: Created,
): ReadonlyMap<RelPath, IndexEntry> {
  const index = readIndex(files);
  const paths: RelPath[] = [];
  const entries = new Map<RelPath, IndexEntry>();
  const take = (path: RelPath): void => {
    const made = created.get(path);
    if (made === undefined) paths.push(path);
    else entries.set(path, made);
  };
  for (const [address, component] of components) {
    take(stateFile(address));
    for (const [path, file] of component.files) if (file.ownership !== 'create_once') take(path);
  }
  paths.sort();
  files.lstatAll(paths).forEach((stat, row) => {
    const path = paths[row];
    if (path === undefined || stat?.kind !== 'file') return;
    const known = index && trusted(index, path, stat);
    // Stat first, then bytes: an edit in between moves the stat on, and the entry is not trusted.
    const bytes = known === undefined ? readIfThere(files, path) : undefined;
    if (known !== undefined) entries.set(path, known);
    else if (bytes !== undefined) entries.set(path, entryOf(stat, bytes));
  });
  return entries;
}

function isPlanSettled(plan: Plan): boolean {
  return (
    plan.mode === 'normal' &&
    plan.drift.length === 0 &&
    plan.changes.every(({ action }) => action !== 'conflict' && action !== 'keep')
  );
}

function areAsApplied(
  components: ReadonlyMap<Address, RecordedComponent>,
  entries: ReadonlyMap<RelPath, IndexEntry>,
): boolean {
  for (const component of components.values())
    for (const [path, file] of component.files) {
      if (file.ownership === 'create_once') continue;
      const entry = entries.get(path);
      if (
        file.unaccepted ||
        entry?.content !== file.applied ||
        ((entry.mode & 0o100) !== 0) !== file.executable
      )
        return false;
    }
  return true;
}
