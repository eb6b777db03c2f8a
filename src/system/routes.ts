import type { SpecHandler } from '../spec/schema/top.ts';
import { middlewaresOf } from './middlewares.ts';
import { propertyIn } from './models.ts';
import { namesOf, singularOf } from './names.ts';
import type {
  Aggregate,
  AggregateChild,
  Field,
  HttpMethod,
  Middlewares,
  Model,
  Route,
  SpecPath,
} from './system.ts';

const PAGE = { default: 50, max: 200 } as const;

/** What routes are about: the models and aggregates of one service. */
export interface RouteScope {
  readonly basePath: string;
  readonly models: readonly Model[];
  readonly aggregates: readonly Aggregate[];
}

/** Full CRUD for every model, every aggregate, and every collection of one. */
export function defaultRoutes(scope: RouteScope): readonly Route[] {
  return [
    ...scope.models.flatMap((model) => crudRoutes(scope, model)),
    ...scope.aggregates.flatMap((aggregate) => [
      ...crudRoutes(scope, aggregate.root),
      ...aggregate.children.flatMap((child) => childRoutes(scope, aggregate.root, child)),
    ]),
  ];
}

function crudRoutes(scope: RouteScope, model: Model): readonly Route[] {
  const { camel, pascal } = model.names;
  const all = `${scope.basePath}/${model.plural.kebab}`;
  const one = `${all}/{id}`;
  const base = { at: model.at, model: pascal, middlewares: {} };
  return [
    {
      ...base,
      id: `${camel}List`,
      method: 'GET',
      path: all,
      op: 'list',
      filter: defaultFilter(model),
      sort: defaultSort(model),
      page: PAGE,
    },
    { ...base, id: `${camel}Create`, method: 'POST', path: all, op: 'create' },
    { ...base, id: `${camel}Get`, method: 'GET', path: one, op: 'get' },
    { ...base, id: `${camel}Update`, method: 'PATCH', path: one, op: 'update' },
    { ...base, id: `${camel}Delete`, method: 'DELETE', path: one, op: 'delete' },
  ];
}

function childRoutes(scope: RouteScope, root: Model, child: AggregateChild): readonly Route[] {
  const member = singularOf(child.names);
  const id = root.names.camel + member.pascal;
  const all = `${scope.basePath}/${root.plural.kebab}/{id}/${child.names.kebab}`;
  const one = `${all}/{${member.snake}_id}`;
  const base = { at: child.at, model: root.names.pascal, child: child.names.snake, middlewares: {} };
  return [
    { ...base, id: `${id}List`, method: 'GET', path: all, op: 'child_list' },
    { ...base, id: `${id}Add`, method: 'POST', path: all, op: 'child_create' },
    { ...base, id: `${id}Get`, method: 'GET', path: one, op: 'child_get' },
    { ...base, id: `${id}Update`, method: 'PATCH', path: one, op: 'child_update' },
    { ...base, id: `${id}Remove`, method: 'DELETE', path: one, op: 'child_delete' },
  ];
}

/** What is cheap to look up by: few values, references, times, and whatever an index begins with. */
function defaultFilter(model: Model): readonly string[] {
  const kinds = ['enum', 'bool', 'ref', 'uuid', 'date', 'datetime'];
  return model.fields
    .filter((field) => !field.private && (kinds.includes(field.type.kind) || isKey(model, field)))
    .map((field) => field.property);
}

/** The field shown for a row, times, and whatever an index begins with. */
function defaultSort(model: Model): readonly string[] {
  const kinds = ['date', 'datetime'];
  const fields = model.fields.filter(
    (field) =>
      !field.private &&
      isOrdered(field) &&
      (kinds.includes(field.type.kind) || field.property === model.display || isKey(model, field)),
  );
  return [...fields.map((field) => field.property), ...(model.audit ? ['createdAt', 'updatedAt'] : [])];
}

function isKey(model: Model, field: Field): boolean {
  if (!isOrdered(field)) return false;
  return field.unique || model.indexes.some((index) => index.columns[0] === field.column);
}

