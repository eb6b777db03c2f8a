import type { Layout } from '../../src/render/layout.ts';
import { tsLiteral, tsString } from '../../src/render/literals.ts';
import type { Field, FieldType, Validation } from '../../src/system/system.ts';
import { keepsRules, samplesOf, textKind } from '../atom/samples.ts';
import { besideBound } from './bound-values.ts';
import { type Written, written } from './written.ts';

/** A rule of a field, a value that only just keeps it, and one that only just does not. */
export interface RuleCase {
  readonly rule: string;
  readonly kept: Layout;
  readonly broken: Layout;
  /** What people are told of it, where the spec has words of its own. */
  readonly told?: string | undefined;
}

interface Tried {
  readonly rule: string;
  /** Taken where it keeps the other rules too; an example of the field stands in for it else. */
  readonly kept: Written | undefined;
  readonly broken: Written;
  readonly told?: string | undefined;
}

/** The rules that a database holds to as well, with the values as the domain has them. */
export function storedCases(field: Field): readonly RuleCase[] {
  const { type, validations } = field;
  const isStored = ({ rule }: Validation) =>
    ['min_len', 'max_len', 'one_of'].includes(rule) || (/^m(in|ax)$/.test(rule) && type.kind !== 'duration');
  const cases = [
    ...(type.kind === 'enum' ? [enumCase(type.values.map(({ value }) => value))] : []),
    ...(type.kind === 'bytes' ? [bytesCase(Math.min(type.maxBytes, ...lengthsOf(field, 'max_len')), 1)] : []),
    ...validations.filter(isStored).flatMap((one) => validationCases(field, one)),
  ];
  return fitting(field, cases).map(({ rule, kept, broken }) => ({
    rule,
    kept: stored(kept),
    broken: stored(broken),
  }));
}

function enumCase(values: readonly string[]): Tried {
  const broken = { value: 'nobody-knows-this', code: "'nobody-knows-this' as never" };
  return { rule: 'one of its values', kept: values.map(written).at(-1), broken };
}

/** JSON has bytes in base64. */
function stored(code: Layout): Layout {
  return code.replace(".toString('base64')", '');
}

export function ruleCases(field: Field): readonly RuleCase[] {
  return fitting(field, [
    ...typeCases(field),
    ...field.validations.flatMap((one) => validationCases(field, one)),
  ]);
}

function fitting(field: Field, cases: readonly Tried[]): readonly RuleCase[] {
  const [sample] = samplesOf(field);
  const example = sample === undefined ? [] : [written(sample)];
  return cases.flatMap(({ rule, kept, broken, told }) => {
    const values = kept !== undefined && keepsRules(field, kept.value) ? [kept] : example;
    return values.slice(0, 1).map(({ code }) => ({ rule, kept: code, broken: broken.code, told }));
  });
}

/** The rules that come with the type, or with a text that must be given. */
function typeCases(field: Field): readonly Tried[] {
  const { type } = field;
  switch (type.kind) {
    case 'string':
    case 'text':
      return isImpliedNotEmpty(field) ? [{ rule: 'not empty', kept: written('x'), broken: written('') }] : [];
    case 'int':
      return isOpenAbove(field) ? [HELD_EXACTLY] : [];
    case 'decimal':
      return decimalCases(type);
    case 'bytes':
      return [bytesCase(Math.min(type.maxBytes, ...lengthsOf(field, 'max_len')), 1)];
    default:
      return [];
  }
}

const HELD_EXACTLY: Tried = {
  rule: 'held exactly',
  kept: { value: Number.MAX_SAFE_INTEGER, code: '2 ** 53 - 1' },
  broken: { value: 2 ** 53, code: '2 ** 53' },
};

function isOpenAbove({ validations }: Field): boolean {
  return !validations.some(({ rule }) => rule === 'max' || rule === 'one_of');
}

function isImpliedNotEmpty({ required, validations }: Field): boolean {
  const decided = ['min_len', 'pattern', 'one_of', 'email', 'url'];
  return required && !validations.some(({ rule }) => decided.includes(rule));
}

function decimalCases({ precision, scale }: Extract<FieldType, { kind: 'decimal' }>): readonly Tried[] {
  const whole = precision - scale;
  const places = scale === 0 ? [] : [`0.${'1'.repeat(scale)}`];
  return [
    {
      rule: `at most ${scale} places`,
      kept: places.map(written)[0],
      broken: written(`0.${'1'.repeat(scale + 1)}`),
    },
    {
      rule: `at most ${whole} digits before the point`,
      kept: whole === 0 ? undefined : written('9'.repeat(whole)),
      broken: written(`1${'0'.repeat(whole)}`),
    },
  ];
}

