import type { Json } from '../../src/json/json.ts';
import type { Field, FieldType, Validation } from '../../src/system/system.ts';
import { durationMs } from './iso-duration.ts';
import { onceForEach } from './once.ts';
import { matchingTexts } from './pattern-sample.ts';

/** How many bodies the tests of one model need that do not collide. */
export const SAMPLES = 4;

/** Valid values of a field in their JSON form, each another one; fewer where there are not so many, or none are found. */
export function samplesOf(field: Field, count = SAMPLES): readonly Json[] {
  return samplesOfField(field, count);
}

const samplesOfField = onceForEach((field: Field, count) =>
  distinct(candidates(field.type, field.validations, count), count),
);

function distinct(values: readonly Json[], count: number): readonly Json[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...seen.values()].slice(0, count);
}

function candidates(type: FieldType, validations: readonly Validation[], count: number): readonly Json[] {
  const among = validations.find((one) => one.rule === 'one_of');
  if (among !== undefined)
    return among.values.filter((value) => isInBounds(value, validations)) as readonly Json[];
  switch (type.kind) {
    case 'string':
    case 'text':
    case 'email':
    case 'url':
    case 'slug':
    case 'phone':
      return texts(textKind(type.kind, validations), validations, count);
    case 'int':
      return numbers(validations, count, 1);
    case 'float':
      return numbers(validations, count, 0.5);
    case 'decimal':
      return decimals(type.precision, type.scale, validations, count);
    case 'bool':
      return [true, false];
    case 'date':
      return moments(count, validations, dayOf);
    case 'time':
      return moments(count, validations, (n) => `${two(n % 24)}:${two(30 + Math.floor(n / 24))}:00`);
    case 'datetime':
      return moments(count, validations, (n) => `${dayOf(n)}T08:00:00.000Z`);
    case 'duration':
      return durations(validations, count);
    case 'uuid':
      return many(count, uuidOf);
    case 'enum':
      return type.values.map(({ value }) => value);
    case 'bytes':
      return many(count, (n) => btoa(String(n).repeat(leastOf(validations, 1))));
    case 'json':
      return type.schema === null ? many(count, (n) => ({ n })) : shaped(type.schema, count);
    case 'ref':
      return references(type.idType, count);
    case 'list':
      return lists(type.of, validations, count);
  }
}

/** Whether a value in its JSON form meets what is said of the field beside its type. */
export function keepsRules({ type, validations }: Field, value: Json): boolean {
  return validations.every((one) => keepsRule(type, one, value));
}

function keepsRule(type: FieldType, one: Validation, value: Json): boolean {
  switch (one.rule) {
    case 'min':
    case 'max':
      return type.kind === 'duration' ? isDurationInBound(value, one) : isInBounds(value, [one]);
    case 'min_len':
      return lengthIn(type, value, one.value) >= one.value;
    case 'max_len':
      return lengthIn(type, value, one.value) <= one.value;
    case 'pattern':
      return new RegExp(one.value, 'u').test(String(value));
    case 'one_of':
      return one.values.some((allowed) => allowed === value);
    case 'email':
    case 'url':
      return isOfKind(one.rule, String(value));
    case 'custom':
      return true;
  }
}

/** What a rule counts of a value; `uncounted` where there is nothing to count. */
function lengthIn(type: FieldType, value: Json, uncounted: number): number {
  if (type.kind === 'bytes') return atob(String(value)).length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? [...value].length : uncounted;
}

function isDurationInBound(value: Json, { rule, value: bound, exclusive }: Bound): boolean {
  const difference = durationMs(String(value)) - durationMs(String(bound));
  if (difference === 0) return !exclusive;
  return rule === 'min' ? difference > 0 : difference < 0;
}

type Bound = Extract<Validation, { rule: 'min' | 'max' }>;

function references(idType: string, count: number): readonly Json[] {
  if (idType === 'int') return many(count, (n) => n);
  return many(count, (n) => (idType === 'uuid' ? uuidOf(n) : `sample-${n}`));
}

