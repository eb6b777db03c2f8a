import type { Json } from '../../../src/json/json.ts';
import type { Column } from '../columns.ts';
import type { LoggedMigration } from './log.ts';
import type { Table, TableIndex } from './schema.ts';

interface FirstFacts {
  readonly migrations: readonly string[];
  readonly tables: Readonly<Record<string, StoredTable>>;
}

interface StoredTable {
  readonly model: string;
  readonly columns: Readonly<Record<string, Omit<Column, 'name'>>>;
  readonly indexes: Readonly<Record<string, Omit<TableIndex, 'name'>>>;
}

/** What was kept before there was a log: where the migrations led. The last of them stands for all that they did. */
export function logFromFirstFacts(json: Json): readonly LoggedMigration[] | undefined {
  const { migrations, tables } = json as unknown as Partial<FirstFacts>;
  if (!Array.isArray(migrations) || tables === undefined) return undefined;
  const files = migrations.toSorted();
  const made = Object.entries(tables).map(([name, { model, columns, indexes }]): Table => {
    const named = <T>(all: Readonly<Record<string, T>>) =>
      Object.entries(all).map(([key, rest]) => ({ name: key, ...rest }));
    return { name, model, columns: named(columns) as Column[], indexes: named(indexes) as TableIndex[] };
  });
  return files.map((file, at) => ({
    file,
    after: files.slice(Math.max(0, at - 1), at),
    changes: at < files.length - 1 ? [] : made.map((table) => ({ do: 'add table', table })),
  }));
}
