import type { Json } from '../../src/json/json.ts';
import { sqlString } from '../../src/render/literals.ts';
import type {
  AggregateChild,
  AtomService,
  Field,
  FieldType,
  Model,
  Validation,
} from '../../src/system/system.ts';
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

export interface Limits {
  readonly values?: readonly (string | number)[];
  readonly min?: Limit;
  readonly max?: Limit;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface Limit {
  readonly value: string | number;
  readonly exclusive: boolean;
}

type Bound = Extract<Validation, { rule: 'min' | 'max' }>;

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

function limitsOf(
  field: Field,
  print: (bound: string | number) => string | number = (bound) => bound,
): Limits {
  const { type, validations } = field;
  const bound = (rule: 'min' | 'max') =>
    validations.flatMap((one) =>
      one.rule === rule ? [{ value: print(normalBound(type, one.value)), exclusive: one.exclusive }] : [],
    )[0];
  const length = (rule: 'min_len' | 'max_len') =>
    validations.flatMap((one) => (one.rule === rule ? [one.value] : []))[0];
  const [oneOf] = validations.flatMap((one) => (one.rule === 'one_of' ? [one.values] : []));
  const values = type.kind === 'enum' ? type.values.map(({ value }) => value) : oneOf;
  const [min, max, minLength] = [bound('min'), bound('max'), length('min_len')];
  const maxLength = type.kind === 'bytes' ? type.maxBytes : length('max_len');
  return {
    ...(values === undefined ? {} : { values }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

function normalBound(type: FieldType, bound: string | number): string | number {
  const normal = normalValue(type, bound);
  return typeof normal === 'number' ? normal : String(normal);
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

function checkOf(field: Field): string | null {
  const name = sqlId(field.column);
  const parts = [...typeChecks(field.type, name), ...ruleChecks(field, name)];
  return parts.length === 0 ? null : parts.join(' AND ');
}

function typeChecks(type: FieldType, name: string): readonly string[] {
  switch (type.kind) {
    case 'bool':
      return [`${name} IN (0, 1)`];
    case 'enum':
      return [`${name} IN (${type.values.map(({ value }) => sqlString(value)).join(', ')})`];
    case 'bytes':
      return [`length(${name}) <= ${type.maxBytes}`];
    case 'json':
      return [`json_valid(${name})`];
    case 'list':
      return [`json_valid(${name})`, `json_type(${name}) = 'array'`];
    default:
      return [];
  }
}

function ruleChecks(field: Field, name: string): readonly string[] {
  const { type, validations } = field;
  const length = lengthCheck(validations, lengthOf(type, name));
  const bounds = isNumeric(type)
    ? boundsOf(field, field.column, String)
    : isTemporal(type)
      ? boundsOf(field, field.column, (bound) => sqlString(String(normalValue(type, bound))))
      : null;
  const oneOf = validations.flatMap((one) =>
    one.rule === 'one_of' && type.kind !== 'list'
      ? [
          `${name} IN (${one.values.map((value) => (typeof value === 'number' ? String(value) : sqlString(value))).join(', ')})`,
        ]
      : [],
  );
  return [...length, ...(bounds === null ? [] : [bounds]), ...oneOf];
}

function isNumeric(type: FieldType): boolean {
  return type.kind === 'int' || type.kind === 'float';
}

/** What is compared as text gives the order it means; durations are not. */
function isTemporal(type: FieldType): boolean {
  return type.kind === 'date' || type.kind === 'time' || type.kind === 'datetime';
}

function lengthOf(type: FieldType, name: string): string {
  return type.kind === 'list' ? `json_array_length(${name})` : `length(${name})`;
}

function lengthCheck(validations: readonly Validation[], length: string): readonly string[] {
  const [min] = validations.flatMap((one) => (one.rule === 'min_len' ? [one.value] : []));
  const [max] = validations.flatMap((one) => (one.rule === 'max_len' ? [one.value] : []));
  if (min !== undefined && max !== undefined) return [`${length} BETWEEN ${min} AND ${max}`];
  if (min !== undefined) return [`${length} >= ${min}`];
  return max === undefined ? [] : [`${length} <= ${max}`];
}

function boundsOf(field: Field, column: string, print: (bound: number | string) => string): string | null {
  const name = sqlId(column);
  const bounds = field.validations.filter((one): one is Bound => one.rule === 'min' || one.rule === 'max');
  const parts = bounds.map(
    (one) => `${name} ${one.rule === 'min' ? '>' : '<'}${one.exclusive ? '' : '='} ${print(one.value)}`,
  );
  return parts.length === 0 ? null : parts.join(' AND ');
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
