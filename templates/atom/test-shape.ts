import { call, type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { AtomService, Field, Model, Route } from '../../src/system/system.ts';
import { childFields, type Entity, entitiesOf, inWords } from './entity.ts';
import { article } from './http-file.ts';
import { Imports } from './import-order.ts';
import { samplesOf } from './samples.ts';

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

/**
 * Entities that tests can make: each value that must be given has an example, and so has each entity that must be
 * there before.
 */
export function testableEntities(service: AtomService): readonly Entity[] {
  const entities = entitiesOf(service);
  const names = (found: readonly Entity[]) => new Set(found.map(({ model }) => model.names.pascal));
  let testable: readonly Entity[] = [];
  for (;;) {
    const known = names(testable);
    const next = entities.filter(
      (entity) =>
        createRouteOf(service, entity.model) !== undefined &&
        bodiesOf(entity).every((model) => hasExamples(model, known)),
    );
    if (next.length === testable.length) return testable;
    testable = next;
  }
}

/** Fields that must be given and that no example is known of, where that leaves a model without tests. */
export function fieldsWithoutExample(service: AtomService): readonly { model: Model; field: Field }[] {
  return entitiesOf(service)
    .filter((entity) => createRouteOf(service, entity.model) !== undefined)
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

/** What a sample body has: no field that an invariant is about, unless it must be given, and no optional reference. */
export function sampleMembers(fields: readonly Field[], entity: Entity): readonly SampleMember[] {
  const rules = entity.invariants.map(({ rule }) => rule).join(' ');
  const isJudged = (field: Field) => new RegExp(`\\b(${field.column}|${field.property})\\b`).test(rules);
  return fields.flatMap((field) => {
    if (!field.required && isJudged(field)) return [];
    const member = sampleMember(field);
    return member === undefined ? [] : [member];
  });
}

function sampleMember(field: Field): SampleMember | undefined {
  const { type } = field;
  if (type.kind === 'ref' && type.service === null) {
    if (!field.required) return undefined;
    const code = `(await known${type.model.pascal}(api, n)).id`;
    return { field, code, variety: Number.POSITIVE_INFINITY, usesApi: true, usesNumber: true };
  }
  const values = samplesOf(field);
  const [first] = values;
  if (first === undefined) return undefined;
  const isOne = values.length === 1;
  const code = isOne ? tsLiteral(first) : call('pick', [tsLiteral(values), 'n']);
  return { field, code, variety: values.length, usesApi: false, usesNumber: !isOne };
}

/** What `test/http/samples/<model>.ts` is made from. */
export function samplesModel(entity: Entity, service: AtomService) {
  const { model } = entity;
  const imports = new Imports();
  imports.add('../api.ts', 'type Api', 'type Body', 'once');
  const shapes = [
    { model, fields: model.fields, withId: model.idType === 'string' },
    ...entity.children.map((child) => ({ model: child.of, fields: childFields(child), withId: false })),
  ];
  const bodies = shapes.map((shape) => sampleBody(shape, entity, imports));
  return {
    imports: imports.write(),
    bodies,
    name: model.names.pascal,
    camel: model.names.camel,
    path: createRouteOf(service, model)?.path ?? '',
  };
}

interface Shape {
  readonly model: Model;
  readonly fields: readonly Field[];
  readonly withId: boolean;
}

function sampleBody({ model, fields, withId }: Shape, entity: Entity, imports: Imports) {
  const members = sampleMembers(fields, entity);
  for (const { field } of members.filter((member) => member.usesApi)) {
    if (field.type.kind !== 'ref' || field.type.model.pascal === entity.model.names.pascal) continue;
    imports.add(`./${field.type.model.kebab}.ts`, `known${field.type.model.pascal}`);
  }
  const usesNumber = withId || members.some((member) => member.usesNumber);
  if (members.some((member) => member.usesNumber && !member.usesApi)) imports.add('../api.ts', 'pick');
  const api = members.some((member) => member.usesApi) ? 'api' : '_api';
  const words = inWords(model.names);
  return {
    words: `${article(words)} ${words}`,
    head: list(
      `export async function ${model.names.camel}Body(`,
      [`${api}: Api`, `${usesNumber ? 'n' : '_n'}: number`],
      '): Promise<Body> {',
    ),
    members: [
      ...(withId ? [`id: \`sample-\${n}\``] : []),
      ...members.map(({ field, code }) => `${tsKey(field.property)}: ${code}`),
    ],
  };
}

export function stringList(values: readonly string[]): Layout {
  return list('[', values.map(tsString), ']');
}
