import type { Json } from '../../src/json/json.ts';
import { sqlString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, FieldType, Model } from '../../src/system/system.ts';
import { boundsOf, checkOf, type Limits, limitsOf } from './column-checks.ts';
import { decimalKey } from './decimal-key.ts';
import { childFields, modelsOf } from './entity.ts';
import { normalValue } from './normal.ts';
import { decimalSortColumn } from './query.ts';
import { sqlId } from './sql-names.ts';

/** A column of SQLite, as migrations make it and repositories read it. */
export interface Column {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'REAL' | 'BLOB';
  /** What it means (`int`, `date`, `decimal(12,2)`): decides how a value becomes one of another kind. */
  readonly kind: string;
  readonly notNull: boolean;
  /** What holds for a value that is not null, over the column's name. */
  readonly check: string | null;
  /** The same in parts, to tell whether it lets fewer values in than before. */
  readonly limits: Limits;
  readonly references: Reference | null;
  /** The value of rows that do not say one, as SQL; null where there is none. */
  readonly fallback: string | null;
  /** An expression for rows that were there before the column, where that is no constant. */
  readonly backfill: string | null;
}

export interface Reference {
  readonly table: string;
  readonly onDelete: 'restrict' | 'cascade';
  readonly deferred: boolean;
}

export function rootColumns(service: AtomService, model: Model): readonly Column[] {
  return [
    idColumn(model),
    column('version', 'INTEGER', 'version', { notNull: true, check: 'version > 0' }),
    ...model.fields.flatMap((field) => fieldColumns(service, field)),
    ...(model.audit ? auditColumns() : []),
    ...(model.softDelete ? [column('deleted_at', 'TEXT', 'datetime')] : []),
  ];
}

export function childColumns(service: AtomService, child: AggregateChild, root: Model): readonly Column[] {
  const parent = sqlId(child.parentColumn);
  const references = { table: root.table, onDelete: 'cascade', deferred: false } as const;
  return [
    idColumn(child.of),
    column(child.parentColumn, root.idType === 'int' ? 'INTEGER' : 'TEXT', 'parent', {
      notNull: true,
      references,
    }),
    ...(child.orderField === null ? [] : [placeColumn(child.orderField, sqlId(child.of.table), parent)]),
    ...childFields(child).flatMap((field) => fieldColumns(service, field)),
  ];
}

function idColumn(model: Model): Column {
  return column('id', model.idType === 'int' ? 'INTEGER' : 'TEXT', `${model.idType} id`, { notNull: true });
}

/** Rows that were there before they had places keep the order of their ids. */
function placeColumn(name: string, table: string, parent: string): Column {
  const backfill = `(SELECT count(*) FROM ${table} AS other WHERE other.${parent} = ${table}.${parent} AND other.id <= ${table}.id)`;
  return column(name, 'INTEGER', 'place', { notNull: true, check: `${sqlId(name)} > 0`, backfill });
}

/** Of rows that were there before it is known that they were made before now. */
function auditColumns(): readonly Column[] {
  const backfill = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
  return [
    column('created_at', 'TEXT', 'datetime', { notNull: true, backfill }),
    column('created_by', 'TEXT', 'string'),
    column('updated_at', 'TEXT', 'datetime', { notNull: true, backfill }),
    column('updated_by', 'TEXT', 'string'),
  ];
}

function column(
  name: string,
  type: Column['type'],
  kind: string,
  more: Partial<Omit<Column, 'name' | 'type' | 'kind'>> = {},
): Column {
  const plain = { notNull: false, check: null, limits: {}, references: null, fallback: null, backfill: null };
  return { name, type, kind, ...plain, ...more };
}

/** One column, or two for a decimal: its text, and a key whose order is that of the numbers. */
export function fieldColumns(service: AtomService, field: Field): readonly Column[] {
  const { type } = field;
  const notNull = !field.nullable;
  const value = field.default ?? null;
  if (type.kind === 'decimal') return decimalColumns(field, type, value);
  return [
    column(field.column, storageOf(type), kindOf(type), {
      notNull,
      check: checkOf(field),
      limits: limitsOf(field),
      references: referenceOf(service, type),
      fallback: value === null ? null : sqlValue(type, value),
    }),
  ];
}

type Decimal = Extract<FieldType, { kind: 'decimal' }>;

function decimalColumns(field: Field, type: Decimal, value: Json): readonly Column[] {
  const { precision, scale } = type;
  const notNull = !field.nullable;
  const key = decimalSortColumn(field.column);
  const keyOf = (number: Json) => decimalKey(String(number), precision, scale);
  const limits = limitsOf(field, keyOf);
  const check = boundsOf(field, key, (bound) => sqlString(keyOf(bound)));
  const fallback = value === null ? null : sqlValue(type, value);
  const keyFallback = value === null ? null : sqlString(keyOf(value));
  return [
    column(field.column, 'TEXT', kindOf(type), { notNull, fallback }),
    column(key, 'TEXT', `${kindOf(type)} key`, { notNull, check, limits, fallback: keyFallback }),
  ];
}

function kindOf(type: FieldType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'list':
      return `list of ${kindOf(type.of)}`;
    case 'ref':
      return `ref to ${type.service === null ? '' : `${type.service}.`}${type.model.pascal}`;
    default:
      return type.kind;
  }
}

function referenceOf(service: AtomService, type: FieldType): Reference | null {
  if (type.kind !== 'ref' || type.service !== null) return null;
  const target = modelsOf(service).find((model) => model.names.pascal === type.model.pascal);
  if (target === undefined) return null;
  const isChild = service.aggregates.some(({ children }) =>
    children.some((child) => child.of.names.pascal === type.model.pascal),
  );
  return { table: target.table, onDelete: 'restrict', deferred: isChild };
}

export function storageOf(type: FieldType): Column['type'] {
  switch (type.kind) {
    case 'int':
    case 'bool':
      return 'INTEGER';
    case 'float':
      return 'REAL';
    case 'bytes':
      return 'BLOB';
    case 'ref':
      return type.idType === 'int' ? 'INTEGER' : 'TEXT';
    default:
      return 'TEXT';
  }
}

/** A value of the spec as the column stores it. */
export function sqlValue(type: FieldType, given: Json): string {
  const value = normalValue(type, given);
  switch (type.kind) {
    case 'bool':
      return value === true ? '1' : '0';
    case 'int':
    case 'float':
      return String(value);
    case 'bytes':
      return `X'${Buffer.from(String(value), 'base64').toString('hex')}'`;
    case 'json':
    case 'list':
      return sqlString(JSON.stringify(value));
    case 'ref':
      return typeof value === 'number' ? String(value) : sqlString(String(value));
    default:
      return sqlString(String(value));
  }
}
