import type { Column } from '../columns.ts';
import { sqlId } from '../sql-names.ts';
import { SEQUENCES, type Table, type TableIndex } from './schema.ts';

export function createTable(table: Table, name = table.name): string {
  const columns = table.columns.map((column) => `  ${columnSql(column, keyOf(table))}`);
  return `CREATE TABLE ${sqlId(name)} (\n${columns.join(',\n')}\n) STRICT;`;
}

export function keyOf(table: Table): string {
  return table.name === SEQUENCES ? 'name' : 'id';
}

/** A column as CREATE TABLE and ADD COLUMN write it. Checks are named after their columns. */
export function columnSql(column: Column, key = 'id'): string {
  const { name, type, notNull, check, references, fallback } = column;
  return [
    `${sqlId(name)} ${type}`,
    ...(notNull ? ['NOT NULL'] : []),
    ...(name === key ? ['PRIMARY KEY'] : []),
    ...(fallback === null ? [] : [`DEFAULT ${fallback}`]),
    ...(check === null ? [] : [`CONSTRAINT ${sqlId(name)} CHECK (${check})`]),
    ...(references === null
      ? []
      : [
          `REFERENCES ${sqlId(references.table)} (id)`,
          // RESTRICT would be checked at once, deferred or not.
          references.deferred
            ? 'DEFERRABLE INITIALLY DEFERRED'
            : `ON DELETE ${references.onDelete.toUpperCase()}`,
        ]),
  ].join(' ');
}

export function createIndex(table: string, { name, columns, unique, live }: TableIndex): string {
  const kind = unique ? 'UNIQUE INDEX' : 'INDEX';
  const only = live ? ' WHERE deleted_at IS NULL' : '';
  return `CREATE ${kind} ${sqlId(name)} ON ${sqlId(table)} (${columns.map(sqlId).join(', ')})${only};`;
}
