import { equalJson } from '../../../src/json/equal.ts';
import type { Json } from '../../../src/json/json.ts';
import type { Column } from '../columns.ts';
import { sqlId } from '../sql-names.ts';
import { converted, narrowing } from './convert.ts';
import { columnSql, createIndex, createTable } from './ddl.ts';
import type { Table, TableIndex } from './schema.ts';

/** One step of a migration: what it does, in words and as SQL. */
export interface Step {
  /** `add_item_priority` */
  readonly name: string;
  readonly summary: string;
  readonly destructive: boolean;
  readonly statements: readonly string[];
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
}

interface Parts {
  readonly added: readonly Column[];
  readonly dropped: readonly Column[];
  readonly renamed: readonly Pair[];
  readonly changed: readonly Pair[];
}

/** From a table to what it shall be. `before` already has the names of its tables and references put right. */
export function tableDifference(
  before: Table,
  after: Table,
  words: string,
  oldNames: ReadonlyMap<string, string>,
): Difference {
  const parts = partsOf(before, after, oldNames);
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
  const steps = needsRebuild(parts)
    ? [rebuild(before, after, parts, words)]
    : alter(before, after, parts, words);
  return { steps, unfillable };
}

function partsOf(before: Table, after: Table, oldNames: ReadonlyMap<string, string>): Parts {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const taken = new Set<string>();
  const pairs: Pair[] = [];
  const added: Column[] = [];
  for (const column of after.columns) {
    const was = old.get(column.name) ?? old.get(oldNames.get(column.name) ?? '');
    if (was === undefined) added.push(column);
    else {
      taken.add(was.name);
      pairs.push({ before: was, after: column });
    }
  }
  return {
    added,
    dropped: before.columns.filter((column) => !taken.has(column.name)),
    renamed: pairs.filter((pair) => pair.before.name !== pair.after.name),
    changed: pairs.filter((pair) => !isSame(pair.before, pair.after)),
  };
}

/** A default is for rows that do not say a value, and services always say one: it alone is no difference. */
function isSame(before: Column, after: Column): boolean {
  const shape = ({ type, kind, notNull, check, references }: Column) => ({
    type,
    kind,
    notNull,
    references,
    check,
  });
  const [was, is] = [shape(before), shape(after)];
  return isEqual(
    before.name === after.name ? was : { ...was, check: null },
    before.name === after.name ? is : { ...is, check: null },
  );
}

function isEqual(one: object, other: object): boolean {
  return equalJson(one as Json, other as Json);
}

function isUnfillable(column: Column): boolean {
  return column.notNull && column.fallback === null && column.backfill === null;
}

/** Columns that SQLite cannot alter in place. A check keeps the name of its column, so it does not survive a rename. */
function needsRebuild({ added, dropped, renamed, changed }: Parts): boolean {
  return (
    changed.length > 0 ||
    dropped.some((column) => column.references !== null) ||
    renamed.some((pair) => pair.before.check !== null || pair.after.check !== null) ||
    added.some((column) => column.notNull && (column.fallback === null || column.references !== null))
  );
}

function alter(
  before: Table,
  after: Table,
  { added, dropped, renamed }: Parts,
  words: string,
): readonly Step[] {
  const table = sqlId(after.name);
  const step = (name: string, summary: string, statements: readonly string[], destructive = false): Step => ({
    name,
    summary,
    statements,
    destructive,
    table: after.name,
  });
  const gone = without(before.indexes, after.indexes);
  const made = without(after.indexes, before.indexes);
  return [
    ...gone.map((index) =>
      step(`drop_${index.name}`, `drops index ${index.name}`, [`DROP INDEX ${sqlId(index.name)};`]),
    ),
    ...renamed.map(({ before: was, after: is }) =>
      step(
        `rename_${words}_${was.name}_to_${is.name}`,
        `renames column ${after.name}.${was.name} to ${is.name}`,
        [`ALTER TABLE ${table} RENAME COLUMN ${sqlId(was.name)} TO ${sqlId(is.name)};`],
      ),
    ),
    ...dropped.map((column) =>
      step(
        `drop_${words}_${column.name}`,
        `drops column ${after.name}.${column.name} and the values in it`,
        [`ALTER TABLE ${table} DROP COLUMN ${sqlId(column.name)};`],
        true,
      ),
    ),
    ...added.map((column) =>
      step(`add_${words}_${column.name}`, `adds column ${after.name}.${column.name}`, [
        `ALTER TABLE ${table} ADD COLUMN ${columnSql(column)};`,
      ]),
    ),
    ...made.map((index) =>
      step(`add_${index.name}`, indexSummary(after, index), [createIndex(after.name, index)]),
    ),
  ];
}

