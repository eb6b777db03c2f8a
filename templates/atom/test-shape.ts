import { call, type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, Model, Route } from '../../src/system/system.ts';
import { childFields, type Entity, entitiesOf, inWords, isJudged } from './entity.ts';
import { article } from './http-file.ts';
import { Imports } from './import-order.ts';
import { isMadeOfJson, madeInside } from './made-inside.ts';
import { onceFor, onceForEach } from './once.ts';
import { SAMPLES, samplesOf } from './samples.ts';

/** A member of a sample body: how it is written, and how many different values it has. */
export interface SampleMember {
  readonly field: Field;
  readonly code: Layout;
  readonly variety: number;
  readonly usesApi: boolean;
  readonly usesNumber: boolean;
}

/** The route that tests make entities of a model by. */
export function createRouteOf(service: AtomService, model: Model): Route | undefined {
  return service.routes.find(
    (route) => route.op === 'create' && route.model === model.names.pascal && !route.path.includes('{'),
  );
}

/** Entities that demo data can be of: those that can be made over HTTP, and so can each that must be there before. */
export const seedableEntities = onceFor((service: AtomService): readonly Entity[] =>
  makeableEntities(service, ({ model }) => createRouteOf(service, model) !== undefined),
);

/** Entities that are tested over HTTP. */
export function testedEntities(service: AtomService): readonly Entity[] {
  return testableEntities(service).filter((entity) => isReached(service, entity));
}

/** Entities that are tested, and those that must be there before. */
export const sampledEntities = onceFor((service: AtomService): readonly Entity[] => {
  const testable = testableEntities(service);
  const wanted = new Set<string>();
  const want = (entity: Entity): void => {
    if (wanted.has(entity.model.names.pascal)) return;
    wanted.add(entity.model.names.pascal);
    const targets = bodiesOf(entity).flatMap((model) => model.fields.flatMap(requiredTarget));
    for (const one of testable) if (targets.includes(one.model.names.pascal)) want(one);
  };
  for (const entity of testedEntities(service)) want(entity);
  return testable.filter(({ model }) => wanted.has(model.names.pascal));
});

export function hasMadeInside(service: AtomService): boolean {
  return sampledEntities(service).some((entity) => isMadeInside(service, entity));
}

/** Whether tests make it by its use case, since no operation does. */
export function isMadeInside(service: AtomService, { model }: Entity): boolean {
  return createRouteOf(service, model) === undefined;
}

/** The name of the model that a field must refer to. */
export function requiredTarget({ required, type }: Field): readonly string[] {
  return required && type.kind === 'ref' && type.service === null ? [type.model.pascal] : [];
}

/**
 * Entities that tests can make: each value that must be given has an example, and so has each entity that must be
 * there before.
 */
const testableEntities = onceFor((service: AtomService): readonly Entity[] =>
  makeableEntities(
    service,
    // Children of those that no operation makes are given to the use case as JSON has them.
    (entity) => !isMadeInside(service, entity) || entity.children.every(isMadeOfJson),
  ),
);

function makeableEntities(service: AtomService, isMakeable: (entity: Entity) => boolean): readonly Entity[] {
  const entities = entitiesOf(service).filter(isMakeable);
  const names = (found: readonly Entity[]) => new Set(found.map(({ model }) => model.names.pascal));
  let makeable: readonly Entity[] = [];
  for (;;) {
    const known = names(makeable);
    const next = entities.filter(
      (entity) =>
        bodiesOf(entity).every((model) => hasExamples(model, known)) &&
        entity.children.every((child) => child.min === 0 || isDistinct(child, entity)),
    );
    if (next.length === makeable.length) return makeable;
    makeable = next;
  }
}

