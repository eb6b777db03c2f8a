import type { AtomService, Model } from '../../../src/system/system.ts';
import { type Column, childColumns, rootColumns } from '../columns.ts';
import { entitiesOf } from '../entity.ts';
import { sortColumnOf } from '../query.ts';

/** The tables of a service as migrations leave them: what a component's facts keep for the next difference. */
export interface Schema {
  readonly tables: readonly Table[];
}

export interface Table {
  readonly name: string;
  /** The model it holds, so that a table that only has another name is known again. */
  readonly model: string;
  readonly columns: readonly Column[];
  readonly indexes: readonly TableIndex[];
}

export interface TableIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Only over rows that are not deleted. */
  readonly live: boolean;
}

/** The table that ids are counted in, where a model's ids are numbers. */
export const SEQUENCES = 'sequences';

export function schemaOf(service: AtomService): Schema {
  const entities = entitiesOf(service);
  const tables = entities.flatMap(({ model, children }) => [
    tableOf(model, rootColumns(service, model), rootIndexes(model)),
    ...children.map((child) => {
      const name = `${child.of.table}_${child.parentColumn}`;
      const order = child.orderField === null ? [] : [child.orderField];
      const own = {
        name: `${name}_idx`,
        columns: [child.parentColumn, ...order],
        unique: false,
        live: false,
      };
      const unique = child.unique.map((properties) => {
        const columns = properties.map((property) => columnOf(child.of, property));
        return {
          name: `${name}_${columns.join('_')}_key`,
          columns: [child.parentColumn, ...columns],
          unique: true,
          live: false,
        };
      });
      return tableOf(child.of, childColumns(service, child, model), [
        own,
        ...unique,
        ...rootIndexes(child.of),
      ]);
    }),
  ]);
  const counted = entities.some(({ model }) => model.idType === 'int');
  return { tables: [...tables, ...(counted ? [sequences] : [])].toSorted(byName) };
}

function columnOf(model: Model, property: string): string {
  const field = model.fields.find((one) => one.property === property || one.column === property);
  return field === undefined ? property : sortColumnOf(field);
}

function tableOf(model: Model, columns: readonly Column[], indexes: readonly TableIndex[]): Table {
  return { name: model.table, model: model.names.pascal, columns, indexes: indexes.toSorted(byName) };
}

function rootIndexes(model: Model): readonly TableIndex[] {
  const live = model.softDelete;
  const unique = model.fields
    .filter((field) => field.unique)
    .map((field) => ({
      name: `${model.table}_${field.column}_key`,
      columns: [sortColumnOf(field)],
      unique: true,
      live,
    }));
  const stored = new Map(model.fields.map((field) => [field.column, sortColumnOf(field)]));
  const named = model.indexes.map(({ name, columns, unique: only }) => ({
    name,
    columns: columns.map((column) => stored.get(column) ?? column),
    unique: only,
    live,
  }));
  const taken = new Set(unique.map(({ name }) => name));
  return [...unique, ...named.filter(({ name }) => !taken.has(name))];
}

const nothing = { check: null, limits: {}, references: null, fallback: null, backfill: null };

const sequences: Table = {
  name: SEQUENCES,
  model: '',
  columns: [
    { name: 'name', type: 'TEXT', kind: 'string', notNull: true, ...nothing },
    { name: 'value', type: 'INTEGER', kind: 'int', notNull: true, ...nothing },
  ],
  indexes: [],
};

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}
