import type { AtomService, Field, Model } from '../../src/system/system.ts';
import { listRoutesOf } from './entity.ts';

/** What a list can be sorted by: a field, the id, or a column of the audit. */
export interface SortKey {
  readonly property: string;
  /** The column that has the order: decimals have one of their own for it. */
  readonly column: string;
  readonly nullable: boolean;
}

/** The fields that some list route of the model filters by, in the model's order. */
export function filterFields(service: AtomService, model: Model): readonly Field[] {
  const asked = new Set(listRoutesOf(service, model).flatMap((route) => route.filter));
  return model.fields.filter((field) => names(field).some((name) => asked.has(name)));
}

/** What some list route of the model sorts by, the model's fields first. */
export function sortKeysOf(service: AtomService, model: Model): readonly SortKey[] {
  const asked = new Set(
    listRoutesOf(service, model).flatMap((route) => route.sort.map((key) => key.replace(/^[-+]/, ''))),
  );
  const ofFields = model.fields
    .filter((field) => names(field).some((name) => asked.has(name)))
    .map(sortKeyOf);
  const own = ownKeys(model).filter((key) => asked.has(key.property) || asked.has(key.column));
  return [...ofFields, ...own];
}

export function sortKeyOf(field: Field): SortKey {
  return { property: field.property, column: sortColumnOf(field), nullable: field.nullable };
}

export function sortColumnOf(field: Field): string {
  return field.type.kind === 'decimal' ? decimalSortColumn(field.column) : field.column;
}

export function decimalSortColumn(column: string): string {
  return `${column}_sort`;
}

function ownKeys(model: Model): readonly SortKey[] {
  const id = { property: 'id', column: 'id', nullable: false };
  if (!model.audit) return [id];
  return [
    id,
    { property: 'createdAt', column: 'created_at', nullable: false },
    { property: 'updatedAt', column: 'updated_at', nullable: false },
  ];
}

function names(field: Field): readonly string[] {
  return [field.property, field.column, field.names.snake, field.names.camel];
}