/** Whether there is an operation about the entity itself that tests can call. */
function isReached(service: AtomService, { model }: Entity): boolean {
  const parameters: Partial<Record<Route['op'], number>> = {
    create: 0,
    list: 0,
    get: 1,
    update: 1,
    delete: 1,
  };
  return service.routes.some(
    ({ op, path, model: about }) =>
      about === model.names.pascal && parameters[op] === (path.match(/\{/g) ?? []).length,
  );
}

/** Fields that must be given and that no example is known of, where that leaves a model without tests. */
export function fieldsWithoutExample(service: AtomService): readonly { model: Model; field: Field }[] {
  return entitiesOf(service)
    .filter((entity) => isReached(service, entity))
    .flatMap(bodiesOf)
    .flatMap((model) =>
      model.fields
        .filter((field) => field.required && field.type.kind !== 'ref' && samplesOf(field).length === 0)
        .map((field) => ({ model, field })),
    );
}

function bodiesOf(entity: Entity): readonly Model[] {
  return [entity.model, ...entity.children.map((child) => child.of)];
}

function hasExamples(model: Model, known: ReadonlySet<string>): boolean {
  return model.fields
    .filter((field) => field.required)
    .every((field) => {
      const { type } = field;
      if (type.kind === 'ref' && type.service === null) return known.has(type.model.pascal);
      return samplesOf(field).length > 0;
    });
}

/** How many samples there are of a child: those that tests add, then those that roots are made with. */
export function samplesOfChild({ min }: AggregateChild): number {
  return SAMPLES + SAMPLES * min;
}

/** Whether no two samples of a child have the same values where they must not. */
function isDistinct(child: AggregateChild, entity: Entity): boolean {
  const members = childMembers(child, entity);
  const varieties = new Map(members.map(({ field, variety }) => [field.column, variety]));
  const columnOf = (name: string) => child.of.fields.find((one) => one.property === name)?.column ?? name;
  const sets = [
    ...child.of.fields.filter(({ unique }) => unique).map(({ column }) => [column]),
    ...child.of.indexes.filter(({ unique }) => unique).map(({ columns }) => columns),
    ...child.unique.map((set) => set.map(columnOf)),
  ];
  const wanted = samplesOfChild(child);
  return sets.every((set) => set.some((column) => (varieties.get(column) ?? 0) >= wanted));
}

/** The members of a child's sample. */
export function childMembers(child: AggregateChild, entity: Entity): readonly SampleMember[] {
  return sampleMembers(childFields(child), entity, samplesOfChild(child));
}

/** What a sample body has: no field that an invariant is about, unless it must be given, and no optional reference. */
export function sampleMembers(
  fields: readonly Field[],
  entity: Entity,
  count: number = SAMPLES,
): readonly SampleMember[] {
  return fields.flatMap((field) => {
    if (!field.required && isJudged(entity, field.column, field.property)) return [];
    const member = sampleMember(field, count);
    return member === undefined ? [] : [member];
  });
}

const sampleMember = onceForEach((field: Field, count): SampleMember | undefined => {
  const { type } = field;
  if (type.kind === 'ref' && type.service === null) {
    if (!field.required) return undefined;
    const isMore = count > SAMPLES;
    const number = isMore ? `(n % ${SAMPLES}) + 1` : 'n';
    const code = `(await known${type.model.pascal}(api, ${number})).id`;
    const variety = isMore ? SAMPLES : Number.POSITIVE_INFINITY;
    return { field, code, variety, usesApi: true, usesNumber: true };
  }
  const values = samplesOf(field, count);
  const [first] = values;
  if (first === undefined) return undefined;
  const isOne = values.length === 1;
  const code = isOne ? tsLiteral(first) : call('pick', [tsLiteral(values), 'n']);
  return { field, code, variety: values.length, usesApi: false, usesNumber: !isOne };
});

/** The sets of properties that no two of a model may both have, but those that hold a smaller one. */
export function uniqueSetsOf({ fields, indexes }: Model): readonly (readonly string[])[] {
  const properties = new Map(fields.map((field) => [field.column, field.property]));
  const sets = [
    ...fields.filter((field) => field.unique).map((field) => [field.property]),
    ...indexes
      .filter((index) => index.unique)
      .map((index) => index.columns.map((column) => properties.get(column) ?? column)),
  ];
  const distinct = [...new Map(sets.map((set) => [set.join(), set])).values()];
  const holds = (set: readonly string[], other: readonly string[]) =>
    set.length > other.length && other.every((one) => set.includes(one));
  return distinct.filter((set) => !distinct.some((other) => holds(set, other)));
}

/** What `test/http/samples/<model>.ts` is made from. */
export function samplesModel(entity: Entity, service: AtomService) {
  const { model } = entity;
  const imports = new Imports();
  imports.add('../api.ts', 'type Api', 'type Body', 'once');
  const least = entity.children.filter(({ min }) => min > 0);
  const shapes: readonly Shape[] = [
    {
      model,
      members: sampleMembers(model.fields, entity),
      withId: model.idType === 'string',
      collections: least,
    },
    ...entity.children.map((child) => ({
      model: child.of,
      members: childMembers(child, entity),
      withId: false,
      collections: [],
    })),
  ];
  const bodies = shapes.map((shape) => sampleBody(shape, entity, imports));
  const isInside = isMadeInside(service, entity);
  const given = sampleMembers(model.fields, entity).map(({ field }) => field);
  const made = isInside ? madeInside(entity, given, service, imports) : [];
  return {
    isInside,
    made,
    imports: imports.write(),
    bodies,
    name: model.names.pascal,
    camel: model.names.camel,
    path: createRouteOf(service, model)?.path ?? '',
  };
}

interface Shape {
  readonly model: Model;
  readonly members: readonly SampleMember[];
  readonly withId: boolean;
  /** Of which it is made with as many as it must have. */
  readonly collections: readonly AggregateChild[];
}

function sampleBody({ model, members, withId, collections }: Shape, entity: Entity, imports: Imports) {
  for (const { field } of members.filter((member) => member.usesApi)) {
    if (field.type.kind !== 'ref' || field.type.model.pascal === entity.model.names.pascal) continue;
    imports.add(`./${field.type.model.kebab}.ts`, `known${field.type.model.pascal}`);
  }
  const usesNumber = withId || collections.length > 0 || members.some((member) => member.usesNumber);
  if (members.some((member) => member.usesNumber && !member.usesApi)) imports.add('../api.ts', 'pick');
  const api = collections.length > 0 || members.some((member) => member.usesApi) ? 'api' : '_api';
  const words = inWords(model.names);
  return {
    words: `${article(words) === 'an' ? 'An' : 'A'} ${words}`,
    head: list(
      `export async function ${model.names.camel}Body(`,
      [`${api}: Api`, `${usesNumber ? 'n' : '_n'}: number`],
      '): Promise<Body> {',
    ),
    hasMembers: withId || members.length > 0 || collections.length > 0,
    members: [
      ...(withId ? [`id: \`sample-\${n}\``] : []),
      ...members.map(({ field, code }) => `${tsKey(field.property)}: ${code}`),
      ...collections.map((child) => `${child.names.camel}: ${fewest(child)}`),
    ],
  };
}

/** As many children as there must be, with other values than those that tests add. */
function fewest({ of, min }: AggregateChild): Layout {
  const made = `${of.names.camel}Body`;
  if (min === 1) return list('[', [`await ${made}(api, n + ${SAMPLES})`], ']');
  const offset = SAMPLES + 1 - min;
  const from = offset === 0 ? '' : ` ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;
  const each = `(_, index) => ${made}(api, ${min} * n + index${from})`;
  return list('await Promise.all(', [list('Array.from(', [`{ length: ${min} }`, each], ')')], ')');
}

export function stringList(values: readonly string[]): Layout {
  return list('[', values.map(tsString), ']');
}
