import type { Address } from '../graph/address.ts';
import type { Files } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { Plan } from '../plan/plan.ts';
import { stateFile } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import { type SpecFacts, writeFacts } from '../state/spec-facts.ts';
import {
  entryOf,
  type IndexEntry,
  isSettled,
  readIndex,
  SettledIndex,
  type StatIndex,
  trusted,
  type UnbuiltPart,
  writeIndex,
} from '../state/stat-index.ts';

export interface IndexRequest {
  readonly build: string;
  readonly spec: Sha256;
  /** False where a plan of this spec has something to say beside its changes, such as a warning. */
  readonly quiet: boolean;
  /** What a plan says of the spec that is not built; kept, and no reason to be not quiet. */
  readonly unbuilt?: readonly UnbuiltPart[];
  /** What is known of the spec once these components are recorded; undefined where it is better found out anew. */
  readonly facts?: (components: ReadonlyMap<Address, RecordedComponent>) => SpecFacts | undefined;
}

/** All that a plan did not look at, since nothing of it can change. */
export interface Rest {
  readonly index: SettledIndex;
  /** Packs of its components. */
  readonly packs: ReadonlySet<Sha256>;
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
  rest?: Rest & { readonly before: ReadonlyMap<Address, RecordedComponent> },
): void {
  try {
    const mayStand = rest === undefined && created.size === 0 && request.quiet;
    if (mayStand && isSettled(files, request.build, request.spec)) return;
    const known = rest?.index ?? readIndex(files);
    const entries = currentEntries(files, components, created, known);
    const settled = request.quiet && isPlanSettled(plan) && areAsApplied(components, entries);
    const { build, spec, unbuilt = [] } = request;
    const head = { build, spec, settled, unbuilt };
    const sum =
      rest === undefined
        ? writeIndex(files, head, entries)
        : rest.index.rewrite(files, head, changedRows(rest.before, entries));
    const facts = settled ? request.facts?.(components) : undefined;
    if (facts !== undefined) writeFacts(files, facts, sum);
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
  }
}

/** Rows of the components that were looked at: as they are now, or gone. */
function changedRows(
  before: ReadonlyMap<Address, RecordedComponent>,
  entries: ReadonlyMap<RelPath, IndexEntry>,
): ReadonlyMap<RelPath, IndexEntry | undefined> {
  const rows = new Map<RelPath, IndexEntry | undefined>();
  for (const [address, component] of before) {
    rows.set(stateFile(address), undefined);
    for (const path of component.files.keys()) rows.set(path, undefined);
  }
  for (const [path, entry] of entries) rows.set(path, entry);
  return rows;
}

function currentEntries(
  files: Files,
  components: ReadonlyMap<Address, RecordedComponent>,
  created: Created,
  index: StatIndex | SettledIndex | undefined,
): ReadonlyMap<RelPath, IndexEntry> {
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
    const known =
      index instanceof SettledIndex ? index.find(path, stat) : index && trusted(index, path, stat);
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
