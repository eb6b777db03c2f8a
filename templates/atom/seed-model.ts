import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral } from '../../src/render/literals.ts';
import type { AtomService, Field, Model } from '../../src/system/system.ts';
import type { Entity } from './entity.ts';
import { sortedImports } from './import-order.ts';
import { samplesOf } from './samples.ts';
import { createRouteOf, sampleMembers, testableEntities } from './test-shape.ts';

const ROWS = 3;

/** Demo data: a few of everything that can be made over HTTP, each time the same. */
export function seedView(service: AtomService, scope: string) {
  const entities = testableEntities(service);
  const pointedAt = new Set(entities.flatMap((entity) => requiredTargets(entity.model)));
  const creations = entities.flatMap((entity) =>
    Array.from({ length: ROWS }, (_, index) => creation(service, entity, index, pointedAt)),
  );
  const { pascal } = service.names;
  return {
    hasRows: creations.length > 0,
    port: service.port,
    client: `http${pascal}Client`,
    creations,
    imports: sortedImports([
      [`${scope}/contracts/${service.name}/client`, [`http${pascal}Client`]],
      [`${scope}/kit/client`, ['createHttpClient']],
    ]),
  };
}

function requiredTargets(model: Model): readonly string[] {
  return model.fields.flatMap((field) =>
    field.required && field.type.kind === 'ref' && field.type.service === null
      ? [field.type.model.pascal]
      : [],
  );
}

function creation(
  service: AtomService,
  entity: Entity,
  index: number,
  pointedAt: ReadonlySet<string>,
): Layout {
  const { model } = entity;
  const { camel, pascal } = model.names;
  const id = model.idType === 'string' ? [`id: 'demo-${index + 1}'`] : [];
  const members = sampleMembers(model.fields, entity).flatMap(({ field }) => memberOf(field, index));
  const made = `await client.${createRouteOf(service, model)?.id ?? ''}(`;
  const start = pointedAt.has(pascal) ? `const ${camel}${index + 1} = ${made}` : made;
  return `${list(`${start}{`, [...id, ...members], '}')});`;
}

function memberOf(field: Field, index: number): readonly Layout[] {
  const { type } = field;
  if (type.kind === 'ref' && type.service === null) {
    return field.required ? [`${tsKey(field.property)}: ${type.model.camel}${index + 1}.id`] : [];
  }
  const samples = samplesOf(field);
  const value = samples[index % Math.max(samples.length, 1)];
  return value === undefined ? [] : [`${tsKey(field.property)}: ${tsLiteral(value)}`];
}
