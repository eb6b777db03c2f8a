import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsString } from '../../src/render/literals.ts';
import type { AtomService, Model, Route } from '../../src/system/system.ts';
import { type Condition, conditionsFor, hasSearch, queryName } from '../contracts/conditions.ts';
import { inWords, isReferredTo, type ListRoute, listRoutesOf } from './entity.ts';
import {
  assigned,
  caller,
  changeHeaders,
  changeProblems,
  type File,
  keyOf,
  problemsOf,
  type RouteCode,
  success,
  withArticle,
} from './http-file.ts';
import { acceptedBody, viewName } from './http-shape.ts';

export function listRoute(route: ListRoute, file: File): RouteCode {
  const { entity, service, imports, scope } = file;
  const { model } = entity;
  const query = queryName(route, listRoutesOf(service, model), model);
  imports.add(`${scope}/kit/pagination`, 'decodeCursor', 'encodeCursor');
  const asked = [
    `filter: ${filterOf(conditionsFor(route, model))}`,
    ...(hasSearch(model) ? ['search: conditions.q'] : []),
    'sort',
    'limit',
    'after: after === undefined ? null : decodeCursor(scope, after)',
  ];
  return {
    summary: `List ${inWords(model.plural)}`,
    schema: [`querystring: contract.${query}`],
    responses: [
      success(file, 200, `A page of ${inWords(model.plural)}`, `contract.${model.names.pascal}Page`),
      problemsOf(file, 400, 503),
    ],
    wantsBody: false,
    arguments: 'request',
    body: [
      'const { limit, after, sort, ...conditions } = request.query;',
      `const scope = JSON.stringify([${tsString(route.id)}, sort, conditions]);`,
      `const slice = await ${file.cases}.list(${list('{', asked, '}', { broken: true })});`,
      'const next = slice.next === null ? null : encodeCursor(scope, slice.next);',
      `return { items: slice.items.map(${viewName(model)}), next };`,
    ],
  };
}

function filterOf(conditions: readonly Condition[]): Layout {
  if (conditions.length === 0) return '{}';
  const members = conditions.map(({ field, equal, ranges }) => {
    const parts = [
      `in: conditions${member(equal)}`,
      ...ranges.map(({ bound, parameter }) => `${bound}: conditions${member(parameter)}`),
    ];
    return `${tsKey(field.property)}: ${list('{', parts, '}')}`;
  });
  return list('{', members, '}', { broken: true });
}

function member(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? `.${name}` : `[${tsString(name)}]`;
}

export function getRoute(route: Route, file: File): RouteCode {
  const { model } = file.entity;
  const found = file.variable;
  file.imports.add(`${file.scope}/kit/etag`, 'etag', 'matchesIfNoneMatch');
  file.imports.add('./conditions.ts', 'readHeaders');
  file.imports.add('zod', 'z');
  return {
    summary: `Read ${withArticle(model)}`,
    schema: [`params: ${keyOf(route, file)}`, 'headers: readHeaders'],
    responses: [
      success(file, 200, `The ${inWords(model.names)}`, `contract.${model.names.pascal}`, 'etag'),
      "304: z.null().describe('Not modified')",
      problemsOf(file, 400, 404, 503),
    ],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      `const ${found} = await ${file.cases}.get(request.params.id);`,
      `reply.header('etag', etag(${found}.version));`,
      `const isKnown = matchesIfNoneMatch(request.headers['if-none-match'], ${found}.version);`,
      `return isKnown ? reply.code(304).send(null) : reply.code(200).send(${viewName(model)}(${found}));`,
    ],
  };
}

export function createRoute(route: Route, file: File): RouteCode {
  const { entity, imports, scope, variable } = file;
  const { model } = entity;
  imports.add(`${scope}/kit/etag`, 'etag');
  imports.add('./conditions.ts', 'createHeaders');
  const accepted = acceptedBody(entity, 'create', imports, scope);
  return {
    summary: `Create ${withArticle(model)}`,
    schema: ['headers: createHeaders', `body: contract.${model.names.pascal}Create`],
    responses: [
      success(
        file,
        201,
        `The new ${inWords(model.names)}`,
        `contract.${model.names.pascal}`,
        'etag',
        'location',
      ),
      problemsOf(file, 400, 409, 422, 503),
    ],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      ...accepted.statements,
      `const ${variable} = await ${file.cases}.create(${accepted.value}, ${caller(file)});`,
      ...locationOf(route, file, `\${encodeURIComponent(${variable}.id)}`),
      `reply.header('etag', etag(${variable}.version));`,
      `return reply.code(201).send(${viewName(model)}(${variable}));`,
    ],
  };
}

/** Where the new one can be read, if it can. */
function locationOf(route: Route, file: File, id: string): readonly Layout[] {
  const get = file.service.routes.find((one) => one.op === 'get' && one.model === route.model);
  if (get === undefined) return [];
  return [`${list('reply.header(', ["'location'", `\`${get.path.replace('{id}', id)}\``], ')')};`];
}

export function updateRoute(route: Route, file: File): RouteCode {
  const { entity, imports, scope, variable } = file;
  const { model } = entity;
  const isWhole = route.method === 'PUT';
  imports.add(`${scope}/kit/etag`, 'etag');
  const accepted = acceptedBody(entity, isWhole ? 'replace' : 'update', imports, scope);
  const name = `${model.names.pascal}${isWhole ? 'Replace' : 'Update'}`;
  return {
    summary: `${isWhole ? 'Replace' : 'Change'} ${withArticle(model)}`,
    schema: [`params: ${keyOf(route, file)}`, changeHeaders(file), `body: contract.${name}`],
    responses: [
      success(
        file,
        200,
        `The ${inWords(model.names)} as it is now`,
        `contract.${model.names.pascal}`,
        'etag',
      ),
      changeProblems(file, 409, 422),
    ],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      "const version = expectedVersion(request.headers['if-match']);",
      ...accepted.statements,
      assigned(variable, `${file.cases}.update`, [
        'request.params.id',
        accepted.value,
        'version',
        caller(file),
      ]),
      `reply.header('etag', etag(${variable}.version));`,
      `return reply.code(200).send(${viewName(model)}(${variable}));`,
    ],
  };
}

export function deleteRoute(route: Route, file: File): RouteCode {
  const { model } = file.entity;
  const said = deletionOf(model, file.service);
  file.imports.add('zod', 'z');
  return {
    summary: `Delete ${withArticle(model)}`,
    ...(said === '' ? {} : { description: said }),
    schema: [`params: ${keyOf(route, file)}`, changeHeaders(file)],
    responses: ["204: z.null().describe('Deleted')", changeProblems(file, 409)],
    wantsBody: false,
    arguments: 'request, reply',
    body: [
      "const version = expectedVersion(request.headers['if-match']);",
      `await ${file.cases}.delete(request.params.id, version, ${caller(file)});`,
      'return reply.code(204).send(null);',
    ],
  };
}

/** What a delete does that its name does not say. */
function deletionOf(model: Model, service: AtomService): string {
  return [
    ...(isReferredTo(service, model) ? ['Refused while something refers to it.'] : []),
    ...(model.softDelete ? ['It is kept as deleted, and not found any more.'] : []),
  ].join(' ');
}
