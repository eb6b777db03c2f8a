import type { LongType } from '../schema/field.ts';
import type { SpecField } from '../schema/top.ts';
import { checkDefault } from './field-defaults.ts';
import { compareValues, fitsType } from './field-values.ts';
import type { Path, Scope } from './scope.ts';
import { typeName } from './type-name.ts';

type Rule = SpecField['validations'][number];

/** Types, validations and defaults of every field go together. */
export function checkFields(scope: Scope): void {
  for (const [name, service] of scope.services) {
    const at = ['services', name];
    for (const key of ['models', 'aggregates'] as const)
      for (const [root, { fields }] of Object.entries(service[key]))
        checkAll(scope, [...at, key, root, 'fields'], fields);
    for (const [event, { payload }] of Object.entries(service.events))
      checkAll(scope, [...at, 'events', event, 'payload'], payload);
    for (const [usecase, { input, output }] of Object.entries(service.usecases)) {
      const path = [...at, 'usecases', usecase];
      if (typeof input === 'object') checkAll(scope, [...path, 'input'], input);
      if (typeof output === 'object') checkAll(scope, [...path, 'output'], output);
    }
  }
}

function checkAll(scope: Scope, at: Path, fields: Readonly<Record<string, SpecField>>): void {
  for (const [name, field] of Object.entries(fields)) {
    const path = [...at, name];
    if (!checkTypeItself(scope, [...path, 'type'], field.type)) continue;
    strayKeys(scope, path, field);
    checkTwice(scope, path, field);
    const fine = field.validations.map((rule, index) =>
      checkRule(scope, [...path, 'validations', index], rule, field.type),
    );
    checkBounds(scope, path, field);
    if (fine.every((isFine) => isFine)) checkDefault(scope, path, field);
  }
}

function checkTypeItself(scope: Scope, at: Path, type: LongType): boolean {
  switch (type.name) {
    case 'decimal':
      return type.scale <= type.precision || scaleTooLarge(scope, at, type);
    case 'enum':
      return checkEnum(scope, at, type.values);
    case 'list':
      if (type.of.name !== 'list') return checkTypeItself(scope, [...at, 'of'], type.of);
      scope.add({
        code: 'HM1032',
        at: scope.at(at),
        summary: 'A list of lists is not a type',
        why: 'Databases and forms have no such thing in common.',
        todo: 'Use `json`, or a child of an aggregate.',
      });
      return false;
    default:
      return true;
  }
}

function scaleTooLarge(scope: Scope, at: Path, type: { precision: number; scale: number }): false {
  scope.add({
    code: 'HM1032',
    at: scope.at(at),
    summary: `\`decimal(${type.precision},${type.scale})\` has more digits after the point than in all`,
    why: 'The first number is that of all digits, the second that of digits after the point.',
    todo: `Write \`decimal(${type.precision + type.scale},${type.scale})\`.`,
  });
  return false;
}

function checkEnum(scope: Scope, at: Path, values: readonly { value: string }[]): boolean {
  const first = new Map<string, number>();
  let fine = true;
  for (const [index, { value }] of values.entries()) {
    const other = first.get(value);
    if (other === undefined) first.set(value, index);
    else {
      fine = false;
      scope.add({
        code: 'HM1033',
        at: scope.at([...at, 'values', index, 'value']),
        summary: `The value \`${value}\` is there twice`,
        why: 'The values of an enum are a set.',
        todo: 'Delete one of them.',
        related: [{ at: scope.at([...at, 'values', other, 'value']), summary: 'it is here first' }],
      });
    }
  }
  return fine;
}

/** `values`, `max_bytes` and `schema` beside a type that has no use for them. */
function strayKeys(scope: Scope, at: Path, field: SpecField): void {
  for (const [key, type] of [
    ['values', 'enum'],
    ['max_bytes', 'bytes'],
    ['schema', 'json'],
  ] as const)
    if (field[key] !== undefined)
      scope.add({
        code: 'HM1080',
        at: scope.keyAt([...at, key]),
        summary: `\`${key}\` is only for \`${type}\`, and this is \`${typeName(field.type)}\``,
        why: 'It would mean nothing here.',
        todo:
          key === 'values'
            ? 'Make the type `enum`, or use the validation `one_of`.'
            : `Delete it, or make the type \`${type}\`.`,
      });
  if (field.unique && ['json', 'list', 'bytes'].includes(field.type.name))
    scope.add({
      code: 'HM1080',
      at: scope.at([...at, 'unique']),
      summary: `\`${typeName(field.type)}\` cannot be unique`,
      why: 'Databases compare such values in different ways, or not at all.',
      todo: 'Delete `unique`, or keep what has to be unique in a field of its own.',
    });
}

const texts = ['string', 'text', 'email', 'url', 'slug', 'phone'];
const numbers = ['int', 'float', 'decimal'];
const ordered = [...numbers, 'date', 'time', 'datetime', 'duration'];

const typesFor: Readonly<Partial<Record<Rule['name'], readonly string[]>>> = {
  min: ordered,
  max: ordered,
  min_len: [...texts, 'list'],
  max_len: [...texts, 'list'],
  pattern: texts,
  email: texts,
  url: texts,
  one_of: [...texts, ...numbers, 'date', 'time', 'uuid'],
};

