import type { Column } from '../columns.ts';
import { type Schema, SEQUENCES, type Table, type TableIndex } from './schema.ts';

/** One thing that a migration does to the tables, beside the SQL that does it. */
export type Change =
  | { readonly do: 'add table'; readonly table: Table }
  | { readonly do: 'drop table'; readonly table: string }
  | { readonly do: 'rename table'; readonly table: string; readonly to: string; readonly model: string }
  | { readonly do: 'add column' | 'change column'; readonly table: string; readonly column: Column }
  | {
      readonly do: 'rename column';
      readonly table: string;
      readonly column: string;
      readonly to: string;
    }
  | { readonly do: 'drop column'; readonly table: string; readonly column: string }
  | { readonly do: 'add index'; readonly table: string; readonly index: TableIndex }
  | { readonly do: 'drop index'; readonly table: string; readonly index: string };

/** What tables are after changes in their order. */
export function afterChanges(schema: Schema, changes: readonly Change[]): Schema {
  const tables = changes.reduce(afterChange, schema.tables);
  return { tables: tables.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

function afterChange(tables: readonly Table[], change: Change): readonly Table[] {
  if (change.do === 'add table')
    return [...tables.filter(({ name }) => name !== change.table.name), change.table];
  if (change.do === 'drop table') return tables.filter(({ name }) => name !== change.table);
  if (change.do === 'rename table') return tables.map((table) => afterRename(table, change));
  return tables.map((table) => (table.name === change.table ? afterTableChange(table, change) : table));
}

/** References follow the table, as SQLite lets them. */
function afterRename(
  table: Table,
  { table: from, to, model }: Extract<Change, { do: 'rename table' }>,
): Table {
  const columns = table.columns.map((column) =>
    column.references?.table === from
      ? { ...column, references: { ...column.references, table: to } }
      : column,
  );
  return table.name === from ? { ...table, name: to, model, columns } : { ...table, columns };
}

type TableChange = Exclude<Change, { do: 'add table' | 'drop table' | 'rename table' }>;

function afterTableChange(table: Table, change: TableChange): Table {
  const { columns, indexes } = table;
  switch (change.do) {
    case 'add column':
      return { ...table, columns: [...columns, change.column] };
    case 'change column':
      return {
        ...table,
        columns: columns.map((one) => (one.name === change.column.name ? change.column : one)),
      };
    case 'drop column':
      return { ...table, columns: columns.filter(({ name }) => name !== change.column) };
    case 'rename column': {
      const renamed = (name: string) => (name === change.column ? change.to : name);
      return {
        ...table,
        columns: columns.map((column) => ({ ...column, name: renamed(column.name) })),
        indexes: indexes.map((index) => ({ ...index, columns: index.columns.map(renamed) })),
      };
    }
    case 'add index':
      return {
        ...table,
        indexes: [...indexes, change.index].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      };
    case 'drop index':
      return { ...table, indexes: indexes.filter(({ name }) => name !== change.index) };
  }
}

/** The names a change needs to find as they are, and those it alters: `items`, `items.size`, what it may hold: `items.size=`. */
export interface Touched {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export function touchedBy(change: Change): Touched {
  switch (change.do) {
    case 'add table': {
      const { name, columns, indexes } = change.table;
      if (name === SEQUENCES) return { reads: [name], writes: [] };
      return {
        reads: columns.flatMap(referred).filter((one) => one !== name),
        writes: [name, ...indexes.map((index) => `index ${index.name}`)],
      };
    }
    case 'drop table':
      return { reads: [], writes: [change.table] };
    case 'rename table':
      return { reads: [], writes: [change.table, change.to] };
    case 'add column':
      return {
        reads: [change.table, ...referred(change.column)],
        writes: [`${change.table}.${change.column.name}`],
      };
    case 'change column': {
      const name = `${change.table}.${change.column.name}`;
      return { reads: [change.table, name, ...referred(change.column)], writes: [`${name}=`] };
    }
    case 'drop column':
      return { reads: [change.table], writes: [`${change.table}.${change.column}`] };
    case 'rename column':
      return {
        reads: [change.table],
        writes: [change.column, change.to].map((name) => `${change.table}.${name}`),
      };
    case 'add index':
      return {
        reads: [change.table, ...change.index.columns.map((name) => `${change.table}.${name}`)],
        writes: [`index ${change.index.name}`],
      };
    case 'drop index':
      return { reads: [change.table], writes: [`index ${change.index}`] };
  }
}

function referred({ references }: Column): readonly string[] {
  return references === null ? [] : [references.table];
}
