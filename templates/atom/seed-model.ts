import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral } from '../../src/render/literals.ts';
import type { AtomService, Field, Model, Names } from '../../src/system/system.ts';
import { type Entity, idTypeOf, inWords } from './entity.ts';
import { sortedImports } from './import-order.ts';
import { samplesOf } from './samples.ts';
import { createRouteOf, sampleMembers, testableEntities } from './test-shape.ts';

const ORDINALS = ['one', 'two', 'three'];

/** Demo data: a few of everything that can be made over HTTP, each time the same. */
export function seedView(service: AtomService, scope: string) {
  const entities = testableEntities(service);
  const pointedAt = new Set(entities.flatMap(({ model }) => requiredTargets(model)));
  const { pascal } = service.names;
  return {
    hasRows: entities.length > 0,
    port: service.port,
    client: `http${pascal}Client`,
    calls: entities.map(({ model }) => {
      const made = pointedAt.has(model.names.pascal) ? `const ${model.plural.camel} = ` : '';
      const targets = targetsOf(entities, model).map((target) => target.plural.camel);
      return `${made}await ${list(`${seedName(model)}(`, ['client', ...targets], ');')}`;
    }),
    imports: sortedImports([
      [`${scope}/contracts/${service.name}/client`, [`http${pascal}Client`]],
      [`${scope}/kit/client`, ['createHttpClient']],
      ...entities.map(({ model }) => [`./seed/${model.names.kebab}.ts`, [seedName(model)]] as const),
    ]),
  };
}

/** What `src/seed/<entity>.ts` is written from. */
export function entitySeedView(service: AtomService, scope: string, entity: Entity) {
  const { model } = entity;
  const client = `${service.names.pascal}Client`;
  const targets = targetsOf(testableEntities(service), model);
  const parameters = targets.map((target) => `${target.plural.camel}: ${idsOf(target)}`);
  return {
    client,
    plural: inWords(model.plural),
    head: list(
      `export async function ${seedName(model)}(`,
      [`client: ${client}`, ...parameters],
      `): Promise<${idsOf(model)}> {`,
    ),
    creations: ORDINALS.map((ordinal, index) => creation(service, entity, ordinal, index)),
    imports: sortedImports([[`${scope}/contracts/${service.name}/client`, [`type ${client}`]]]),
  };
}

export function seededEntities(service: AtomService): readonly Entity[] {
  return testableEntities(service);
}

function seedName(model: Model): string {
  return `seed${model.plural.pascal}`;
}

function idsOf(model: Model): string {
  const type = idTypeOf(model);
  return `readonly [${ORDINALS.map(() => type).join(', ')}]`;
}

function targetsOf(entities: readonly Entity[], model: Model): readonly Model[] {
  const wanted = new Set(requiredTargets(model));
  return entities.map((one) => one.model).filter((one) => wanted.has(one.names.pascal));
}

function requiredTargets(model: Model): readonly string[] {
  return model.fields.flatMap((field) =>
    field.required && field.type.kind === 'ref' && field.type.service === null
      ? [field.type.model.pascal]
      : [],
  );
}

function creation(service: AtomService, entity: Entity, ordinal: string, index: number): Layout {
  const { model } = entity;
  const id = model.idType === 'string' ? [`id: 'demo-${index + 1}'`] : [];
  const plurals = new Map(testableEntities(service).map((one) => [one.model.names.pascal, one.model.plural]));
  const members = sampleMembers(model.fields, entity).flatMap(({ field }) => memberOf(field, index, plurals));
  const made = `await client.${createRouteOf(service, model)?.id ?? ''}(`;
  return `${list(`const ${ordinal} = ${made}{`, [...id, ...members], '}')});`;
}

function memberOf(field: Field, index: number, plurals: ReadonlyMap<string, Names>): readonly Layout[] {
  const { type } = field;
  if (type.kind === 'ref' && type.service === null) {
    const all = plurals.get(type.model.pascal)?.camel;
    return field.required ? [`${tsKey(field.property)}: ${all}[${index}]`] : [];
  }
  const samples = samplesOf(field);
  const value = samples[index % Math.max(samples.length, 1)];
  return value === undefined ? [] : [`${tsKey(field.property)}: ${tsLiteral(value)}`];
}
