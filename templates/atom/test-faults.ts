import { type Layout, list } from '../../src/render/layout.ts';
import { tsLiteral, tsString } from '../../src/render/literals.ts';
import type { Field, FieldType, Validation } from '../../src/system/system.ts';
import { normalDecimal } from './decimal-key.ts';
import { durationMs } from './iso-duration.ts';
import { normalValue } from './normal.ts';

interface Fault {
  readonly why: string;
  readonly value: Layout;
  /** What people are told of it, where the spec has words of its own. */
  readonly told?: string | undefined;
}

/** Rows of a table of values that must be refused: the field, why, and the value. */
export function faultRows(fields: readonly Field[], bodyLimit: number): readonly Layout[] {
  return fields.flatMap((field) =>
    faultsOf(field, bodyLimit).map(({ why, value }) =>
      list('[', [tsString(field.property), tsString(why), value], ']'),
    ),
  );
}

/** Rows of a table of what people are told: the field, a value that is refused, the words. */
export function toldRows(fields: readonly Field[]): readonly Layout[] {
  return fields.flatMap((field) => {
    const missing = field.messages?.required;
    const faults = [
      ...(missing === undefined || !field.required ? [] : [{ value: 'undefined', told: missing }]),
      ...field.validations.flatMap((one) => ruleFaults(field.type, one)),
    ];
    return faults.flatMap(({ value, told }) =>
      told === undefined ? [] : [list('[', [tsString(field.property), value, tsString(told)], ']')],
    );
  });
}

function faultsOf(field: Field, bodyLimit: number): readonly Fault[] {
  const ofNull = field.nullable || field.type.kind === 'json' ? [] : [fault('null', 'null')];
  return [
    ...ofNull,
    ...typeFaults(field.type, bodyLimit),
    ...field.validations.flatMap((one) => ruleFaults(field.type, one)),
  ];
}

function typeFaults(type: FieldType, bodyLimit: number): readonly Fault[] {
  switch (type.kind) {
    case 'string':
    case 'text':
      return [fault('a number', '1')];
    case 'email':
    case 'url':
    case 'phone':
      return [fault(`no ${type.kind}`, "'nonsense'")];
    case 'slug':
      return [fault('no slug', "'No Slug'")];
    case 'int':
      return [fault('a fraction', '1.5'), fault('a text', "'1'"), fault('too large to be exact', '2 ** 53')];
    case 'float':
      return [fault('a text', "'1'")];
    case 'decimal':
      return [
        fault('a number', '1'),
        fault('no number', "'1,5'"),
        fault('too many places', tsString(`0.${'1'.repeat(type.scale + 1)}`)),
        fault('too many digits', tsString(`1${'0'.repeat(type.precision - type.scale)}`)),
      ];
    case 'bool':
      return [fault('a text', "'true'")];
    case 'date':
      return [fault('no such day', "'2026-02-30'")];
    case 'time':
      return [fault('no such time', "'24:00:00'")];
    case 'datetime':
      return [fault('no time zone', "'2026-03-01T08:00:00'")];
    case 'duration':
      return [fault('no duration', "'1 day'")];
    case 'uuid':
      return [fault('no UUID', "'nonsense'")];
    case 'enum':
      return [fault('not among the values', "'nobody-knows-this'")];
    case 'bytes':
      return bytesFaults(type.maxBytes, bodyLimit);
    case 'json':
      return type.schema === null ? [] : [fault('not what the schema says', "'nonsense'")];
    case 'ref':
      return [fault('no id', type.idType === 'int' ? "'nonsense'" : '{}')];
    case 'list':
      return [fault('no list', "'nonsense'"), fault('an entry of another type', '[{}]')].slice(
        0,
        type.of.kind === 'json' ? 1 : 2,
      );
  }
}

function bytesFaults(maxBytes: number, bodyLimit: number): readonly Fault[] {
  const tooMany = fault('too many bytes', `Buffer.alloc(${maxBytes + 1}).toString('base64')`);
  return [fault('no base64', "'!'"), ...(maxBytes * 1.4 + 4096 < bodyLimit ? [tooMany] : [])];
}

function ruleFaults(type: FieldType, validation: Validation): readonly Fault[] {
  return brokenBy(type, validation).map((one) => ({ ...one, told: validation.message }));
}

