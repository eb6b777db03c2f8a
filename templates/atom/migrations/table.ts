import type { Notice } from '../../../src/capability/capability.ts';
import { equalJson } from '../../../src/json/equal.ts';
import type { Json } from '../../../src/json/json.ts';
import type { Column } from '../columns.ts';
import { sqlId } from '../sql-names.ts';
import type { Change } from './change.ts';
import { converted, narrowing } from './convert.ts';
import { columnSql, createIndex } from './ddl.ts';
import type { Table, TableIndex } from './schema.ts';

/** One step of a migration: what it does, in words and as SQL. */
export interface Step {
  /** `add_item_priority` */
  readonly name: string;
  readonly summary: string;
  readonly kind: Notice['kind'];
  readonly statements: readonly string[];
  readonly changes: readonly Change[];
  /** The table it is about, by its new name. */
  readonly table: string;
}

/** A column that no rule can fill for rows that are there already. */
export interface Unfillable {
  readonly table: string;
  readonly model: string;
  readonly column: string;
  /** The kind it had, where it had another one. */
  readonly from: string | null;
  readonly to: string;
}

export interface Difference {
  readonly steps: readonly Step[];
  readonly unfillable: readonly Unfillable[];
}

interface Pair {
  readonly before: Column;
  readonly after: Column;
  /** What it is in some database, where that is not the same in each. */
  readonly others: readonly Column[];
}

/** What is known of a table's columns beside what they were and shall be. */
export interface Known {
  /** By new ones. */
  readonly oldNames: ReadonlyMap<string, string>;
  /** Columns that are not the same in every database, with all they may be: they are said anew. */
  readonly unsettled: ReadonlyMap<string, readonly Column[]>;
}

interface Parts {
  readonly added: readonly Column[];
  readonly dropped: readonly Column[];
  readonly renamed: readonly Pair[];
  readonly changed: readonly Pair[];
}

/** From a table to what it shall be. `before` already has the names of its tables and references put right. */
export function tableDifference(before: Table, after: Table, words: string, known: Known): Difference {
  const parts = partsOf(before, after, known);
  const unfillable = [
    ...parts.added.filter(isUnfillable).map((column) => ({ column, from: null })),
    ...parts.changed
      .filter((pair) => converted(pair.before, pair.after) === undefined)
      .map((pair) => ({ column: pair.after, from: pair.before.kind })),
  ].map(({ column, from }) => ({
    table: after.name,
    model: after.model,
    column: column.name,
    from,
    to: column.kind,
  }));
  if (unfillable.length > 0) return { steps: [], unfillable };
  return { steps: alter(before, after, parts, words), unfillable };
}

function partsOf(before: Table, after: Table, { oldNames, unsettled }: Known): Parts {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const renamedFrom = new Map(
    after.columns.flatMap(({ name }) => {
      const was = old.has(name) ? undefined : old.get(oldNames.get(name) ?? '');
      return was === undefined ? [] : [[name, was] as const];
    }),
  );
  const gone = new Set([...renamedFrom.values()].map(({ name }) => name));
  const sourceOf = ({ name }: Column) =>
    renamedFrom.get(name) ?? (gone.has(name) ? undefined : old.get(name));
  const pairs = after.columns.flatMap((column): Pair[] => {
    const was = sourceOf(column);
    if (was === undefined) return [];
    const others = unsettled.get(was.name) ?? [];
    const notNull = [was, ...others].every((one) => one.notNull);
    return [{ before: others.length === 0 ? was : { ...was, notNull }, after: column, others }];
  });
  const taken = new Set(pairs.map((pair) => pair.before.name));
  return {
    added: after.columns.filter((column) => sourceOf(column) === undefined),
    dropped: before.columns.filter((column) => !taken.has(column.name)),
    renamed: pairs.filter((pair) => pair.before.name !== pair.after.name),
    changed: pairs.filter((pair) => pair.others.length > 0 || !isSame(pair.before, pair.after)),
  };
}

/** A default is for rows that do not say a value, and services always say one: it alone is no difference. */
function isSame(before: Column, after: Column, withName = true): boolean {
  const shape = ({ name, type, kind, notNull, check, references }: Column) => ({
    ...(withName ? { name } : {}),
    type,
    kind,
    notNull,
    references,
    check: before.name === after.name ? check : null,
  });
  return isEqual(shape(before), shape(after));
}

function isEqual(one: object, other: object): boolean {
  return equalJson(one as Json, other as Json);
}

function isUnfillable(column: Column): boolean {
  return column.notNull && column.fallback === null && column.backfill === null;
}

/** Steps of one table, in an order in which each finds what it needs. */
function alter(before: Table, after: Table, parts: Parts, words: string): readonly Step[] {
  const gone = without(before.indexes, after.indexes);
  const made = without(after.indexes, before.indexes);
  const about = { table: after.name, words };
  const plain = parts.changed.filter((pair) => !parts.renamed.includes(pair));
  return [
    ...gone.map((index) => dropIndex(after.name, index)),
    ...parts.renamed.map((pair) => renameColumn(about, pair)),
    ...parts.dropped.map((column) => dropColumn(about, column)),
    ...plain.map((pair) => changeColumn(about, pair)),
    ...parts.added.map((column) => addColumn(about, column)),
    ...made.map((index) => addIndex(after, index)),
  ];
}

function without(indexes: readonly TableIndex[], others: readonly TableIndex[]): readonly TableIndex[] {
  return indexes.filter((index) => !others.some((one) => isEqual(one, index)));
}