function isOrdered(field: Field): boolean {
  return !['json', 'list', 'bytes', 'text', 'bool'].includes(field.type.kind);
}

/** The routes that the spec spells out. Those of use cases are not among them. */
export function explicitRoutes(
  scope: RouteScope,
  handlers: readonly SpecHandler[],
  at: SpecPath,
): readonly Route[] {
  const given = new Set(
    handlers.flatMap((handler) => (handler.id === undefined ? [] : [namesOf(handler.id).camel])),
  );
  const taken = new Set<string>();
  return handlers.flatMap((handler, index) => {
    if (handler.source === 'usecase' || handler.model === undefined || handler.op === undefined) return [];
    const route = explicitRoute(scope, handler, `${at}.${index}`);
    const id =
      handler.id === undefined ? freeId(route.id, (one) => given.has(one) || taken.has(one)) : route.id;
    taken.add(id);
    return [{ ...route, id }];
  });
}

function freeId(wanted: string, isTaken: (id: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  let number = 2;
  while (isTaken(`${wanted}${number}`)) number++;
  return `${wanted}${number}`;
}

function explicitRoute(scope: RouteScope, handler: SpecHandler, at: SpecPath): Route {
  const { model, child } = subjectOf(scope, handler.model ?? '');
  const [method = '', path = ''] = handler.route.trim().split(/\s+/);
  const base = {
    at,
    id: handler.id === undefined ? '' : namesOf(handler.id).camel,
    method: method.toUpperCase() as HttpMethod,
    path: wholePath(scope.basePath, path),
    ...(handler.description === undefined ? {} : { description: handler.description }),
    middlewares: middlewaresOf(handler.middlewares, handler.rate_limit) as Partial<Middlewares>,
    model: model.names.pascal,
  };
  if (child !== undefined) return childRoute(base, model, child, handler.op);
  const id = (suffix: string) => base.id || model.names.camel + suffix;
  switch (handler.op) {
    case 'list':
      return {
        ...base,
        id: id('List'),
        op: 'list',
        filter: (handler.filter ?? []).map((field) => propertyIn(model.fields, field)),
        sort: (handler.sort ?? []).map((field) => propertyIn(model.fields, field)),
        page: handler.page ?? PAGE,
      };
    case 'custom': {
      const operation = namesOf(handler.custom_operation ?? handler.id ?? '');
      return { ...base, id: id(operation.pascal), op: 'custom', operation };
    }
    case 'get':
    case 'create':
    case 'update':
    case 'delete':
      return { ...base, id: id(namesOf(handler.op).pascal), op: handler.op };
    default:
      throw new Error(`a handler without an operation: ${at}`);
  }
}

const CHILD_SUFFIX = { list: 'List', get: 'Get', create: 'Add', update: 'Update', delete: 'Remove' } as const;

function childRoute(
  base: {
    at: SpecPath;
    id: string;
    method: HttpMethod;
    path: string;
    description?: string;
    middlewares: Partial<Middlewares>;
    model: string;
  },
  root: Model,
  child: AggregateChild,
  op: SpecHandler['op'],
): Route {
  if (op === undefined || op === 'custom') throw new Error(`no operation of a child: ${base.at}`);
  const id = base.id || root.names.camel + singularOf(child.names).pascal + CHILD_SUFFIX[op];
  return { ...base, id, op: `child_${op}`, child: child.names.snake };
}

function subjectOf(scope: RouteScope, name: string): { model: Model; child?: AggregateChild } {
  const { pascal } = namesOf(name);
  const model = scope.models.find((one) => one.names.pascal === pascal);
  if (model !== undefined) return { model };
  for (const { root, children } of scope.aggregates) {
    if (root.names.pascal === pascal) return { model: root };
    const child = children.find((one) => one.of.names.pascal === pascal);
    if (child !== undefined) return { model: root, child };
  }
  throw new Error(`a handler's model that is not there: ${name}`);
}

/** A path that begins with the base path is whole; any other is below it. */
function wholePath(basePath: string, path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  if (trimmed === basePath || trimmed.startsWith(`${basePath}/`)) return trimmed;
  return trimmed === '/' ? basePath || '/' : basePath + trimmed;
}