function brokenBy(type: FieldType, validation: Validation): readonly Fault[] {
  switch (validation.rule) {
    case 'min':
    case 'max':
      return boundFault(type, validation);
    case 'min_len':
      return validation.value > 0 ? [fault('too short', lengthOf(type, validation.value - 1))] : [];
    case 'max_len':
      return [fault('too long', lengthOf(type, validation.value + 1))];
    case 'pattern':
      return ['', ' ', '!']
        .filter((text) => !new RegExp(validation.value, 'u').test(text))
        .slice(0, 1)
        .map((text) => fault('no match', tsString(text)));
    case 'email':
    case 'url':
      return [fault(`no ${validation.rule}`, "'nonsense'")];
    case 'one_of':
      return strangers(type)
        .filter((value) => !validation.values.includes(value))
        .slice(0, 1)
        .map((value) => fault('not among the values', tsLiteral(value)));
    case 'custom':
      return [];
  }
}

/** Values of the type; not all of them are likely to be among the ones of a spec. */
function strangers(type: FieldType): readonly (string | number)[] {
  switch (type.kind) {
    case 'int':
    case 'float':
      return [-987, -986];
    case 'decimal':
      return [0, 1].map((digit) =>
        normalDecimal(type.precision > type.scale ? String(digit) : '0', type.scale),
      );
    case 'date':
      return ['2000-02-29', '2000-03-01'];
    case 'time':
      return ['03:04:05', '03:04:06'];
    case 'uuid':
      return ['00000000-0000-7000-8000-00000000abcd'];
    default:
      return ['nobody-knows-this', 'nobody-knows-that'];
  }
}

/** A value just outside: below a minimum, above a maximum, or on a bound that is not included. */
function boundFault(
  type: FieldType,
  validation: Extract<Validation, { rule: 'min' | 'max' }>,
): readonly Fault[] {
  const { rule, value, exclusive } = validation;
  const why = rule === 'min' ? 'too small' : 'too large';
  if (exclusive) return [fault(why, tsLiteral(value))];
  const step = rule === 'min' ? -1 : 1;
  switch (type.kind) {
    case 'int':
    case 'float':
      return Number.isSafeInteger(Number(value) + step) || type.kind === 'float'
        ? [fault(why, String(Number(value) + step))]
        : [];
    case 'decimal':
      return decimalFault(why, String(value), step, type);
    case 'date':
      return [fault(why, tsString(rule === 'min' ? '0001-01-01' : '9999-12-31'))];
    case 'time': {
      const end = rule === 'min' ? '00:00:00' : '23:59:59';
      return end === normalValue(type, value) ? [] : [fault(why, tsString(end))];
    }
    case 'datetime':
      return [fault(why, tsString(rule === 'min' ? '0001-01-01T00:00:00Z' : '9999-12-31T00:00:00Z'))];
    case 'duration': {
      const ms = durationMs(String(value)) + step * 1000;
      return ms < 0 ? [] : [fault(why, tsString(`PT${ms / 1000}S`))];
    }
    default:
      return [];
  }
}

function decimalFault(
  why: string,
  bound: string,
  step: number,
  type: { precision: number; scale: number },
): readonly Fault[] {
  const unit = 10n ** BigInt(type.scale);
  const [whole = '0', places = ''] = bound.replace('-', '').split('.');
  const size = BigInt(whole) * unit + BigInt(places.padEnd(type.scale, '0') || '0');
  const next = (bound.startsWith('-') ? -size : size) + BigInt(step);
  const digits = (next < 0n ? -next : next).toString().padStart(type.scale + 1, '0');
  if (digits.length > type.precision && type.scale < type.precision) return [];
  const point = digits.length - type.scale;
  const text = type.scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return [fault(why, tsString(`${next < 0n ? '-' : ''}${text}`))];
}

function lengthOf(type: FieldType, length: number): Layout {
  if (type.kind === 'list') return `Array.from({ length: ${length} }, () => null)`;
  if (type.kind === 'bytes') return `Buffer.alloc(${length}).toString('base64')`;
  return length === 0 ? "''" : `'x'.repeat(${length})`;
}

function fault(why: string, value: Layout): Fault {
  return { why, value };
}