function without(indexes: readonly TableIndex[], others: readonly TableIndex[]): readonly TableIndex[] {
  return indexes.filter((index) => !others.some((one) => isEqual(one, index)));
}

function indexSummary(table: Table, { name, columns, unique }: TableIndex): string {
  const what = `${unique ? 'unique ' : ''}index ${name} on ${table.name} (${columns.join(', ')})`;
  return unique ? `adds ${what}; fails where two rows have the same` : `adds ${what}`;
}

/** The way SQLite's manual describes: a new table, the rows, the old table's name. Foreign keys are off meanwhile. */
function rebuild(
  before: Table,
  after: Table,
  { added, dropped, changed, renamed }: Parts,
  words: string,
): Step {
  const fresh = `${after.name}_new`;
  const sources = after.columns.map((column) => {
    const pair = [...changed, ...renamed].find((one) => one.after.name === column.name);
    if (pair !== undefined) return converted(pair.before, pair.after) ?? sqlId(pair.before.name);
    if (added.includes(column)) return column.fallback ?? column.backfill ?? 'NULL';
    return sqlId(column.name);
  });
  const summaries = [
    ...dropped.map((column) => `drops column ${after.name}.${column.name} and the values in it`),
    ...renamed.map((pair) => `renames column ${after.name}.${pair.before.name} to ${pair.after.name}`),
    ...added.map((column) => `adds column ${after.name}.${column.name}`),
    ...changed.map((pair) => `changes column ${after.name}.${pair.after.name}: ${changeOf(pair)}`),
    ...without(before.indexes, after.indexes).map((index) => `drops index ${index.name}`),
    ...without(after.indexes, before.indexes).map((index) => indexSummary(after, index)),
  ];
  const narrowed = [...changed, ...renamed].some((pair) => narrowing(pair.before, pair.after) !== undefined);
  const [first] = [
    ...dropped.map((one) => `drop_${words}_${one.name}`),
    ...changed.map((one) => `change_${words}_${one.after.name}`),
    ...renamed.map((one) => `rename_${words}_${one.before.name}_to_${one.after.name}`),
    ...added.map((one) => `add_${words}_${one.name}`),
  ];
  const names = new Set(
    [...dropped, ...added, ...changed.map((pair) => pair.after), ...renamed.map((pair) => pair.after)].map(
      (one) => one.name,
    ),
  );
  return {
    name: names.size === 1 && first !== undefined ? first : `change_${words}`,
    summary: summaries.join('; '),
    destructive: dropped.length > 0 || narrowed,
    table: after.name,
    statements: [
      createTable(after, fresh),
      `INSERT INTO ${sqlId(fresh)} (${after.columns.map(({ name }) => sqlId(name)).join(', ')})\nSELECT ${sources.join(', ')}\nFROM ${sqlId(after.name)};`,
      `DROP TABLE ${sqlId(after.name)};`,
      `ALTER TABLE ${sqlId(fresh)} RENAME TO ${sqlId(after.name)};`,
      ...after.indexes.map((index) => createIndex(after.name, index)),
    ],
  };
}

function changeOf({ before, after }: Pair): string {
  const narrowed = narrowing(before, after);
  if (narrowed !== undefined) return narrowed;
  if (before.kind !== after.kind) return `${before.kind} becomes ${after.kind}`;
  if (before.notNull !== after.notNull) return 'it may be null';
  return before.check === after.check ? 'what it refers to' : 'what it may hold';
}
