import { type Layout, list } from '../../src/render/layout.ts';
import type { AggregateChild, AtomService, Field, FieldType } from '../../src/system/system.ts';
import { type Entity, listRoutesOf } from './entity.ts';
import type { Imports } from './import-order.ts';

/** How tests make one that no operation makes: by its use case, and then they look at it as operations show it. */
export function madeInside(
  entity: Entity,
  fields: readonly Field[],
  service: AtomService,
  imports: Imports,
): readonly Layout[] {
  const { model } = entity;
  const { pascal, camel, kebab } = model.names;
  imports.add(`../../../src/domain/${kebab}.ts`, `type New${pascal}`);
  const bytes = fields.filter(({ type }) => isBytes(type)).map(bytesOf);
  const given = bytes.length === 0 ? [] : [`const input = ${list('{', ['...body', ...bytes], '}')};`];
  const input = `${bytes.length === 0 ? 'body' : 'input'} as unknown as New${pascal}`;
  return [
    `const body = await ${camel}Body(api, n);`,
    ...given,
    list(`const made = await api.useCases.${model.plural.camel}.create(`, [input, 'null'], ');'),
    ...shown(entity, service, imports),
  ];
}

/** Whether it can be given to a use case as it is in JSON. */
export function isMadeOfJson({ min, of }: AggregateChild): boolean {
  return min === 0 || !of.fields.some(({ type }) => isBytes(type));
}

function shown({ model }: Entity, service: AtomService, imports: Imports): readonly Layout[] {
  const get = service.routes.find(({ op, model: about }) => op === 'get' && about === model.names.pascal);
  if (get !== undefined) {
    const url = `\`${get.path.replace('{id}', `\${made.id}`)}\``;
    return [`const answer = await ${list('api.get(', [url], ')')};`, 'return answer.body;'];
  }
  const all = listRoutesOf(service, model).find(({ path }) => !path.includes('{'));
  if (all === undefined) return ['return { id: made.id, version: made.version };'];
  imports.add('../api.ts', 'itemsOf');
  return [
    `const items = itemsOf(await ${list('api.get(', [`'${all.path}'`], ')')});`,
    'return items.find(({ id }) => id === made.id) ?? {};',
  ];
}

function isBytes(type: FieldType): boolean {
  return type.kind === 'bytes' || (type.kind === 'list' && isBytes(type.of));
}

/** Base64 in JSON. */
function bytesOf({ property, type }: Field): Layout {
  const value = `body.${property}`;
  if (type.kind === 'bytes') return `${property}: Buffer.from(String(${value}), 'base64')`;
  return `${property}: (${value} as string[]).map((one) => Buffer.from(one, 'base64'))`;
}