function dropIndex(table: string, { name }: TableIndex): Step {
  return {
    name: `drop_${name}`,
    summary: `drops index ${name}`,
    kind: 'migration',
    statements: [`DROP INDEX ${sqlId(name)};`],
    changes: [{ do: 'drop index', table, index: name }],
    table,
  };
}

function addIndex(table: Table, index: TableIndex): Step {
  const { name, columns, unique } = index;
  const what = `adds ${unique ? 'unique ' : ''}index ${name} on ${table.name} (${columns.join(', ')})`;
  return {
    name: `add_${name}`,
    summary: unique ? `${what}; fails where two rows have the same` : what,
    kind: 'migration',
    statements: [createIndex(table.name, index)],
    changes: [{ do: 'add index', table: table.name, index }],
    table: table.name,
  };
}

interface About {
  readonly table: string;
  /** The model's name in names of steps. */
  readonly words: string;
}

/** The key that a decimal is sorted by is one thing with it. */
function wordOf({ name, kind }: Column): string {
  return kind.endsWith(' key') ? name.replace(/_sort$/, '') : name;
}

function dropColumn({ table, words }: About, column: Column): Step {
  return {
    name: `drop_${words}_${wordOf(column)}`,
    summary: `drops column ${table}.${column.name} and the values in it`,
    kind: 'destructive',
    statements: [`ALTER TABLE ${sqlId(table)} DROP COLUMN ${sqlId(column.name)};`],
    changes: [{ do: 'drop column', table, column: column.name }],
    table,
  };
}

/** What SQLite's own ADD COLUMN cannot fill says with USING what rows that are there get. */
function addColumn({ table, words }: About, column: Column): Step {
  const value = column.fallback ?? column.backfill ?? 'NULL';
  const isOwn = column.notNull && (column.fallback === null || column.references !== null);
  return {
    name: `add_${words}_${wordOf(column)}`,
    summary: `adds column ${table}.${column.name}`,
    kind: 'migration',
    statements: [
      `ALTER TABLE ${sqlId(table)} ADD COLUMN ${columnSql(column)}${isOwn ? ` USING ${value}` : ''};`,
    ],
    changes: [{ do: 'add column', table, column }],
    table,
  };
}

/** A check keeps the name of its column, so it does not survive a rename. */
function renameColumn({ table, words }: About, pair: Pair): Step {
  const { before, after } = pair;
  const name = sqlId(after.name);
  const named = { ...pair, before: { ...before, name: after.name } };
  const isOther = pair.others.length > 0 || !isSame(before, after, false);
  const isWritten = isOther || before.check !== null || after.check !== null;
  return {
    name: `rename_${words}_${wordOf(before)}_to_${wordOf(after)}`,
    summary: `renames column ${table}.${before.name} to ${after.name}${isOther ? `, and changes it: ${changeOf(named)}` : ''}`,
    kind: narrowed(pair).length > 0 ? 'stricter' : 'migration',
    statements: [
      `ALTER TABLE ${sqlId(table)} RENAME COLUMN ${sqlId(before.name)} TO ${name};`,
      ...(isWritten ? [modify(table, named)] : []),
    ],
    changes: [
      { do: 'rename column', table, column: before.name, to: after.name },
      ...(isWritten ? [{ do: 'change column', table, column: after } as const] : []),
    ],
    table,
  };
}

function changeColumn({ table, words }: About, pair: Pair): Step {
  const { after } = pair;
  return {
    name: `change_${words}_${wordOf(after)}`,
    summary: `changes column ${table}.${after.name}: ${changeOf(pair)}`,
    kind: narrowed(pair).length > 0 ? 'stricter' : 'migration',
    statements: [modify(table, pair)],
    changes: [{ do: 'change column', table, column: after }],
    table,
  };
}

/**
 * No statement of SQLite: the kit makes the table anew with this one column as it is said here, and everything else as
 * it finds it. A text with the whole table in it would drop what another branch has added meanwhile.
 */
function modify(table: string, { before, after }: Pair): string {
  const value = converted(before, after) ?? sqlId(before.name);
  const using = value === sqlId(after.name) ? '' : ` USING ${value}`;
  return `ALTER TABLE ${sqlId(table)} MODIFY COLUMN ${columnSql(after)}${using};`;
}

function changeOf(pair: Pair): string {
  const { before, after, others } = pair;
  const fewer = narrowed(pair);
  if (fewer.length > 0) return [...fewer, ...brokenBy(pair)].join('; ');
  if (others.length > 0) return 'one thing again, after two branches changed it';
  if (before.kind !== after.kind) return `${before.kind} becomes ${after.kind}`;
  if (before.notNull !== after.notNull) return 'it may be null';
  return before.check === after.check ? 'what it refers to' : 'what it may hold';
}

/** The rules that are stricter than before. */
function narrowed({ before, after, others }: Pair): readonly string[] {
  return [...new Set([before, ...others].flatMap((one) => narrowing(one, after)))];
}

/** What becomes of rows that keep the old rules and not the new ones. */
function brokenBy({ before, after, others }: Pair): readonly string[] {
  const all = [before, ...others];
  const filled = after.notNull && all.some((one) => !one.notNull);
  const checked = all.some((one) => narrowing({ ...one, notNull: after.notNull }, after).length > 0);
  return [
    ...(filled ? [`rows without one get ${after.fallback ?? after.backfill}`] : []),
    ...(checked ? ['fails, and changes nothing, where a row breaks this'] : []),
  ];
}
