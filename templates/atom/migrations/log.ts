import type { Json } from '../../../src/json/json.ts';
import type { Column } from '../columns.ts';
import { afterChanges, type Change, touchedBy } from './change.ts';
import { logFromFirstFacts } from './first-facts.ts';
import type { Schema } from './schema.ts';

/** What is kept of a migration: not where it led, but what it did, so that those of two branches are one list. */
export interface LoggedMigration {
  readonly file: string;
  /** Those that nothing followed when this one was written. */
  readonly after: readonly string[];
  readonly changes: readonly Change[];
}

/** In the order in which the kit runs them. */
export type MigrationLog = readonly LoggedMigration[];

const EMPTY: Schema = { tables: [] };

export function schemaAfter(log: MigrationLog): Schema {
  return afterChanges(
    EMPTY,
    log.flatMap(({ changes }) => changes),
  );
}

export function nextNumber(log: MigrationLog): number {
  return Math.max(0, ...log.map(({ file }) => numberOf(file))) + 1;
}

/** What nothing came after yet: one, or after a merge of branches one of each. */
export function headsOf(log: MigrationLog): readonly string[] {
  const followed = new Set(log.flatMap(({ after }) => after));
  return log.map(({ file }) => file).filter((file) => !followed.has(file));
}

export function inOrder(migrations: readonly LoggedMigration[]): MigrationLog {
  return migrations.toSorted(
    (a, b) => numberOf(a.file) - numberOf(b.file) || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0),
  );
}

function numberOf(file: string): number {
  return Number(/^\d+/.exec(file)?.[0] ?? 0);
}

/** Two migrations of different branches whose order matters: databases may have run either first. */
export interface Clash {
  readonly one: LoggedMigration;
  readonly other: LoggedMigration;
  /** `items`, `items.size`, `index items_size_idx`, or what a column may hold: `items.size=`. */
  readonly names: readonly string[];
}

/** Those that no later migration has settled. */
export function clashesIn(log: MigrationLog): readonly Clash[] {
  if (log.every(({ after }, at) => at === 0 || (after.length === 1 && after[0] === log[at - 1]?.file)))
    return [];
  const before = ancestors(log);
  const touched = new Map(log.map((one) => [one.file, touches(one)]));
  const found: Clash[] = [];
  for (const [at, other] of log.entries()) {
    for (const one of log.slice(0, at)) {
      if (one.file === other.file) {
        found.push({ one, other, names: [] });
        continue;
      }
      if (before.get(other.file)?.has(one.file) || before.get(one.file)?.has(other.file)) continue;
      const names = shared(touched.get(one.file), touched.get(other.file));
      const open = names.filter((name) => !isSettled(name, one, other));
      if (open.length > 0) found.push({ one, other, names: open });
    }
  }
  return found;

  /** By one that knew both and said what it is. */
  function isSettled(name: string, one: LoggedMigration, other: LoggedMigration): boolean {
    return log.some(({ file }) => {
      const known = before.get(file);
      if (!known?.has(one.file) || !known.has(other.file)) return false;
      const writes = touched.get(file)?.writes;
      // A column that goes is settled too, whatever it was.
      return writes?.has(name) || writes?.has(name.replace(/=$/, ''));
    });
  }
}

function ancestors(log: MigrationLog): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { file, after } of log) {
    known.set(file, new Set([...after, ...after.flatMap((one) => [...(known.get(one) ?? [])])]));
  }
  return known;
}

interface Touches {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

function touches({ changes }: LoggedMigration): Touches {
  const all = changes.map(touchedBy);
  return {
    reads: new Set(all.flatMap(({ reads }) => reads)),
    writes: new Set(all.flatMap(({ writes }) => writes)),
  };
}

function shared(one: Touches | undefined, other: Touches | undefined): readonly string[] {
  if (one === undefined || other === undefined) return [];
  const names = [
    ...[...one.writes].filter((name) => other.writes.has(name) || other.reads.has(name)),
    ...[...other.writes].filter((name) => one.reads.has(name)),
  ];
  return [...new Set(names)].filter((name) => !name.endsWith('=') || !names.includes(name.slice(0, -1)));
}

/** What a clash made of one column in each branch, where that is all they disagree about. */
export function definitionsIn({ one, other }: Clash, name: string): readonly Column[] {
  return [one, other].flatMap(({ changes }) =>
    changes.flatMap((change) =>
      change.do === 'change column' && `${change.table}.${change.column.name}=` === name
        ? [change.column]
        : [],
    ),
  );
}

interface Kept {
  readonly after: readonly string[];
  readonly changes: readonly Change[];
}

/** One line a migration in the state: a list, which is not opened, and which keeps what two branches say of one file. */
export function logToJson(log: MigrationLog): Json {
  const entries = new Map<string, Kept[]>();
  for (const { file, ...kept } of log) entries.set(file, [...(entries.get(file) ?? []), kept]);
  return { log: Object.fromEntries(entries) } as unknown as Json;
}

interface StoredLog {
  readonly log: Readonly<Record<string, readonly Kept[]>>;
}

export function logFromJson(json: Json | undefined): MigrationLog | undefined {
  if (json === undefined || json === null) return undefined;
  const first = logFromFirstFacts(json);
  if (first !== undefined) return first;
  const { log = {} } = json as unknown as Partial<StoredLog>;
  return inOrder(Object.entries(log).flatMap(([file, all]) => all.map((kept) => ({ file, ...kept }))));
}
