import type { Json } from '../../src/json/json.ts';
import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, IdType, Model, Route } from '../../src/system/system.ts';
import { childFields, type Entity, positionOf } from '../atom/entity.ts';
import { normalValue } from '../atom/normal.ts';
import { SAMPLES, samplesOf } from '../atom/samples.ts';
import { sampleMembers } from '../atom/test-shape.ts';
import { exampled } from './declared.ts';

/** Which of a model's bodies are sent or answered. */
export interface Bodies {
  readonly create: boolean;
  readonly update: boolean;
  readonly replace: boolean;
  readonly page: boolean;
}

/** How many members an example of something new has at least, if there are so many. */
const LEAST = 3;

/** What the documentation shows of the root's schemas. */
export function rootExamples(entity: Entity, bodies: Bodies): readonly Layout[] {
  const { model, children } = entity;
  const { pascal } = model.names;
  const id = `id: ${tsLiteral(exampleId(model.idType))}`;
  const created = newMembers(model.fields, entity);
  const kept = keptMembers(model, entity);
  const least = collections(entity);
  const collected = children.map((child) => `${child.names.camel}: [${nameOf(child.of)}]`);
  const read = [id, 'version: 1', ...readMembers(model.fields, entity), ...collected, ...auditMembers(model)];
  return [
    ...readExamples(model, read, bodies.page),
    ...(bodies.create && created !== undefined && least !== undefined
      ? [exampled(`${pascal}Create`, [...(model.idType === 'string' ? [id] : []), ...created, ...least])]
      : []),
    ...(bodies.update ? [exampled(`${pascal}Update`, changedMembers(model.fields, entity))] : []),
    ...(bodies.replace && kept !== undefined && least !== undefined
      ? [exampled(`${pascal}Replace`, [...kept, ...least])]
      : []),
  ];
}

/** What the documentation shows of a child's schemas. */
export function childExamples(child: AggregateChild, entity: Entity, bodies: Bodies): readonly Layout[] {
  const { pascal } = child.of.names;
  const fields = childFields(child);
  const created = newMembers(fields, entity);
  const position = positionOf(child);
  const read = [
    `id: ${tsLiteral(exampleId(child.of.idType))}`,
    ...(position === undefined ? [] : [`${tsKey(position)}: 1`]),
    ...readMembers(fields, entity),
  ];
  return [
    exampled(pascal, read, nameOf(child.of)),
    ...(bodies.page ? [pageOf(child.of)] : []),
    ...(bodies.create && created !== undefined ? [exampled(`${pascal}Create`, created)] : []),
    ...(bodies.update ? [exampled(`${pascal}Update`, changedMembers(fields, entity))] : []),
  ];
}

/** The operations that take a body of which no example is known, or whose contract is the user's. */
export function operationsWithoutExample(
  entities: readonly Entity[],
  service: AtomService,
): readonly string[] {
  return service.routes
    .filter((route) => {
      const entity = entities.find(({ model }) => model.names.pascal === route.model);
      return entity !== undefined && !hasExample(route, entity);
    })
    .map(({ id }) => id);
}

function hasExample(route: Route, entity: Entity): boolean {
  const { model, children } = entity;
  const hasLeast = collections(entity) !== undefined;
  switch (route.op) {
    case 'create':
      return hasLeast && newMembers(model.fields, entity) !== undefined;
    case 'update':
      return route.method !== 'PUT' || (hasLeast && keptMembers(model, entity) !== undefined);
    case 'child_create': {
      const child = children.find(({ names }) => names.snake === route.child);
      return child !== undefined && newMembers(childFields(child), entity) !== undefined;
    }
    case 'custom':
      return false;
    default:
      return true;
  }
}

function nameOf({ names }: Model): string {
  return `${names.camel}Example`;
}

function readExamples(model: Model, read: readonly Layout[], hasPages: boolean): readonly Layout[] {
  const { pascal } = model.names;
  return hasPages ? [exampled(pascal, read, nameOf(model)), pageOf(model)] : [exampled(pascal, read)];
}

function pageOf(model: Model): Layout {
  return exampled(`${model.names.pascal}Page`, [`items: [${nameOf(model)}]`, 'next: null']);
}

/** What must be given, and a little of the rest; nothing where no value is known of what must be given. */
function newMembers(fields: readonly Field[], entity: Entity): readonly Layout[] | undefined {
  const known = sampleMembers(fields, entity).map(({ field }) => field);
  const required = fields.filter((field) => field.required);
  const more = known.filter((field) => !field.required && field.type.kind !== 'ref');
  const shown = new Set([...required, ...more.slice(0, Math.max(0, LEAST - required.length))]);
  if (required.some((field) => exampleOf(field) === undefined)) return undefined;
  return fields.filter((field) => shown.has(field)).flatMap((field) => member(field, exampleOf(field)));
}

function keptMembers(model: Model, entity: Entity): readonly Layout[] | undefined {
  return newMembers(
    model.fields.filter((field) => !field.immutable),
    entity,
  );
}

/** Two changes: what is left out stays as it is. */
function changedMembers(fields: readonly Field[], entity: Entity): readonly Layout[] {
  return sampleMembers(fields, entity)
    .filter(({ field }) => !field.immutable && !field.private && field.type.kind !== 'ref')
    .slice(0, 2)
    .flatMap(({ field }) => member(field, exampleOf(field)));
}

/** Children that there have to be from the start; nothing where one must have a value that is not known. */
function collections(entity: Entity): readonly Layout[] | undefined {
  const made = entity.children
    .filter(({ min }) => min > 0)
    .map((child) => {
      const members = newMembers(childFields(child), entity);
      if (members === undefined) return undefined;
      const each = Array.from({ length: child.min }, () => list('{', members, '}'));
      const isTable = each.length > 1 && members.length > 1;
      return `${child.names.camel}: ${list('[', each, ']', { broken: isTable })}`;
    });
  return made.every((one) => one !== undefined) ? made : undefined;
}

/** Each field that is read, in the one spelling it is stored in. */
function readMembers(fields: readonly Field[], entity: Entity): readonly Layout[] {
  const known = new Set(sampleMembers(fields, entity).map(({ field }) => field));
  return fields
    .filter((field) => !field.private)
    .flatMap((field) => member(field, readValue(field, known.has(field) || field.type.kind === 'ref')));
}

/** A field that an invariant is about is shown as it is where nothing was given. */
function readValue(field: Field, isKnown: boolean): Json {
  const usual = field.default ?? (field.nullable ? null : undefined);
  const sample = exampleOf(field) ?? usual ?? exampleOf({ ...field, validations: [] }) ?? {};
  return normalValue(field.type, isKnown || usual === undefined ? sample : usual);
}

/** The last of the samples: demo data takes the others. */
function exampleOf(field: Field): Json | undefined {
  const samples = samplesOf(field);
  return samples[(SAMPLES - 1) % Math.max(samples.length, 1)];
}

function exampleId(idType: IdType): Json {
  if (idType === 'int') return SAMPLES;
  return idType === 'uuid' ? `00000000-0000-7000-8000-00000000000${SAMPLES}` : `sample-${SAMPLES}`;
}

function auditMembers({ audit }: Model): readonly Layout[] {
  if (!audit) return [];
  const moment = tsLiteral('2026-03-04T08:00:00.000Z');
  const person = tsLiteral('somebody');
  return [`createdAt: ${moment}`, `createdBy: ${person}`, `updatedAt: ${moment}`, `updatedBy: ${person}`];
}

function member(field: Field, value: Json | undefined): readonly Layout[] {
  return value === undefined ? [] : [`${tsKey(field.property)}: ${tsLiteral(value)}`];
}
