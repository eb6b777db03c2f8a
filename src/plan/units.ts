import type { DesiredComponent, DesiredFile, DesiredGraph } from '../desired/graph.ts';
import type { Address } from '../graph/address.ts';
import { compare } from '../graph/graph.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedComponent, RecordedFile, RecordedState } from '../state/recorded.ts';
import { ABSENT, type Actual, type ActualEntry, type Bases } from './actual.ts';
import { movedPaths, moveOf } from './moves.ts';
import { globTest } from './options.ts';
import { recordedComponents } from './recorded-files.ts';
import type { DesiredSide, FileSides } from './sides.ts';

/** A component as the three sides see it. */
export interface Unit {
  readonly address: Address;
  /** Where it is recorded, if elsewhere. */
  readonly from?: Address;
  readonly recorded: RecordedComponent | undefined;
  readonly desired: DesiredComponent | undefined;
  readonly files: readonly FileSides[];
}

/** Brings together what belongs together: components by address or by a move, files by path or by a move. */
export function unitsOf(
  desired: DesiredGraph,
  recorded: RecordedState,
  actual: Actual,
  bases: Bases,
): readonly Unit[] {
  const components = recordedComponents(recorded);
  const owners = new Map<RelPath, RecordedFile>();
  const others = new Map<RelPath, readonly RecordedFile[]>();
  for (const component of components.values()) {
    for (const [path, file] of component.files) owners.set(path, file);
    for (const [path, files] of component.others ?? []) others.set(path, files);
  }
  const wanted = new Map(
    desired.components.map((component) => {
      const files = components.get(component.address)?.files;
      return [component.address, wantedFiles(component, files, owners, desired, bases)];
    }),
  );
  const claimed = new Set<RelPath>([...wanted.values()].flatMap((files) => [...files.keys()]));
  const moves = moveOf(desired, components);
  const sides = { actual, bases, others, uncertain: recorded.kind === 'conflicted' };
  const units = desired.components.map((component): Unit => {
    const from = components.has(component.address) ? undefined : moves.get(component.address);
    const source = components.get(from ?? component.address);
    const files = wanted.get(component.address) ?? new Map<RelPath, DesiredSide>();
    const travels = movedPaths(component.address, source, files, claimed, desired);
    const made = [...files].map(([path, side]) => {
      const origin = travels.get(path);
      const record = owners.get(origin ?? path);
      return sidesOf(path, origin, component.address, record, side, sides);
    });
    const left = goneFiles(component.address, source, claimed, new Set(travels.values()), sides);
    const unit = {
      address: component.address,
      recorded: source,
      desired: component,
      files: sorted([...made, ...left]),
    };
    return from === undefined ? unit : { ...unit, from };
  });
  const moved = new Set(units.flatMap((unit) => unit.from ?? []));
  const gone = [...components.values()].filter(
    (component) => !wanted.has(component.address) && !moved.has(component.address),
  );
  const leaving = gone.map((component) => ({
    address: component.address,
    recorded: component,
    desired: undefined,
    files: sorted(goneFiles(component.address, component, claimed, new Set(), sides)),
  }));
  return [...units, ...leaving].sort((one, other) => compare(one.address, other.address));
}

interface Surroundings {
  readonly actual: Actual;
  readonly bases: Bases;
  readonly others: ReadonlyMap<RelPath, readonly RecordedFile[]>;
  readonly uncertain: boolean;
}

function sidesOf(
  path: RelPath,
  from: RelPath | undefined,
  component: Address,
  recorded: RecordedFile | undefined,
  desired: DesiredSide | undefined,
  { actual, bases, others, uncertain }: Surroundings,
): FileSides {
  const twin = actual.twins.get(path);
  const entry = actual.entries.get(path) ?? ABSENT;
  const origin = from === undefined ? undefined : (actual.entries.get(from) ?? ABSENT);
  const records = recordsOf(recorded, others.get(from ?? path) ?? [], origin ?? entry);
  const [known, ...more] = records;
  const accepted = known === undefined || known.applied === known.base ? undefined : bases.get(known.applied);
  return {
    path,
    component,
    recorded: known,
    uncertain,
    desired,
    actual: entry,
    base: known && bases.get(known.base),
    ...(accepted === undefined ? {} : { accepted }),
    ...(more.length === 0
      ? {}
      : { others: more.map((other) => ({ recorded: other, base: bases.get(other.base) })) }),
    ...(from === undefined || origin === undefined ? {} : { from, origin }),
    ...(twin === undefined ? {} : { twin }),
  };
}

/** Where two branches recorded a file, what is on disk tells which of them holds. */
function recordsOf(
  recorded: RecordedFile | undefined,
  others: readonly RecordedFile[],
  found: ActualEntry,
): readonly RecordedFile[] {
  if (recorded === undefined) return [];
  const all = [recorded, ...others];
  const holds = found.kind === 'file' ? all.find(({ applied }) => applied === found.content) : undefined;
  return holds === undefined ? all : [holds, ...all.filter((record) => record !== holds)];
}

function goneFiles(
  component: Address,
  source: RecordedComponent | undefined,
  claimed: ReadonlySet<RelPath>,
  moved: ReadonlySet<RelPath>,
  sides: Surroundings,
): readonly FileSides[] {
  const left = [...(source?.files ?? [])].filter(([path]) => !claimed.has(path) && !moved.has(path));
  return left.map(([path, file]) => sidesOf(path, undefined, component, file, undefined, sides));
}

function wantedFiles(
  component: DesiredComponent,
  recorded: ReadonlyMap<RelPath, RecordedFile> | undefined,
  owners: ReadonlyMap<RelPath, RecordedFile>,
  { generation }: DesiredGraph,
  bases: Bases,
): ReadonlyMap<RelPath, DesiredSide> {
  if (component.files.kind === 'rendered') {
    return new Map(
      component.files.files.map((file) => [file.path, renderedSide(file, owners.get(file.path), bases)]),
    );
  }
  const ignored = globTest(generation.ignore);
  const createOnce = globTest(generation.createOnce);
  return new Map(
    [...(recorded ?? [])].map(([path, file]) => {
      const owned = file.ownership === 'generated' && createOnce(path) ? 'create_once' : file.ownership;
      const ownership = ignored(path) ? 'ignored' : owned;
      const { executable, template, at, base } = file;
      return [path, { ownership, executable, template, at, hash: base, bytes: bases.get(base) }];
    }),
  );
}

function renderedSide(file: DesiredFile, recorded: RecordedFile | undefined, bases: Bases): DesiredSide {
  const { ownership, executable, template, at, content } = file;
  const said = { ownership, executable, template, at };
  if (content.kind === 'text') return { ...said, hash: content.hash, bytes: UTF8.encode(content.text) };
  return {
    ...said,
    hash: recorded?.base,
    bytes: recorded === undefined ? undefined : bases.get(recorded.base),
  };
}

const UTF8 = new TextEncoder();

function sorted(files: readonly FileSides[]): readonly FileSides[] {
  return [...files].sort((one, other) => compare(one.path, other.path));
}
