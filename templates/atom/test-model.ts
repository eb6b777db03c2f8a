import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { AtomService, Field, IdType, Model, Route } from '../../src/system/system.ts';
import { conditionsFor, hasSearch, sortKeysOf } from '../contracts/conditions.ts';
import { kindFaults } from '../contracts/kind-faults.ts';
import { isAboutOne, operationName } from '../contracts/operations.ts';
import { type Entity, inWords, listRoutesOf } from './entity.ts';
import { Imports } from './import-order.ts';
import { toldRows } from './test-faults.ts';
import {
  childMembers,
  createRouteOf,
  type SampleMember,
  sampleMembers,
  stringList,
  uniqueSetsOf,
} from './test-shape.ts';

/** What `test/http/<model>.test.ts` is made from. */
export function testModel(entity: Entity, service: AtomService, scope: string) {
  const { model } = entity;
  const own = service.routes.filter((route) => route.model === model.names.pascal);
  const members = sampleMembers(model.fields, entity);
  const get = own.find((route) => route.op === 'get');
  const update = own.find((route) => route.op === 'update');
  const remove = own.find((route) => route.op === 'delete');
  const onePath = (get ?? update ?? remove)?.path;
  const hidden = model.fields.filter((field) => field.private).map((field) => field.property);
  const wrong = wrongValues(model.fields);
  const told = toldRows(model.fields);
  const uniques = uniqueTests(model, members);
  const wanted = [
    ...model.fields.filter((field) => field.required).map((field) => field.property),
    ...entity.children.filter(({ min }) => min > 0).map((child) => child.names.camel),
  ];
  const children = get === undefined ? [] : entity.children.flatMap((child) => childTest(child, entity, own));
  const operations = onePath === undefined ? [] : own.flatMap(operationTest);
  const parts = {
    ...listTests(entity, service, members),
    ...updateTests(update, model, members),
  };
  const client = clientTest(own, service, model);
  const imports = importsOf({
    client,
    entity,
    service,
    scope,
    own,
    children,
    operations,
    parts,
    hasTold: told.length > 0,
    uniques,
    usesWithout: wanted.length > 0 || sentOf(entity) !== 'body',
  });
  return {
    ...parts,
    ...client,
    imports,
    pluralWords: inWords(model.plural),
    createPath: createRouteOf(service, model)?.path ?? '',
    hasOne: onePath !== undefined,
    onePath: (onePath ?? '').replace('{id}', `\${made.id}`),
    usesVersion: update !== undefined || remove !== undefined || children.length > 0 || operations.length > 0,
    hasGet: get !== undefined,
    hasDelete: remove !== undefined,
    hasHidden: hidden.length > 0,
    hidden: stringList(hidden),
    sent: sentOf(entity),
    hasRequired: wanted.length > 0,
    required: stringList([...(model.idType === 'string' ? ['id'] : []), ...wanted]),
    defaults: defaultsOf(model),
    hasWrong: wrong.length > 0,
    wrong: list('{', wrong, '}'),
    uniques,
    references: referenceTests(model),
    missingId: missingId(model.idType),
    told: list('[', told, ']', { broken: told.length > 1 }),
    hasTold: told.length > 0,
    children,
    operations,
  };
}

/** The body that was sent, as it is to be seen in what is made. */
function sentOf({ model, children }: Entity): Layout {
  const hidden = model.fields.some((field) => field.private) ? ['...hidden'] : [];
  const veiled = children.filter(({ min, of }) => min > 0 && of.fields.some((field) => field.private));
  const left = [...hidden, ...veiled.map((child) => tsString(child.names.camel))];
  return left.length === 0 ? 'body' : list('without(', ['body', ...left], ')');
}

type Parts = ReturnType<typeof listTests> & ReturnType<typeof updateTests>;

