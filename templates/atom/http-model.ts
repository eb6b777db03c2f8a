import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AtomService, Middlewares, Model, Route } from '../../src/system/system.ts';
import { operationName } from '../contracts/operations.ts';
import { entry, lines } from './code.ts';
import type { Entity } from './entity.ts';
import { childRoute } from './http-child-routes.ts';
import { customRoute } from './http-custom-route.ts';
import type { File, RouteCode } from './http-file.ts';
import { createRoute, deleteRoute, getRoute, listRoute, updateRoute } from './http-root-routes.ts';
import { type Presenter, presentersOf } from './http-shape.ts';
import { Imports } from './import-order.ts';

/** What `src/http/<model>.ts` is made from. */
export interface HttpModel {
  readonly imports: Layout;
  readonly hasKeys: boolean;
  readonly keys: readonly { readonly name: string; readonly code: Layout }[];
  readonly head: Layout;
  readonly routes: readonly HttpRoute[];
  readonly presenters: readonly Presenter[];
}

interface HttpRoute {
  /** Method, path, and what the route has in place of the service's settings. */
  readonly settings: Layout;
  readonly schema: Layout;
  readonly responses: Layout;
  readonly wantsBody: boolean;
  readonly arguments: string;
  readonly body: Layout;
}

export function httpModel(entity: Entity, service: AtomService, scope: string): HttpModel {
  const { model } = entity;
  const imports = new Imports();
  const cases = casesName(model);
  const file: File = { entity, service, imports, keys: new Map(), scope, cases, variable: variableOf(model) };
  const own = service.routes.filter((route) => route.model === model.names.pascal);
  const routes = own.map((route) => httpRoute(route, file));
  const presenters = presentersOf(entity, own, imports, scope);
  const operations = own.flatMap((route) => (route.op === 'custom' ? [operationName(route).camel] : []));
  imports.add(`${scope}/kit/server`, 'type Server');
  imports.add(`../usecases/${model.names.kebab}.ts`, `type ${model.names.pascal}UseCases`);
  if (file.keys.size > 0) imports.add('zod', 'z');
  const parameters = ['server: Server', `${cases}: ${model.names.pascal}UseCases`];
  if (operations.length > 0) {
    imports.add('./operations.ts', 'type CustomOperations');
    imports.add('../usecases/usecases.ts', 'type UseCases');
    parameters.push(`operations: Pick<CustomOperations, ${operations.map(tsString).join(' | ')}>`);
    parameters.push('useCases: UseCases');
  }
  if (usesContract(routes, presenters)) {
    imports.addWhole(`${scope}/contracts/${service.name}/${model.names.kebab}`, 'contract', {
      type: !routes.some((route) => `${route.schema}${route.responses}`.includes('contract.')),
    });
  }
  return {
    imports: imports.write(),
    hasKeys: file.keys.size > 0,
    keys: [...file.keys].map(([name, code]) => ({ name, code })),
    head: list(`export function ${model.names.camel}Routes(`, parameters, '): void {'),
    routes,
    presenters,
  };
}

function usesContract(routes: readonly HttpRoute[], presenters: readonly Presenter[]): boolean {
  return presenters.length > 0 || routes.some((route) => route.schema.includes('contract.'));
}

/** `products`; something else where the plural is the singular, or a name of its own. */
function casesName({ names, plural }: Model): string {
  if (plural.camel.length > LONG) return 'cases';
  const isFree = plural.camel !== names.camel && isFreeName(plural.camel);
  return isFree ? plural.camel : `${plural.camel}Cases`;
}

/** A name that no parameter of the handlers has. */
function variableOf(model: Model): string {
  if (model.names.camel.length > LONG) return 'found';
  return isFreeName(model.names.camel) ? model.names.camel : `${model.names.camel}_`;
}

function isFreeName(name: string): boolean {
  return !TAKEN.has(name) && !RESERVED.has(name);
}

/** Longer names than this make the lines of the handlers break. */
const LONG = 20;

const TAKEN = new Set(
  'request reply server slice scope id version operations useCases contract z root child items input result current location conditions limit after sort next isKnown key etag problems text uuid int numeric'.split(
    ' ',
  ),
);

const RESERVED = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield await'.split(
    ' ',
  ),
);

/** So that another can follow. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function httpRoute(route: Route, file: File): HttpRoute {
  const { summary, description, schema, responses, body, ...made } = ofRoute(route, file);
  const told = [route.description, description]
    .flatMap((text) => (text === undefined ? [] : [sentence(text)]))
    .join(' ');
  return {
    ...made,
    settings: entries([
      `method: '${route.method}'`,
      entry('url', tsString(route.path.replace(/\{([A-Za-z0-9_]+)\}/g, ':$1'))),
      ...settingsOf(route.middlewares),
    ]),
    schema: entries([
      entry('operationId', tsString(route.id)),
      `tags: [${tsString(file.entity.model.plural.title)}]`,
      entry('summary', tsString(summary)),
      ...(told === '' ? [] : [entry('description', tsString(told))]),
      ...schema,
    ]),
    responses: entries(responses),
    body: lines(body),
  };
}

/** What stands on lines of its own in an object. */
function entries(all: readonly Layout[]): Layout {
  return lines(all.map((one) => `${one},`));
}

function ofRoute(route: Route, file: File): RouteCode {
  switch (route.op) {
    case 'list':
      return listRoute(route, file);
    case 'get':
      return getRoute(route, file);
    case 'create':
      return createRoute(route, file);
    case 'update':
      return updateRoute(route, file);
    case 'delete':
      return deleteRoute(route, file);
    case 'custom':
      return customRoute(route, file);
    case 'child_list':
    case 'child_get':
    case 'child_create':
    case 'child_update':
    case 'child_delete':
      return childRoute(route, file);
  }
}

/** What one route has in place of the service's settings. */
function settingsOf(middlewares: Partial<Middlewares>): readonly Layout[] {
  const { timeoutMs, bodyLimit, rateLimit, cors, compress } = middlewares;
  const config = [
    ...(rateLimit ? [`rateLimit: { max: ${rateLimit.max}, timeWindow: ${rateLimit.windowMs} }`] : []),
    ...(rateLimit === null ? ['rateLimit: false'] : []),
    ...(cors ? [`cors: { origins: ${list('[', cors.origins.map(tsString), ']')} }`] : []),
  ];
  return [
    ...(timeoutMs === undefined ? [] : [`handlerTimeout: ${timeoutMs}`]),
    ...(bodyLimit === undefined ? [] : [`bodyLimit: ${bodyLimit}`]),
    ...(compress === false ? ['compress: false'] : []),
    ...(config.length === 0 ? [] : [`config: ${list('{', config, '}')}`]),
  ];
}