function checkRule(scope: Scope, at: Path, rule: Rule, type: LongType): boolean {
  const types = typesFor[rule.name];
  if (types !== undefined && !types.includes(type.name)) return wrongRule(scope, at, rule, type, types);
  const expected = valueFault(rule, type);
  if (expected === undefined) return true;
  const missing = rule.value === undefined;
  if (rule.name === 'pattern' && typeof rule.value === 'string') {
    scope.add({
      code: 'HM1081',
      at: scope.at([...at, 'value']),
      summary: `The pattern is not a regular expression of JavaScript${reasonOf(rule.value)}`,
      why: 'It checks the values in the API, and becomes part of its OpenAPI document.',
      todo: 'Put `\\` before a character that is meant as it is, and close every bracket.',
    });
    return false;
  }
  scope.add({
    code: 'HM1078',
    at: missing ? scope.at([...at, 'name']) : scope.at([...at, 'value']),
    summary: missing ? `\`${rule.name}\` needs a value` : `The value of \`${rule.name}\` must be ${expected}`,
    why: `On \`${typeName(type)}\` it is compared with ${expected}.`,
    todo: `Write {name: ${rule.name}, value: ...} with ${expected}.`,
  });
  return false;
}

function wrongRule(scope: Scope, at: Path, rule: Rule, type: LongType, types: readonly string[]): false {
  const instead = rule.name === 'min' || rule.name === 'max' ? `${rule.name}_len` : undefined;
  const fits = instead !== undefined && (typesFor[instead as Rule['name']] ?? []).includes(type.name);
  scope.add({
    code: 'HM1080',
    at: scope.at([...at, 'name']),
    summary: `\`${rule.name}\` does not go with \`${typeName(type)}\``,
    why: `It is for ${types.join(', ')}.`,
    todo: fits
      ? `For a length use \`${instead}\`, or \`len\` in the short form.`
      : 'Delete it, or change the type.',
  });
  return false;
}

/** A value keeps any number of patterns and functions, and one of each of these. */
const single: readonly Rule['name'][] = ['min', 'max', 'min_len', 'max_len', 'one_of'];

function checkTwice(scope: Scope, at: Path, { validations }: SpecField): void {
  for (const [index, { name }] of validations.entries()) {
    const other = validations.findIndex((rule) => rule.name === name);
    if (other === index || !single.includes(name)) continue;
    scope.add({
      code: 'HM1094',
      at: scope.at([...at, 'validations', index, 'name']),
      summary: `\`${name}\` is there twice`,
      why: 'One of them would mean nothing.',
      todo: 'Keep the one that is meant.',
      related: [{ at: scope.at([...at, 'validations', other, 'name']), summary: 'it is here first' }],
    });
  }
}

/** What the value had to be, or undefined where it is fine. */
function valueFault(rule: Rule, type: LongType): string | undefined {
  const { value } = rule;
  switch (rule.name) {
    case 'min':
    case 'max':
      return boundFits(value, type) ? undefined : `a value of type ${typeName(type)}`;
    case 'min_len':
    case 'max_len':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
        ? undefined
        : 'a whole number of 0 or more';
    case 'pattern':
      return patternFault(value);
    case 'one_of':
      return Array.isArray(value) && value.length > 0 && value.every((item) => boundFits(item, type))
        ? undefined
        : `a list of values of type ${typeName(type)}`;
    case 'custom':
      return value === undefined || (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_]*$/.test(value))
        ? undefined
        : 'the name of a function';
    default:
      return undefined;
  }
}

/** Bounds of decimals may be written as numbers; they may lie outside of what the type holds. */
export function boundFits(value: unknown, type: LongType): boolean {
  if (type.name !== 'decimal') return fitsType(value, type);
  return fitsType(typeof value === 'number' ? String(value) : value, {
    ...type,
    precision: 1000,
    scale: 500,
  });
}

function patternFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'a regular expression';
  return reasonOf(value) === '' ? undefined : 'a regular expression of JavaScript';
}

/** Why a pattern does not compile, as the rest of a sentence; empty where it does. */
function reasonOf(pattern: string): string {
  try {
    new RegExp(pattern, 'u');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*: /s, ': ') : ': it does not compile';
  }
}

const pairs = [
  ['min', 'max'],
  ['min_len', 'max_len'],
] as const;

function checkBounds(scope: Scope, at: Path, field: SpecField): void {
  for (const [least, most] of pairs) {
    const low = field.validations.findIndex((rule) => rule.name === least);
    const high = field.validations.findIndex((rule) => rule.name === most);
    const [lower, upper] = [field.validations[low], field.validations[high]];
    if (lower === undefined || upper === undefined) continue;
    const order = compareValues(bare(lower.value, field.type), bare(upper.value, field.type), field.type);
    const empty = order !== undefined && (order > 0 || (order === 0 && (lower.exclusive || upper.exclusive)));
    if (!empty) continue;
    scope.add({
      code: 'HM1079',
      at: scope.at([...at, 'validations', low, 'value']),
      summary: `\`${least}\` ${String(lower.value)} and \`${most}\` ${String(upper.value)} cannot both hold`,
      why: 'No value would be accepted.',
      todo: 'Change one of them.',
      ...(isOnePlace(scope, [...at, 'validations', low, 'value'], [...at, 'validations', high, 'value'])
        ? {}
        : { related: [{ at: scope.at([...at, 'validations', high, 'value']), summary: 'the other bound' }] }),
    });
  }
}

/** `len 5..2` is both bounds in one. */
function isOnePlace(scope: Scope, one: Path, other: Path): boolean {
  return String(scope.at(one)) === String(scope.at(other));
}

function bare(value: unknown, type: LongType): unknown {
  return type.name === 'decimal' && typeof value === 'number' ? String(value) : value;
}
