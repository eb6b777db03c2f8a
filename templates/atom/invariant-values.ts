import { Environment } from '@marcbachmann/cel-js';
import type { Json } from '../../src/json/json.ts';
import type { AggregateChild, Field, FieldType, Invariant } from '../../src/system/system.ts';
import { childFields, type Entity, isJudged, positionOf } from './entity.ts';
import { samplesOf } from './samples.ts';

/** What an aggregate is made with, so that its invariants hold, or one does not: by property, and by collection. */
export interface Example {
  readonly fields: ReadonlyMap<string, Json>;
  readonly children: ReadonlyMap<string, number>;
}

/** More than this many ways to fill in an aggregate are not tried. */
const TRIES = 2000;

const environment = new Environment({ unlistedVariablesAreDyn: true });

/** Like a new one in as much as it can be, with all invariants kept but `broken`; nothing where none is found. */
export function exampleOf(entity: Entity, broken?: Invariant): Example | undefined {
  let tries = 0;
  for (const example of examplesOf(entity)) {
    if (entity.invariants.every((one) => holds(one, entity, example) === (one !== broken))) return example;
    tries += 1;
    if (tries > TRIES) return undefined;
  }
  return undefined;
}

/** Whether all invariants are kept with so many of a collection. */
export function allows(entity: Entity, example: Example, collection: string, count: number): boolean {
  const children = new Map([...example.children, [collection, count] as const]);
  return entity.invariants.every((one) => holds(one, entity, { ...example, children }));
}

/** What cannot be told here is taken to be kept. */
function holds({ rule }: Invariant, entity: Entity, example: Example): boolean {
  try {
    return environment.evaluate(rule, variablesOf(entity, example)) !== false;
  } catch {
    return true;
  }
}

/** What a field is where nothing is said: its default, nothing, or its first example. */
export function initialValue(field: Field): Json {
  if (!field.required) return field.default ?? null;
  return samplesOf(field)[0] ?? null;
}

interface Choice {
  readonly name: string;
  readonly among: readonly Json[];
}

function* examplesOf(entity: Entity): Generator<Example> {
  const fields = entity.model.fields.map((field): Choice => {
    const first = initialValue(field);
    if (!isJudged(entity, field.names.snake, field.names.camel))
      return { name: field.property, among: [first] };
    const others = [...samplesOf(field), ...(field.nullable ? [null] : [])];
    return { name: field.property, among: [first, ...others.filter((one) => !isSame(one, first))] };
  });
  const children = entity.children.map((child): Choice => {
    const { min, names } = child;
    const isCounted = isJudged(entity, names.snake, names.camel);
    return { name: names.camel, among: isCounted ? [min, min + 1, min + 2] : [min] };
  });
  for (const values of combined([...fields, ...children])) {
    yield {
      fields: new Map(fields.map(({ name }, index) => [name, values[index] ?? null])),
      children: new Map(
        children.map(({ name }, index) => [name, Number(values[fields.length + index] ?? 0)]),
      ),
    };
  }
}

function isSame(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** All ways to take one of each: the first of each comes first, and the last is the first to change. */
function* combined([choice, ...others]: readonly Choice[]): Generator<readonly Json[]> {
  if (choice === undefined) {
    yield [];
    return;
  }
  for (const value of choice.among) {
    for (const rest of combined(others)) yield [value, ...rest];
  }
}

function variablesOf({ model, children }: Entity, example: Example): Record<string, unknown> {
  return Object.fromEntries([
    ['id', 'an-id'],
    ...model.fields.flatMap((field) => named(field, example.fields.get(field.property) ?? null)),
    ...children.flatMap((child) => {
      const count = example.children.get(child.names.camel) ?? 0;
      const members = Array.from({ length: count }, (_, index) => childAt(child, index));
      return [child.names.snake, child.names.camel].map((name) => [name, members] as const);
    }),
  ]);
}

function childAt(child: AggregateChild, index: number): Record<string, unknown> {
  const position = positionOf(child);
  return Object.fromEntries([
    ['id', `child-${index}`],
    ...(position === undefined ? [] : [[position, BigInt(index + 1)] as const]),
    ...childFields(child).flatMap((field) => named(field, childValue(field, index))),
  ]);
}

/** What the child number `index` that tests make has in a field. */
export function childValue(field: Field, index: number): Json {
  const values = samplesOf(field);
  return field.required ? (values[index % Math.max(values.length, 1)] ?? null) : (field.default ?? null);
}

function named(field: Field, value: Json): readonly (readonly [string, unknown])[] {
  const given = asCel(field.type, value);
  return [...new Set([field.names.snake, field.names.camel])].map((name) => [name, given] as const);
}

/** CEL's whole numbers are bigints. */
function asCel(type: FieldType, value: Json): unknown {
  if (value === null) return null;
  if (type.kind === 'int') return BigInt(Number(value));
  if (type.kind === 'decimal') return Number(value);
  if (type.kind === 'list' && Array.isArray(value)) return value.map((one: Json) => asCel(type.of, one));
  return value;
}