function bytesCase(length: number, outwards: 1 | -1): Tried {
  const rule = outwards === 1 ? `at most ${length} bytes` : `at least ${length} bytes`;
  return { rule, kept: bytesOf(length), broken: bytesOf(length + outwards) };
}

function bytesOf(length: number): Written {
  const code = `Buffer.alloc(${length}).toString('base64')`;
  return { value: Buffer.alloc(length).toString('base64'), code };
}

function validationCases(field: Field, validation: Validation): readonly Tried[] {
  return casesOf(field, validation).map((one) => ({ ...one, told: validation.message }));
}

function casesOf(field: Field, validation: Validation): readonly Tried[] {
  const { type } = field;
  switch (validation.rule) {
    case 'min':
    case 'max': {
      const beside = besideBound(type, validation);
      if (beside === undefined) return [];
      const rule = `${BOUND_WORDS[validation.rule][validation.exclusive ? 1 : 0]} ${validation.value}`;
      return [{ rule, kept: beside.inside, broken: beside.outside }];
    }
    case 'min_len':
      if (validation.value === 0) return [];
      return type.kind === 'bytes'
        ? [bytesCase(validation.value, -1)]
        : [lengthCase(field, validation.value, -1)];
    case 'max_len':
      return type.kind === 'bytes' ? [] : [lengthCase(field, validation.value, 1)];
    case 'pattern':
      return patternCases(field, validation.value);
    case 'email':
    case 'url':
      return [
        {
          rule: `an ${validation.rule}`.replace('an url', 'a URL'),
          kept: undefined,
          broken: written('nonsense'),
        },
      ];
    case 'one_of': {
      const other = type.kind === 'int' || type.kind === 'float' ? -987 : 'nobody-knows-this';
      return [
        { rule: 'one of its values', kept: validation.values.map(written).at(-1), broken: written(other) },
      ];
    }
    case 'custom':
      return [];
  }
}

const BOUND_WORDS = { min: ['at least', 'more than'], max: ['at most', 'less than'] } as const;

function lengthCase(field: Field, length: number, outwards: 1 | -1): Tried {
  const [one, many] = field.type.kind === 'list' ? ['entry', 'entries'] : ['character', 'characters'];
  const unit = length === 1 ? one : many;
  return {
    rule: outwards === 1 ? `at most ${length} ${unit}` : `at least ${length} ${unit}`,
    kept: sized(field, length),
    broken: sized(field, length + outwards) ?? letters(length + outwards),
  };
}

/** A value of a length: nothing where no value of the kind has it. */
function sized(field: Field, length: number): Written | undefined {
  const { type, validations } = field;
  if (type.kind === 'list') return entries(field, type.of, length);
  switch (textKind(type.kind, validations)) {
    case 'email':
      return length > MAIL.length ? letters(length - MAIL.length, '', MAIL) : undefined;
    case 'url':
      return length > PAGE.length ? letters(length - PAGE.length, PAGE) : undefined;
    case 'phone':
      return undefined;
    default:
      return letters(length);
  }
}

const MAIL = '@example.com';
const PAGE = 'https://example.com/';

function letters(length: number, before = '', after = ''): Written {
  const value = `${before}${'x'.repeat(length)}${after}`;
  if (length < 10) return written(value);
  const repeated = `'x'.repeat(${length})`;
  return { value, code: before + after === '' ? repeated : `\`${before}\${${repeated}}${after}\`` };
}

function entries(field: Field, of: FieldType, length: number): Written | undefined {
  const [entry] = samplesOf({ ...field, type: of, validations: [] });
  if (entry === undefined) return undefined;
  if (length === 0) return written([]);
  const code = `Array.from({ length: ${length} }, () => ${tsLiteral(entry)})`;
  return { value: Array.from({ length }, () => entry), code };
}

/** An example with a letter too few, or a sign too many. */
function patternCases(field: Field, pattern: string): readonly Tried[] {
  const expression = new RegExp(pattern, 'u');
  const example = samplesOf(field).find((one) => typeof one === 'string') ?? '';
  const beside = [String(example).slice(0, -1), `${example}!`, '', ' ', '!'];
  const broken = beside.find((text) => !expression.test(text));
  if (broken === undefined) return [];
  return [
    { rule: `matching ${pattern}`, kept: undefined, broken: { value: broken, code: tsString(broken) } },
  ];
}

function lengthsOf({ validations }: Field, rule: 'max_len'): readonly number[] {
  return validations.flatMap((one) => (one.rule === rule ? [one.value] : []));
}