function lists(of: FieldType, validations: readonly Validation[], count: number): readonly Json[] {
  const least = leastOf(validations, 1);
  const entries = candidates(of, [], count + least);
  if (entries.length === 0) return [];
  return many(count, (n) =>
    Array.from({ length: least }, (_, index) => entries[(n + index) % entries.length] ?? null),
  );
}

/** The kind of text that a type, or a rule of the field, asks for. */
export function textKind(kind: string, validations: readonly Validation[]): string {
  return validations.find((one) => one.rule === 'email' || one.rule === 'url')?.rule ?? kind;
}

function texts(kind: string, validations: readonly Validation[], count: number): readonly Json[] {
  const fits = (text: string) => isLongEnough(text, validations);
  const patterns = validations.flatMap((one) => (one.rule === 'pattern' ? [one.value] : []));
  const [first] = patterns;
  if (first !== undefined) {
    const isValid = (text: string) =>
      fits(text) && isOfKind(kind, text) && patterns.every((pattern) => new RegExp(pattern, 'u').test(text));
    return matchingTexts(first, count, isValid);
  }
  return many(count * 2, (n) => sized(textOf(kind, n), kind, n, validations)).filter(fits);
}

function isOfKind(kind: string, text: string): boolean {
  if (kind === 'slug') return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
  if (kind === 'phone') return /^\+[1-9][0-9]{6,14}$/.test(text);
  if (kind === 'url') return URL.canParse(text) && /^https?:/.test(text);
  return kind !== 'email' || /^[a-z0-9]+@[a-z0-9]+(?:\.[a-z]+)+$/.test(text);
}

function textOf(kind: string, n: number): string {
  switch (kind) {
    case 'email':
      return `sample${n}@example.com`;
    case 'url':
      return `https://example.com/${n}`;
    case 'slug':
      return `sample-${n}`;
    case 'phone':
      return `+49301234${100 + n}`;
    default:
      return `Sample ${n}`;
  }
}

