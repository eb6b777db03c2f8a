import type { Json } from '../json/json.ts';
import type { SpecField } from '../spec/schema/top.ts';
import { namesOf, propertyOf } from './names.ts';
import type { Field, FieldType, IdType, Names, SpecPath, Validation } from './system.ts';

/** What a reference leads to: the model's own names and the type of its ids. */
export type FindModel = (service: string | null, model: string) => { names: Names; idType: IdType };

export function resolveField(key: string, spec: SpecField, at: SpecPath, find: FindModel): Field {
  const names = namesOf(key);
  const type = resolveType(spec.type, find);
  const says = (rule: string) => spec.validations.some((validation) => validation.name === rule);
  const required = spec.required || says('required');
  const standard = spec.default === undefined ? {} : { default: defaultOf(type, spec.default as Json) };
  return {
    at,
    names,
    property: propertyOf(names),
    column: names.snake,
    type,
    required,
    nullable: spec.nullable ?? !(required || spec.default !== undefined),
    unique: spec.unique || says('unique'),
    immutable: spec.immutable || says('immutable'),
    private: spec.private,
    searchable: spec.searchable,
    ...standard,
    validations: spec.validations.flatMap((validation) => resolveValidation(type, validation)),
    ...messagesOf(spec.validations),
    label: spec.label ?? names.title,
    help: spec.help ?? '',
  };
}

function messagesOf(validations: SpecField['validations']): Pick<Field, 'messages'> {
  const said = validations.flatMap(({ name, message }) =>
    message !== undefined && (name === 'required' || name === 'unique' || name === 'immutable')
      ? [[name, message] as const]
      : [],
  );
  return said.length === 0 ? {} : { messages: Object.fromEntries(said) };
}

function resolveType(type: SpecField['type'], find: FindModel): FieldType {
  switch (type.name) {
    case 'decimal':
      return { kind: 'decimal', precision: type.precision, scale: type.scale };
    case 'enum':
      return { kind: 'enum', values: type.values.map(({ value, label }) => ({ value, label })) };
    case 'bytes':
      return { kind: 'bytes', maxBytes: type.max_bytes };
    case 'json':
      return { kind: 'json', schema: (type.schema ?? null) as Json };
    case 'ref': {
      const { names, idType } = find(type.service ?? null, type.model);
      return { kind: 'ref', service: type.service ?? null, model: names, idType };
    }
    case 'list':
      return { kind: 'list', of: resolveType(type.of, find) };
    case 'shape':
      throw new Error(`a field of a model has a shape as its type: ${type.model}`);
    default:
      return { kind: type.name };
  }
}

function resolveValidation(
  type: FieldType,
  validation: SpecField['validations'][number],
): readonly Validation[] {
  const { message } = validation;
  const rules = resolveRule(type, validation);
  return message === undefined ? rules : rules.map((rule) => ({ ...rule, message }));
}

function resolveRule(
  type: FieldType,
  { name, value, exclusive }: SpecField['validations'][number],
): readonly Validation[] {
  switch (name) {
    case 'required':
    case 'unique':
    case 'immutable':
      return [];
    case 'min':
    case 'max':
      return [{ rule: name, value: boundOf(type, value as string | number), exclusive }];
    case 'min_len':
    case 'max_len':
      return [{ rule: name, value: Number(value) }];
    case 'pattern':
      return [{ rule: name, value: String(value) }];
    case 'email':
    case 'url':
      return [{ rule: name }];
    case 'one_of':
      return [
        { rule: name, values: (value as readonly (string | number)[]).map((one) => choiceOf(type, one)) },
      ];
    case 'custom':
      return [{ rule: name, name: namesOf(String(value)) }];
  }
}

/** Numbers stay numbers where the field is one; decimals are text. */
function boundOf(type: FieldType, value: string | number): string | number {
  return type.kind === 'decimal' ? decimalText(value, type.scale) : value;
}

/** As values of the type are stored, so that one can be found among them. */
function choiceOf(type: FieldType, value: string | number): string | number {
  if (type.kind === 'decimal') return decimalText(value, type.scale);
  if (type.kind === 'time') return /^\d\d:\d\d$/.test(String(value)) ? `${value}:00` : value;
  return type.kind === 'uuid' ? String(value).toLowerCase() : value;
}

function defaultOf(type: FieldType, value: Json): Json {
  if (type.kind === 'decimal' && (typeof value === 'number' || typeof value === 'string'))
    return decimalText(value, type.scale);
  if (type.kind === 'list' && Array.isArray(value)) return value.map((one: Json) => defaultOf(type.of, one));
  return value;
}

/** `12` with scale 2 is `12.00`; a bound finer than the scale stays as it is. */
function decimalText(value: number | string, scale: number): string {
  const plain = typeof value === 'number' && /e/i.test(String(value)) ? value.toFixed(scale) : String(value);
  const [whole = '', part = ''] = plain.trim().split('.');
  const digits = part.padEnd(scale, '0');
  return digits === '' ? whole : `${whole}.${digits}`;
}
