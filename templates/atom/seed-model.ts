import type { Json } from '../../src/json/json.ts';
import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, Model, Names } from '../../src/system/system.ts';
import { lines } from './code.ts';
import { type Entity, idTypeOf, inWords } from './entity.ts';
import { sortedImports } from './import-order.ts';
import { samplesOf } from './samples.ts';
import {
  childMembers,
  createRouteOf,
  requiredTarget,
  sampleMembers,
  samplesOfChild,
  seedableEntities,
} from './test-shape.ts';

const ORDINALS = ['one', 'two', 'three'];

/** Demo data: a few of everything that can be made over HTTP, each time the same. */
export function seedView(service: AtomService, scope: string) {
  const entities = seedableEntities(service);
  const pointedAt = new Set(entities.flatMap(requiredTargets));
  const { pascal } = service.names;
  return {
    hasRows: entities.length > 0,
    port: service.port,
    client: `http${pascal}Client`,
    calls: entities.map((entity) => {
      const { model } = entity;
      const made = pointedAt.has(model.names.pascal) ? `const ${model.plural.camel} = ` : '';
      const targets = targetsOf(entities, entity).map((target) => target.plural.camel);
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
  const targets = targetsOf(seedableEntities(service), entity);
  const parameters = targets.map((target) => `${target.plural.camel}: ${idsOf(target)}`);
  return {
    client,
    plural: inWords(model.plural),
    head: list(
      `export async function ${seedName(model)}(`,
      [`client: ${client}`, ...parameters],
      `): Promise<${idsOf(model)}> {`,
    ),
    creations: lines(ORDINALS.map((ordinal, index) => creation(service, entity, ordinal, index))),
    imports: sortedImports([[`${scope}/contracts/${service.name}/client`, [`type ${client}`]]]),
  };
}

export function seededEntities(service: AtomService): readonly Entity[] {
  return seedableEntities(service);
}

function seedName(model: Model): string {
  return `seed${model.plural.pascal}`;
}

function idsOf(model: Model): string {
  const type = idTypeOf(model);
  return `readonly [${ORDINALS.map(() => type).join(', ')}]`;
}

function targetsOf(entities: readonly Entity[], entity: Entity): readonly Model[] {
  const wanted = new Set(requiredTargets(entity));
  return entities.map((one) => one.model).filter((one) => wanted.has(one.names.pascal));
}

/** Of the entity, and of the children that it must have. */
function requiredTargets({ model, children }: Entity): readonly string[] {
  const models = [model, ...children.filter(({ min }) => min > 0).map(({ of }) => of)];
  return models.flatMap(({ fields }) => fields.flatMap(requiredTarget));
}

function creation(service: AtomService, entity: Entity, ordinal: string, index: number): Layout {
  const { model } = entity;
  const id = model.idType === 'string' ? [`id: 'demo-${index + 1}'`] : [];
  const plurals = new Map(seedableEntities(service).map((one) => [one.model.names.pascal, one.model.plural]));
  const members = [
    ...sampleMembers(model.fields, entity).flatMap(({ field }) =>
      memberOf(field, index, plurals, samplesOf(field)),
    ),
    ...entity.children.flatMap((child) => fewest(child, entity, index, plurals)),
  ];
  const made = `await client.${createRouteOf(service, model)?.id ?? ''}(`;
  return `${list(`const ${ordinal} = ${made}{`, [...id, ...members], '}')});`;
}

/** As many children as there must be. */
function fewest(
  child: AggregateChild,
  entity: Entity,
  index: number,
  plurals: ReadonlyMap<string, Names>,
): readonly Layout[] {
  if (child.min === 0) return [];
  const made = Array.from({ length: child.min }, (_, place) => {
    const members = childMembers(child, entity).flatMap(({ field }) =>
      memberOf(field, index * child.min + place, plurals, samplesOf(field, samplesOfChild(child))),
    );
    return list('{', members, '}');
  });
  const isTable = made.length > 1 && childMembers(child, entity).length > 1;
  return [`${child.names.camel}: ${list('[', made, ']', { broken: isTable })}`];
}

function memberOf(
  field: Field,
  index: number,
  plurals: ReadonlyMap<string, Names>,
  samples: readonly Json[],
): readonly Layout[] {
  const { type } = field;
  if (type.kind === 'ref' && type.service === null) {
    const all = plurals.get(type.model.pascal)?.camel;
    return field.required ? [`${tsKey(field.property)}: ${all}[${index % ORDINALS.length}]`] : [];
  }
  const value = samples[index % Math.max(samples.length, 1)];
  return value === undefined ? [] : [`${tsKey(field.property)}: ${tsLiteral(value)}`];
}