/** One call of each method of the client that is about the model itself. */
function clientTest(own: readonly Route[], service: AtomService, model: Model) {
  const idOf = (op: Route['op'], parameters: number) =>
    own.find((route) => route.op === op && (route.path.match(/\{/g) ?? []).length === parameters);
  const create = createRouteOf(service, model);
  const list = idOf('list', 0);
  const get = idOf('get', 1);
  const update = idOf('update', 1);
  const remove = idOf('delete', 1);
  const isUsed = [get, list, update, remove].some((route) => route !== undefined);
  return {
    client: `http${service.names.pascal}Client`,
    clientCreate: create?.id ?? '',
    madeByClient: isUsed ? 'const made = ' : '',
    clientGets: get !== undefined,
    clientGet: get?.id ?? '',
    clientLists: list !== undefined,
    clientList: list?.id ?? '',
    clientUpdates: update !== undefined,
    clientUpdate: update?.id ?? '',
    clientReplaces: update?.method === 'PUT',
    clientChanges: update?.method === 'PUT' ? replacementOf(model) : '{}',
    clientDeletes: remove !== undefined,
    clientDelete: remove?.id ?? '',
    clientVersion: update !== undefined ? 'changed.version' : 'made.version',
  };
}

/** The first sample as a whole that is put in the place of one. */
function replacementOf(model: Model): Layout {
  const fixed = model.fields.filter((field) => field.immutable).map((field) => field.property);
  const names = [...(model.idType === 'string' ? ['id'] : []), ...fixed];
  const body = list('without(', ['await newBody(api, 1)', ...names.map(tsString)], ')');
  return list('replacement.parse(', [body], ')');
}

function importsOf(given: {
  client: ReturnType<typeof clientTest>;
  entity: Entity;
  service: AtomService;
  scope: string;
  own: readonly Route[];
  children: readonly { body: string; contract: string; schema: string }[];
  operations: readonly { constant: string; file: string }[];
  parts: Parts;
  usesWithout: boolean;
  hasTold: boolean;
  uniques: readonly { isTold: boolean }[];
}): readonly Layout[] {
  const { entity, service, scope, own, children, operations, parts } = given;
  const { names } = entity.model;
  const imports = new Imports();
  imports.add('vitest', 'describe', 'expect', 'it');
  const hasOne = own.some((route) => ['get', 'update', 'delete'].includes(route.op));
  imports.add('./api.ts', 'faultyFields', 'only', 'startApi');
  if (hasOne) imports.add('./api.ts', 'type Body');
  if (parts.hasList || children.length > 0) imports.add('./api.ts', 'itemsOf');
  if (parts.hasRanges || parts.hasSorts) imports.add('./api.ts', 'compare');
  if (given.usesWithout || parts.hasUpdate || given.client.clientUpdates) imports.add('./api.ts', 'without');
  const isTold = given.hasTold || parts.hasFixed || given.uniques.some((one) => one.isTold);
  if (isTold) imports.add('./api.ts', 'wordsOn');
  const sample = `./samples/${names.kebab}.ts`;
  imports.add(sample, `${names.camel}Body as newBody`);
  if (hasOne || parts.hasList) imports.add(sample, `create${names.pascal} as create`);
  for (const { body } of children) imports.add(sample, body);
  imports.add(`${scope}/kit/client`, 'createHttpClient');
  imports.add(`${scope}/contracts/${service.name}/client`, given.client.client);
  imports.add(`${scope}/contracts/${service.name}/${names.kebab}`, `${names.pascal}Create as contract`);
  const contracts = `${scope}/contracts/${service.name}/${names.kebab}`;
  if (given.client.clientReplaces) imports.add(contracts, `${names.pascal}Replace as replacement`);
  for (const { contract, schema } of children) imports.add(contracts, `${schema} as ${contract}`);
  if (operations.length > 0) imports.add('../../src/custom-operations.ts', 'operations');
  for (const { constant, file } of operations) {
    imports.add(`${scope}/contracts/${service.name}/${file}`, `${constant}Example`);
  }
  return imports.write();
}

/** A value of another kind for each field: contracts are where each rule is tried. */
function wrongValues(fields: readonly Field[]): readonly Layout[] {
  return fields.flatMap((field) =>
    kindFaults(field)
      .slice(0, 1)
      .map(({ value }) => `${tsKey(field.property)}: ${value}`),
  );
}

function defaultsOf(model: Model): readonly Layout[] {
  const exact = ['decimal', 'time', 'datetime', 'uuid'];
  const own = model.fields.flatMap((field) => {
    if (field.private || field.required || exact.includes(field.type.kind)) return [];
    if (field.default !== undefined) return [`${tsKey(field.property)}: ${tsLiteral(field.default)}`];
    return field.nullable ? [`${tsKey(field.property)}: null`] : [];
  });
  return ['version: 1', ...own];
}

function listTests(entity: Entity, service: AtomService, members: readonly SampleMember[]) {
  const { model } = entity;
  const route = listRoutesOf(service, model).find(({ path }) => !path.includes('{'));
  const varietyOf = new Map(members.map((member) => [member.field.property, member.variety]));
  const isVaried = (property: string, wanted: number) => (varietyOf.get(property) ?? 0) >= wanted;
  const conditions =
    route === undefined
      ? []
      : conditionsFor(route, model).filter(({ field, equal }) => equal === field.property);
  const filters = conditions.filter(({ field }) => field.type.kind !== 'list' && isVaried(field.property, 2));
  const ranges = conditions.filter((one) => one.ranges.length > 0 && isVaried(one.field.property, 3));
  const keys = route === undefined ? [] : sortKeysOf(route, model);
  const sorts = members.filter(
    ({ field, variety }) => variety >= 3 && keys.includes(field.property) && isPlainlyOrdered(field),
  );
  const searched = members.find(({ field, variety }) => field.searchable && !field.private && variety >= 2);
  return {
    hasList: route !== undefined,
    listPath: route?.path ?? '',
    tooMany: `limit=${(route?.page.max ?? 0) + 1}`,
    hasFilters: filters.length > 0,
    filters: stringList(filters.map(({ field }) => field.property)),
    hasRanges: ranges.length > 0,
    ranges: stringList(ranges.map(({ field }) => field.property)),
    hasSorts: sorts.length > 0,
    sorts: stringList(sorts.map(({ field }) => field.property)),
    hasSearch: route !== undefined && hasSearch(model) && searched !== undefined,
    searched: searched?.field.property ?? '',
  };
}

/** Whose order a test can tell from the values alone. */
function isPlainlyOrdered({ type }: Field): boolean {
  return [
    'string',
    'text',
    'email',
    'url',
    'slug',
    'int',
    'float',
    'decimal',
    'date',
    'time',
    'datetime',
  ].includes(type.kind);
}

function updateTests(route: Route | undefined, model: Model, members: readonly SampleMember[]) {
  const isWhole = route?.method === 'PUT';
  const changeable = members.filter(
    ({ field, variety }) => !field.immutable && !field.private && variety >= 2 && field.type.kind !== 'ref',
  );
  const fixed = model.fields.filter((field) => field.immutable).map((field) => field.property);
  const fixedInSample = members.filter(({ field }) => field.immutable).map(({ field }) => field.property);
  const toldFixed = members.flatMap(({ field }) => {
    const words = field.immutable ? field.messages?.immutable : undefined;
    return words === undefined ? [] : [list('[', [tsString(field.property), tsString(words)], ']')];
  });
  const changed = changeable.slice(0, 3).map(({ field }) => field.property);
  const keys = [...fixed, ...(model.idType === 'string' ? ['id'] : [])];
  return {
    hasUpdate: route !== undefined && changed.length > 0,
    updateMethod: route === undefined ? '' : route.method.toLowerCase(),
    changes: isWhole
      ? list('without(', ['await newBody(api, 2)', ...keys.map(tsString)], ')')
      : list('only(', ['await newBody(api, 2)', ...changed.map(tsString)], ')'),
    shownChanges: model.fields.some((field) => field.private) ? 'without(changes, ...hidden)' : 'changes',
    hasImmutable: route !== undefined && fixedInSample.length > 0,
    immutables: stringList(fixedInSample),
    hasFixed: route !== undefined && toldFixed.length > 0,
    fixed: list('[', toldFixed, ']', { broken: toldFixed.length > 1 }),
  };
}

function uniqueTests(model: Model, members: readonly SampleMember[]) {
  const inBody = new Set(members.map(({ field }) => field.property));
  return uniqueSetsOf(model)
    .filter((set) => set.every((property) => inBody.has(property)))
    .map((set) => ({
      title: `refuses a second one with the same ${set.join(' and ')}`,
      names: stringList(set),
      ...toldOf(model, set),
    }));
}

/** What people are told where the value of a single field is taken. */
function toldOf({ fields }: Model, [property = '', ...others]: readonly string[]) {
  const found = fields.find((field) => field.property === property && field.unique);
  const words = others.length > 0 ? undefined : found?.messages?.unique;
  return { isTold: words !== undefined, field: property, words: words ?? '' };
}

function referenceTests(model: Model) {
  return model.fields.flatMap((field) => {
    if (field.type.kind !== 'ref' || field.type.service !== null) return [];
    return [
      {
        title: `refuses a ${field.names.title.toLowerCase()} that is not there`,
        property: field.property,
        nobody: missingId(field.type.idType),
      },
    ];
  });
}

function missingId(idType: IdType): string {
  switch (idType) {
    case 'uuid':
      return "'00000000-0000-7000-8000-0000000000ff'";
    case 'int':
      return '987654321';
    case 'string':
      return "'nobody'";
  }
}

function childTest(child: Entity['children'][number], entity: Entity, own: readonly Route[]) {
  const routes = own.filter((route) => 'child' in route && route.child === child.names.snake);
  const pathOf = (op: Route['op']) => routes.find((route) => route.op === op)?.path;
  const idOf = (op: Route['op']) => routes.find((route) => route.op === op)?.id ?? '';
  const paths = [pathOf('child_list'), pathOf('child_create')];
  const isWhole =
    paths.every((path) => path !== undefined && path === paths[0]) &&
    [pathOf('child_get'), pathOf('child_delete')].every((path) => path?.startsWith(`${paths[0]}/`) === true);
  const segment = paths[0]?.split('{id}/')[1];
  if (!isWhole || segment === undefined || segment.includes('/')) return [];
  const members = childMembers(child, entity);
  const hidden = child.of.fields.filter((field) => field.private).map((field) => field.property);
  const changed = members.find(
    ({ field, variety }) => variety >= 2 && !field.immutable && !field.private && field.type.kind !== 'ref',
  );
  const body = `${child.of.names.camel}Body`;
  return [
    {
      title: `keeps ${inWords(child.names)} under the version of the whole`,
      segment,
      body,
      collection: child.names.camel,
      isKept: child.min > 0,
      shrunk: child.min > 0 ? 'kept' : '[]',
      grown: child.min > 0 ? '[...kept, added.body]' : '[added.body]',
      fewest: child.min,
      fewestTitle: `is not left with fewer than ${child.min} of its ${inWords(child.names)}`,
      sent: hidden.length > 0 ? list('without(', ['first', ...hidden.map(tsString)], ')') : 'first',
      hasChange: changed !== undefined && pathOf('child_update') !== undefined,
      changes: changed === undefined ? '' : `only(second, ${tsString(changed.field.property)})`,
      reached: tsString(`reaches its ${inWords(child.names)} by the client`),
      contract: `${child.of.names.camel}Contract`,
      schema: `${child.of.names.pascal}Create`,
      add: idOf('child_create'),
      all: idOf('child_list'),
      get: idOf('child_get'),
      remove: idOf('child_delete'),
      updates: pathOf('child_update') !== undefined,
      update: idOf('child_update'),
      lastVersion: pathOf('child_update') === undefined ? 2 : 3,
    },
  ];
}

function operationTest(route: Route) {
  if (route.op !== 'custom' || !isAboutOne(route) || !['POST', 'PUT', 'PATCH'].includes(route.method))
    return [];
  if ((route.path.match(/\{/g) ?? []).length > 1) return [];
  const name = operationName(route);
  return [
    {
      title: `asks ${name.kebab}.ts to ${inWords(name)}`,
      constant: name.camel,
      client: route.id,
      file: name.kebab,
      method: route.method.toLowerCase(),
      url: route.path.replace('{id}', `\${made.id}`),
    },
  ];
}
