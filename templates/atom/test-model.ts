import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { AtomService, Field, IdType, Model, Route } from '../../src/system/system.ts';
import { conditionsFor, hasSearch, sortKeysOf } from '../contracts/conditions.ts';
import { kindFaults } from '../contracts/kind-faults.ts';
import { isAboutOne, operationName } from '../contracts/operations.ts';
import { type Entity, inWords, listRoutesOf } from './entity.ts';
import { clientTest } from './test-client.ts';
import { toldRows } from './test-faults.ts';
import { testImports } from './test-imports.ts';
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
  const hasCreate = createRouteOf(service, model) !== undefined;
  const isShown = hasCreate || own.some(({ op }) => op === 'get' || op === 'list');
  const hidden = model.fields.filter((field) => field.private).map((field) => field.property);
  const wrong = wrongValues(model.fields);
  const told = hasCreate ? toldRows(model.fields) : [];
  const uniques = uniqueTests(model, members);
  const wanted = [
    ...model.fields.filter((field) => field.required).map((field) => field.property),
    ...entity.children.filter(({ min }) => min > 0).map((child) => child.names.camel),
  ];
  const children =
    get === undefined ? [] : entity.children.flatMap((child) => childTest(child, entity, own, hasCreate));
  const operations =
    hasCreate || get !== undefined ? (onePath === undefined ? [] : own.flatMap(operationTest)) : [];
  const parts = {
    ...listTests(entity, service, members),
    ...updateTests(update, model, members, hasCreate),
  };
  const shown = shownOnly(entity, hidden, isShown);
  const client = clientTest(own, service, entity);
  const imports = testImports({
    client,
    entity,
    service,
    scope,
    own,
    children,
    operations,
    parts,
    hasTold: told.length > 0,
    uniques: hasCreate ? uniques : [],
    shown,
    usesWithout: hasCreate && (wanted.length > 0 || sentOf(entity) !== 'body'),
  });
  return {
    ...parts,
    ...client,
    imports,
    hasCreate,
    isVaried: model.idType === 'string' || members.some(({ variety }) => variety > 1),
    shown,
    pluralWords: inWords(model.plural),
    createPath: createRouteOf(service, model)?.path ?? '',
    hasOne: onePath !== undefined,
    onePath: (onePath ?? '').replace('{id}', `\${made.id}`),
    usesVersion: update !== undefined || remove !== undefined || children.length > 0 || operations.length > 0,
    hasGet: get !== undefined,
    hasDelete: remove !== undefined,
    hasHidden: hidden.length > 0 && (isShown || parts.hasUpdate),
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

/** The test of one that no operation makes. */
function shownOnly(entity: Entity, hidden: readonly string[], isShown: boolean): readonly Layout[] {
  if (!isShown) return ['const made = await create(api, 1);', 'expect(made.version).toBe(1);'];
  return [
    'const body = await newBody(api, 1);',
    'const made = await create(api, 1);',
    list('expect(made).toMatchObject(', [sentOf(entity)], ');'),
    ...(hidden.length > 0 ? ['for (const name of hidden) expect(made).not.toHaveProperty(name);'] : []),
  ];
}

export type Parts = ReturnType<typeof listTests> & ReturnType<typeof updateTests>;

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

function updateTests(
  route: Route | undefined,
  model: Model,
  members: readonly SampleMember[],
  hasCreate: boolean,
) {
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
  const hasUpdate = route !== undefined && changed.length > 0;
  const wrong = wrongValues(model.fields.filter((field) => !field.immutable));
  return {
    hasUpdate,
    refusesChanges: hasUpdate && !hasCreate,
    wrongChanges: list('{', [...wrong, 'nobodyKnowsThis: 1'], '}'),
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

function childTest(
  child: Entity['children'][number],
  entity: Entity,
  own: readonly Route[],
  hasCreate: boolean,
) {
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
      isRefused: child.min > 0 && hasCreate,
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
