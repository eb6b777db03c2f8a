import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Database } from 'sql.js';

/** The part of better-sqlite3 that the kit's migrations need, over sql.js. */
interface KitDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    all(...values: readonly string[]): readonly Row[];
    get(...values: readonly string[]): Row | undefined;
  };
}

export type Row = Readonly<Record<string, unknown>>;

interface TableChanges {
  runScript(db: KitDatabase, sql: string, instead?: ReadonlyMap<string, string>): void;
  definitionsIn(sql: string): ReadonlyMap<string, string>;
}

const FILE = '../../templates/kit/files/packages/kit/src/table-changes.ts.hbs';

/** The kit's own runner of scripts, as every generated system has it. */
export async function tableChanges(): Promise<TableChanges> {
  const text = readFileSync(join(import.meta.dirname, FILE), 'utf8');
  const { code } = transformSync(text, { loader: 'ts', format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

export function kitDatabase(db: Database): KitDatabase {
  return {
    exec: (sql) => void db.exec(sql),
    prepare: (sql) => ({
      all: (...values) => rows(db, sql, values),
      get: (...values) => rows(db, sql, values)[0],
    }),
  };
}

export function rows(db: Database, sql: string, values: readonly string[] = []): readonly Row[] {
  const statement = db.prepare(sql);
  statement.bind([...values]);
  const found: Row[] = [];
  while (statement.step()) found.push(statement.getAsObject());
  statement.free();
  return found;
}
