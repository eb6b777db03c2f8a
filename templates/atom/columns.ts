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
  readonly notNull: boolean;
  /** What holds for a value that is not null, over the column's name. */
  readonly check: string | null;
  readonly references: {
    readonly table: string;
    readonly onDelete: 'restrict' | 'cascade';
    readonly deferred: boolean;
  } | null;
  /** The value of rows that were there before the column, as SQL; null where there is none. */
  readonly fallback: string | null;
}

type Bound = Extract<Validation, { rule: 'min' | 'max' }>;

export function rootColumns(service: AtomService, model: Model): readonly Column[] {
  return [
    idColumn(model),
    plain('version', 'INTEGER', true, 'version > 0', '1'),
    ...model.fields.flatMap((field) => fieldColumns(service, field)),
    ...(model.audit ? auditColumns() : []),
    ...(model.softDelete ? [plain('deleted_at', 'TEXT', false)] : []),
  ];
}

export function childColumns(service: AtomService, child: AggregateChild, root: Model): readonly Column[] {
  const parent: Column = {
    ...plain(child.parentColumn, root.idType === 'int' ? 'INTEGER' : 'TEXT', true),
    references: { table: root.table, onDelete: 'cascade', deferred: false },
  };
  const place = child.orderField;
  return [
    idColumn(child.of),
    parent,
    ...(place === null ? [] : [plain(place, 'INTEGER', true, `${sqlId(place)} > 0`, '1')]),
    ...childFields(child).flatMap((field) => fieldColumns(service, field)),
  ];
}

function idColumn(model: Model): Column {
  return plain('id', model.idType === 'int' ? 'INTEGER' : 'TEXT', true);
}

const EPOCH = sqlString('1970-01-01T00:00:00.000Z');

function auditColumns(): readonly Column[] {
  return [
    plain('created_at', 'TEXT', true, null, EPOCH),
    plain('created_by', 'TEXT', false),
    plain('updated_at', 'TEXT', true, null, EPOCH),
    plain('updated_by', 'TEXT', false),
  ];
}

function plain(
  name: string,
  type: Column['type'],
  notNull: boolean,
  check: string | null = null,
  fallback: string | null = null,
): Column {
  return { name, type, notNull, check, references: null, fallback };
}

/** One column, or two for a decimal: its text, and a key whose order is that of the numbers. */
export function fieldColumns(service: AtomService, field: Field): readonly Column[] {
  const { column, type } = field;
  const notNull = !field.nullable;
  const value = field.default ?? null;
  const fallback = value === null ? null : sqlValue(type, value);
  if (type.kind === 'decimal') {
    const key = decimalSortColumn(column);
    const check = boundsOf(field, key, (bound) =>
      sqlString(decimalKey(String(bound), type.precision, type.scale)),
    );
    return [
      plain(column, 'TEXT', notNull, null, fallback),
      plain(
        key,
        'TEXT',
        notNull,
        check,
        value === null ? null : sqlString(decimalKey(String(value), type.precision, type.scale)),
      ),
    ];
  }
  const references = referenceOf(service, type);
  return [{ ...plain(column, storageOf(type), notNull, checkOf(field), fallback), references }];
}

function referenceOf(service: AtomService, type: FieldType): Column['references'] {
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
