import { sqlString } from '../../src/render/literals.ts';
import type { Field, FieldType, Validation } from '../../src/system/system.ts';
import { normalValue } from './normal.ts';
import { sqlId } from './sql-names.ts';

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

/** What values of a column are held to, in parts: to tell whether it lets fewer in than before. */
export function limitsOf(
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

/** The condition of a column in SQL, or null where every value of its type is one. */
export function checkOf(field: Field): string | null {
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

export function boundsOf(
  field: Field,
  column: string,
  print: (bound: number | string) => string,
): string | null {
  const name = sqlId(column);
  const bounds = field.validations.filter((one): one is Bound => one.rule === 'min' || one.rule === 'max');
  const parts = bounds.map(
    (one) => `${name} ${one.rule === 'min' ? '>' : '<'}${one.exclusive ? '' : '='} ${print(one.value)}`,
  );
  return parts.length === 0 ? null : parts.join(' AND ');
}
