import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AtomService, Route } from '../../src/system/system.ts';
import type { Entity } from './entity.ts';
import { createRouteOf } from './test-shape.ts';

/** One call of each method of the client that is about the model itself. */
export function clientTest(own: readonly Route[], service: AtomService, entity: Entity) {
  const { model } = entity;
  const idOf = (op: Route['op'], parameters: number) =>
    own.find((route) => route.op === op && (route.path.match(/\{/g) ?? []).length === parameters);
  const create = createRouteOf(service, model);
  const list = idOf('list', 0);
  const get = idOf('get', 1);
  const update = idOf('update', 1);
  const remove = idOf('delete', 1);
  const isUsed = [get, list, update, remove].some((route) => route !== undefined);
  const isTyped = create !== undefined || get !== undefined;
  const idType = model.idType === 'int' ? 'Number' : 'String';
  const version = isTyped ? 'made.version' : 'Number(made.version)';
  return {
    client: `http${service.names.pascal}Client`,
    clientMade: clientMade(create, get, idType),
    clientShown: create === undefined ? '(await api.get(one(made))).body' : 'made',
    clientId: isTyped ? 'made.id' : `${idType}(made.id)`,
    clientFirst: version,
    clientKeeps: isTyped || list !== undefined ? 'toEqual' : 'toMatchObject',
    madeByClient: isUsed ? 'const made = ' : '',
    clientGets: get !== undefined,
    clientGet: get?.id ?? '',
    clientLists: list !== undefined,
    clientList: list?.id ?? '',
    clientUpdates: update !== undefined,
    clientUpdate: update?.id ?? '',
    clientReplaces: update?.method === 'PUT',
    clientChanges: update?.method === 'PUT' ? replacementOf(entity, isTyped) : '{}',
    clientDeletes: remove !== undefined,
    clientDelete: remove?.id ?? '',
    clientVersion: update !== undefined ? 'changed.version' : version,
  };
}

/** One to call the client about, as typed as there is an operation that shows it. */
function clientMade(create: Route | undefined, get: Route | undefined, idType: string): Layout {
  if (create !== undefined) return `await client.${create.id}(contract.parse(await newBody(api, 1)))`;
  if (get === undefined) return 'await create(api, 1)';
  return `await client.${get.id}(${idType}((await create(api, 1)).id))`;
}

/** The first sample as a whole that is put in the place of one, with the children that are there already. */
function replacementOf({ model, children }: Entity, isTyped: boolean): Layout {
  const fixed = model.fields.filter((field) => field.immutable).map((field) => field.property);
  const names = [...(model.idType === 'string' ? ['id'] : []), ...fixed];
  const body = list('without(', ['await newBody(api, 1)', ...names.map(tsString)], ')');
  const kept = children.filter(({ min }) => isTyped && min > 0).map(({ names: { camel } }) => camel);
  const members = [`...${body}`, ...kept.map((name) => `${name}: made.${name}`)];
  return list('replacement.parse(', [kept.length === 0 ? body : list('{', members, '}')], ')');
}
