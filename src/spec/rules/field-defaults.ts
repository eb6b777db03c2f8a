import { own } from '../own.ts';
import type { SpecField } from '../schema/top.ts';
import { didYouMean } from '../suggest.ts';
import { compareValues, fitsType } from './field-values.ts';
import type { Path, Scope } from './scope.ts';
import { typeName } from './type-name.ts';

type Rule = SpecField['validations'][number];

/** A default is a value like any other: rows created without one must be valid. */
export function checkDefault(scope: Scope, at: Path, field: SpecField): void {
  const { default: value, type } = field;
  if (value === undefined) return;
  const path = [...at, 'default'];
  if (value === null) {
    if (field.nullable === false || field.required) wrongType(scope, path, field, 'nothing');
    return;
  }
  if (!fitsType(value, type) || !fitsId(scope, at, value, type)) {
    wrongType(scope, path, field, shown(value));
    return;
  }
  for (const rule of field.validations) if (breaks(rule, value, field)) breaksRule(scope, path, value, rule);
}

/** A reference holds an id, and what an id is the model says. */
function fitsId(scope: Scope, at: Path, value: unknown, type: SpecField['type']): boolean {
  if (type.name !== 'ref') return true;
  const service = own(scope.spec.services, type.service ?? String(at[1]));
  const root = own(service?.models ?? {}, type.model) ?? own(service?.aggregates ?? {}, type.model);
  switch (root?.id.type) {
    case 'uuid':
      return fitsType(value, { name: 'uuid' });
    case 'int':
      return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?[0-9]{1,15}$/.test(value));
    default:
      return true;
  }
}

function wrongType(scope: Scope, at: Path, { type }: SpecField, written: string): void {
  const values = type.name === 'enum' ? type.values.map(({ value }) => value) : undefined;
  scope.add({
    code: 'HM1077',
    at: scope.at(at),
    summary: `The default ${written} is not of type \`${typeName(type)}\``,
    why: 'Rows that are created without a value get the default, and must be valid.',
    todo:
      values === undefined
        ? (samples[type.name] ?? 'Change the default or the type.')
        : didYouMean(written.replace(/^"|"$/g, ''), values),
  });
}

const samples: Readonly<Record<string, string>> = {
  int: 'Write a whole number, such as `= 0`.',
  float: 'Write a number, such as `= 0.5`.',
  bool: 'Write `= true` or `= false`.',
  date: 'Write a date as `= 2026-01-31`.',
  time: 'Write a time as `= 13:45`.',
  datetime:
    'Write a moment as `= 2026-01-31T13:45:00Z`. Moments of creation come with `options: {audit: true}`.',
  duration: 'Write a duration as ISO 8601 has it: `= PT15M`.',
  decimal: 'Write digits that fit, such as `= 0.00`.',
  list: 'Write a list, such as `= []`.',
  bytes: 'Write base64.',
  ref: 'Leave the default out: rows get their ids when they are made.',
  email: 'Write an address, such as `= info@example.com`.',
  url: 'Write a URL, such as `= https://example.com`.',
  slug: 'Write small letters and hyphens, such as `= a-slug`.',
  uuid: 'Leave the default out, or write a whole UUID.',
};

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}

function breaks(rule: Rule, value: unknown, field: SpecField): boolean {
  const bound =
    field.type.name === 'decimal' && typeof rule.value === 'number' ? String(rule.value) : rule.value;
  switch (rule.name) {
    case 'min':
    case 'max': {
      const order = compareValues(value, bound, field.type);
      if (order === undefined) return false;
      return rule.name === 'min'
        ? order < 0 || (rule.exclusive && order === 0)
        : order > 0 || (rule.exclusive && order === 0);
    }
    case 'min_len':
      return lengthOf(value) < Number(bound);
    case 'max_len':
      return lengthOf(value) > Number(bound);
    case 'pattern':
      return (
        typeof bound === 'string' &&
        typeof value === 'string' &&
        isQuick(bound, value) &&
        !new RegExp(bound, 'u').test(value)
      );
    case 'email':
      return !fitsType(value, { name: 'email' });
    case 'url':
      return !fitsType(value, { name: 'url' });
    case 'one_of':
      return Array.isArray(bound) && !bound.some((item) => item === value || String(item) === String(value));
    default:
      return false;
  }
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return Array.isArray(value) ? value.length : 0;
}

/** Whether trying the pattern takes no time to speak of: the loader must not hang on a spec. */
function isQuick(pattern: string, value: string): boolean {
  const repeats = pattern.match(/[*+{]/g)?.length ?? 0;
  return value.length <= 64 && repeats <= 4 && !/\)[*+{?]/.test(pattern);
}

function breaksRule(scope: Scope, at: Path, value: unknown, rule: Rule): void {
  scope.add({
    code: 'HM1082',
    at: scope.at(at),
    summary: `The default ${shown(value)} breaks \`${rule.name}${rule.value === undefined ? '' : ` ${shown(rule.value)}`}\``,
    why: 'Rows that are created without a value get the default, and would be refused.',
    todo: 'Change the default, or the rule.',
  });
}
