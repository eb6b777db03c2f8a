import { sqlString } from '../../../src/render/literals.ts';
import { namesOf } from '../../../src/system/names.ts';
import type { Column } from '../columns.ts';
import { sqlId } from '../sql-names.ts';
import { createIndex, createTable } from './ddl.ts';
import { columnsBefore, type Renames, tableBefore } from './renames.ts';
import { type Schema, SEQUENCES, type Table } from './schema.ts';
import { type Difference, type Step, tableDifference, type Unfillable } from './table.ts';

/** Columns (`items.status`) that are one thing in some databases and another in others, with all they may be. */
export type Unsettled = ReadonlyMap<string, readonly Column[]>;

/** The steps from one schema to another: renames first, then what is new, then what changed, then what goes. */
export function difference(
  recorded: Schema,
  wanted: Schema,
  renames: Renames,
  unsettled: Unsettled = new Map(),
): Difference {
  const pairs = wanted.tables.map((after) => ({ after, before: tableBefore(recorded, after, renames) }));
  const newNames = new Map(
    pairs.flatMap(({ before, after }) => (before === undefined ? [] : [[before.name, after.name] as const])),
  );
  const kept = new Set(newNames.keys());
  const steps: Step[] = [];
  const unfillable: Unfillable[] = [];
  for (const { before, after } of pairs) {
    if (before !== undefined && before.name !== after.name) steps.push(renameTable(before, after, recorded));
  }
  for (const { before, after } of pairs) {
    if (before === undefined) steps.push(addTable(after));
  }
  for (const { before, after } of pairs) {
    if (before === undefined) continue;
    const renamed = {
      ...before,
      name: after.name,
      columns: before.columns.map((column) => pointed(column, newNames)),
    };
    const found = tableDifference(renamed, after, wordsOf(after), {
      oldNames: oldColumns(before, after, renames),
      unsettled: unsettledOf(before.name, unsettled),
    });
    steps.push(...found.steps);
    unfillable.push(...found.unfillable);
  }
  for (const table of recorded.tables) {
    if (!kept.has(table.name)) steps.push(dropTable(table));
  }
  return { steps, unfillable };
}

function unsettledOf(table: string, unsettled: Unsettled): Unsettled {
  const prefix = `${table}.`;
  return new Map(
    [...unsettled].flatMap(([name, columns]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), columns] as const] : [],
    ),
  );
}

function pointed(column: Column, newNames: ReadonlyMap<string, string>): Column {
  if (column.references === null) return column;
  const table = newNames.get(column.references.table) ?? column.references.table;
  return { ...column, references: { ...column.references, table } };
}

/** By `moved`; and the column that points at an aggregate's root is named after the root, and follows it. */
function oldColumns(before: Table, after: Table, renames: Renames): ReadonlyMap<string, string> {
  const names = new Map(columnsBefore(renames, before, after));
  const [was, is] = [before, after].map(
    (table) => table.columns.find((column) => column.kind === 'parent')?.name,
  );
  if (was !== undefined && is !== undefined && was !== is) names.set(is, was);
  return names;
}

function addTable(table: Table): Step {
  return {
    name: table.name === SEQUENCES ? `add_${SEQUENCES}` : `add_${table.name}`,
    summary: `adds table ${table.name}`,
    kind: 'migration',
    statements: [
      // Two branches may each be the first to count.
      table.name === SEQUENCES
        ? createTable(table).replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS')
        : createTable(table),
      ...table.indexes.map((index) => createIndex(table.name, index)),
    ],
    changes: [{ do: 'add table', table }],
    table: table.name,
  };
}

function dropTable({ name }: Table): Step {
  return {
    name: `drop_${name}`,
    summary: `drops table ${name} and the rows in it`,
    kind: 'destructive',
    statements: [`DROP TABLE ${sqlId(name)};`],
    changes: [{ do: 'drop table', table: name }],
    table: name,
  };
}

function renameTable(before: Table, after: Table, recorded: Schema): Step {
  const isCounted =
    recorded.tables.some((table) => table.name === SEQUENCES) &&
    before.columns.some((column) => column.kind === 'int id');
  return {
    name: `rename_${before.name}_to_${after.name}`,
    summary: `renames table ${before.name} to ${after.name}`,
    kind: 'migration',
    statements: [
      `ALTER TABLE ${sqlId(before.name)} RENAME TO ${sqlId(after.name)};`,
      ...(isCounted
        ? [`UPDATE ${SEQUENCES} SET name = ${sqlString(after.name)} WHERE name = ${sqlString(before.name)};`]
        : []),
    ],
    changes: [{ do: 'rename table', table: before.name, to: after.name, model: after.model }],
    table: after.name,
  };
}

function wordsOf(table: Table): string {
  return table.model === '' ? table.name : namesOf(table.model).snake;
}