/** Made longer or shorter until it has a length that is allowed. */
function sized(text: string, kind: string, n: number, validations: readonly Validation[]): string {
  const least = leastOf(validations, 0);
  const most = mostOf(validations);
  if (text.length >= least && text.length <= most) return text;
  if (text.length > most)
    return kind === 'string' || kind === 'text' || kind === 'slug'
      ? LETTERS.charAt(n % 26).repeat(Math.max(1, least))
      : text;
  const missing = 'x'.repeat(least - text.length);
  return kind === 'email' ? `${missing}${text}` : `${text}${missing}`;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function leastOf(validations: readonly Validation[], fallback: number): number {
  return Math.max(fallback, ...validations.flatMap((one) => (one.rule === 'min_len' ? [one.value] : [])));
}

function mostOf(validations: readonly Validation[]): number {
  return Math.min(1e9, ...validations.flatMap((one) => (one.rule === 'max_len' ? [one.value] : [])));
}

function isLongEnough(text: string, validations: readonly Validation[]): boolean {
  const length = [...text].length;
  return length >= leastOf(validations, 0) && length <= mostOf(validations);
}

function numbers(validations: readonly Validation[], count: number, step: number): readonly Json[] {
  const low = boundOf(validations, 'min') ?? Math.min(1, Number(boundOf(validations, 'max') ?? 10) - 10);
  const from = Math.ceil(Number(low));
  const tries: readonly number[] = many(count * 4, (n) => from + (n - 1) * step);
  return tries.filter((value) => isInBounds(value, validations));
}

function decimals(
  precision: number,
  scale: number,
  validations: readonly Validation[],
  count: number,
): readonly Json[] {
  const low = Number(boundOf(validations, 'min') ?? 0);
  const unit = scale === 0 ? 1 : Math.max(10 ** -scale, 0.01);
  const whole = precision - scale;
  return many(count * 4, (n) => (low + (whole > 0 ? n : 0) + unit * n).toFixed(scale)).filter(
    (value) => Math.abs(Number(value)) < 10 ** whole && isInBounds(Number(value), validations),
  );
}

function moments(
  count: number,
  validations: readonly Validation[],
  write: (n: number) => string,
): readonly Json[] {
  const usual = many(count * 2, (n) => write(n));
  const given = validations.flatMap((one) =>
    one.rule === 'min' || one.rule === 'max' ? [String(one.value)] : [],
  );
  return [...usual, ...given].filter((value) => isInBounds(value, validations));
}

/** Spread between the bounds, in whole seconds where they leave room for that. */
function durations(validations: readonly Validation[], count: number): readonly Json[] {
  const msOf = (rule: 'min' | 'max') => {
    const bound = boundOf(validations, rule);
    return bound === undefined ? undefined : durationMs(String(bound));
  };
  const low = msOf('min') ?? 0;
  const high = msOf('max') ?? low + (count + 1) * 60_000;
  const step = (high - low) / (count + 1);
  const inside = many(count, (n) => low + n * (step < 1000 ? step : Math.floor(step / 1000) * 1000));
  return inside.map((ms) => (ms % 60_000 === 0 ? `PT${ms / 60_000}M` : `PT${ms / 1000}S`));
}

function boundOf(validations: readonly Validation[], rule: 'min' | 'max'): number | string | undefined {
  return validations.flatMap((one) => (one.rule === rule ? [one.value] : []))[0];
}

function isInBounds(value: Json, validations: readonly Validation[]): boolean {
  return validations.every((one) => {
    if (one.rule !== 'min' && one.rule !== 'max') return true;
    const difference = compare(value, one.value);
    if (difference === 0) return !one.exclusive;
    return one.rule === 'min' ? difference > 0 : difference < 0;
  });
}

function compare(value: Json, bound: number | string): number {
  if (typeof value === 'string' && Number.isNaN(Number(bound)))
    return value < String(bound) ? -1 : Number(value !== bound);
  return Number(value) - Number(bound);
}

/** Values of a simple JSON Schema: what its types, required properties, enums and bounds say. */
function shaped(schema: Json, count: number): readonly Json[] {
  return many(count, (n) => shapedOne(schema, n)).flatMap((value) => (value === undefined ? [] : [value]));
}

function shapedOne(schema: Json, n: number): Json | undefined {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return {};
  const rules = schema as Readonly<Record<string, Json>>;
  if (rules.const !== undefined) return rules.const;
  if (Array.isArray(rules.enum)) return rules.enum[n % rules.enum.length] as Json;
  if (rules.$ref !== undefined || rules.allOf !== undefined || rules.oneOf !== undefined) return undefined;
  switch (rules.type) {
    case 'string':
      return rules.pattern === undefined && rules.format === undefined
        ? `sample ${n}`.padEnd(Number(rules.minLength ?? 0), 'x')
        : undefined;
    case 'number':
    case 'integer':
      return Number(rules.minimum ?? 0) + n;
    case 'boolean':
      return n % 2 === 0;
    case 'array':
      return Number(rules.minItems ?? 0) === 0 ? [] : undefined;
    case 'object':
    case undefined:
      return shapedObject(rules, n);
    default:
      return undefined;
  }
}

function shapedObject(rules: Readonly<Record<string, Json>>, n: number): Json | undefined {
  const required = Array.isArray(rules.required) ? rules.required.map(String) : [];
  const properties = (rules.properties ?? {}) as Readonly<Record<string, Json>>;
  const entries = required.map((name) => [name, shapedOne(properties[name] ?? {}, n)] as const);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entries) as Json;
}

function many<T>(count: number, make: (n: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

function dayOf(n: number): string {
  return new Date(Date.UTC(2026, 2, n)).toISOString().slice(0, 10);
}

function uuidOf(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
