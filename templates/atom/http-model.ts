import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Middlewares, Model, Route } from '../../src/system/system.ts';
import { type Condition, conditionsFor, hasSearch, queryName } from '../contracts/conditions.ts';
import { idSchema } from '../contracts/field-code.ts';
import { isAboutOne, operationName } from '../contracts/operations.ts';
import { type Entity, inWords, type ListRoute, listRoutesOf, memberName } from './entity.ts';
import { acceptedBody, type Presenter, presentersOf, viewName } from './http-shape.ts';
import { Imports } from './import-order.ts';

/** What `src/http/<model>.ts` is made from. */
export interface HttpModel {
  readonly imports: readonly Layout[];
  readonly hasKeys: boolean;
  readonly keys: readonly { readonly name: string; readonly code: Layout }[];
  readonly head: Layout;
  readonly routes: readonly HttpRoute[];
  readonly presenters: readonly Presenter[];
}

interface HttpRoute {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly settings: readonly Layout[];
  readonly tag: string;
  readonly summary: string;
  readonly schema: readonly Layout[];
  readonly responses: readonly Layout[];
  readonly wantsBody: boolean;
  readonly arguments: string;
  readonly body: readonly Layout[];
}

/** Where the pieces of one file are put together. */
interface File {
  readonly entity: Entity;
  readonly service: AtomService;
  readonly imports: Imports;
  readonly keys: Map<string, Layout>;
  readonly scope: string;
  /** The variable that holds the use cases of the model. */
  readonly cases: string;
  readonly variable: string;
}

type OfRoute = Pick<HttpRoute, 'summary' | 'schema' | 'responses' | 'wantsBody' | 'arguments' | 'body'>;

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
      type: !routes.some((route) => [...route.schema, ...route.responses].join().includes('contract.')),
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
  return presenters.length > 0 || routes.some((route) => route.schema.join().includes('contract.'));
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

function httpRoute(route: Route, file: File): HttpRoute {
  const made = ofRoute(route, file);
  return {
    ...made,
    id: route.id,
    method: route.method,
    url: route.path.replace(/\{([A-Za-z0-9_]+)\}/g, ':$1'),
    settings: settingsOf(route.middlewares),
    tag: file.entity.model.plural.title,
  };
}

function ofRoute(route: Route, file: File): OfRoute {
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

function listRoute(route: ListRoute, file: File): OfRoute {
  const { entity, service, imports, scope } = file;
  const { model } = entity;
  const query = queryName(route, listRoutesOf(service, model), model);
  imports.add(`${scope}/kit/pagination`, 'decodeCursor', 'encodeCursor');
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
      `const slice = await ${file.cases}.list({`,
      `  filter: ${filterOf(conditionsFor(route, model))},`,
      ...(hasSearch(model) ? ['  search: conditions.q,'] : []),
      '  sort,',
      '  limit,',
      '  after: after === undefined ? null : decodeCursor(scope, after),',
      '});',
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

function getRoute(route: Route, file: File): OfRoute {
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

function createRoute(route: Route, file: File): OfRoute {
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

function updateRoute(route: Route, file: File): OfRoute {
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

function deleteRoute(route: Route, file: File): OfRoute {
  const { model } = file.entity;
  file.imports.add('zod', 'z');
  return {
    summary: `Delete ${withArticle(model)}`,
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

function customRoute(route: Extract<Route, { op: 'custom' }>, file: File): OfRoute {
  const { entity, imports, scope, service, variable } = file;
  const { model } = entity;
  const name = operationName(route);
  const isAbout = isAboutOne(route);
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
  const others = parametersOf(route).filter((parameter) => parameter !== 'id');
  const contracts = [
    ...(hasBody ? [`${name.pascal}Input`] : []),
    ...(isAbout ? [] : [`${name.pascal}Result`]),
  ];
  if (contracts.length > 0) imports.add(`${scope}/contracts/${service.name}/${name.kebab}`, ...contracts);
  imports.add('./conditions.ts', isAbout ? 'changeHeaders' : 'createHeaders');
  const context = `const context = { useCases, by: ${caller(file)}, signal: request.signal };`;
  const given = [
    ...(isAbout ? ['current'] : []),
    ...(others.length > 0 ? ['request.params'] : []),
    ...(hasBody ? ['request.body'] : []),
    'context',
  ];
  if (isAbout) {
    imports.add(`${scope}/kit/etag`, 'etag');
    imports.add('./conditions.ts', 'checkVersion');
  }
  return {
    summary: name.title,
    schema: [
      ...(parametersOf(route).length > 0 ? [`params: ${keyOf(route, file)}`] : []),
      `headers: ${isAbout ? 'changeHeaders' : 'createHeaders'}`,
      ...(hasBody ? [`body: ${name.pascal}Input`] : []),
    ],
    responses: [
      isAbout
        ? success(
            file,
            200,
            `The ${inWords(model.names)} as it is now`,
            `contract.${model.names.pascal}`,
            'etag',
          )
        : success(file, 200, 'The result', `${name.pascal}Result`),
      problemsOf(file, 400, 404, 409, 412, 422, 503),
    ],
    wantsBody: hasBody,
    arguments: 'request, reply',
    body: isAbout
      ? [
          `const current = await ${file.cases}.get(request.params.id);`,
          "checkVersion(request.headers['if-match'], current.version);",
          context,
          assigned(variable, `operations.${name.camel}`, given),
          `reply.header('etag', etag(${variable}.version));`,
          `return reply.code(200).send(${viewName(model)}(${variable}));`,
        ]
      : [
          context,
          assigned('result', `operations.${name.camel}`, given),
          'return reply.code(200).send(result);',
        ],
  };
}

type ChildRoute = Extract<Route, { child: string }>;

function childRoute(route: ChildRoute, file: File): OfRoute {
  const child = childOf(route, file.entity);
  const { model } = file.entity;
  const words = inWords(child.of.names);
  const owner = withArticle(model);
  const name = child.of.names.pascal;
  const params = `params: ${keyOf(route, file)}`;
  const member = memberName(child);
  const childId = `request.params${member2(parametersOf(route))}`;
  switch (route.op) {
    case 'child_list':
      file.imports.add(`${file.scope}/kit/etag`, 'etag');
      return {
        summary: `List the ${inWords(child.names)} of ${owner}`,
        schema: [params],
        responses: [
          success(file, 200, `The ${inWords(child.names)}`, `contract.${name}Page`, 'etag'),
          problemsOf(file, 400, 404, 503),
        ],
        wantsBody: false,
        arguments: 'request, reply',
        body: [
          `const root = await ${file.cases}.get(request.params.id);`,
          "reply.header('etag', etag(root.version));",
          `const items = root.${child.names.camel}.map(${viewName(child.of)});`,
          'return reply.code(200).send({ items, next: null });',
        ],
      };
    case 'child_get':
      file.imports.add(`${file.scope}/kit/etag`, 'etag');
      file.imports.add('../domain/errors.ts', 'NotFound');
      return {
        summary: `Read ${article(words)} ${words} of ${owner}`,
        schema: [params],
        responses: [
          success(file, 200, `The ${words}`, `contract.${name}`, 'etag'),
          problemsOf(file, 400, 404, 503),
        ],
        wantsBody: false,
        arguments: 'request, reply',
        body: [
          `const root = await ${file.cases}.get(request.params.id);`,
          `const child = root.${child.names.camel}.find((one) => one.id === ${childId});`,
          `if (child === undefined) throw new NotFound(${tsString(words)}, ${childId});`,
          "reply.header('etag', etag(root.version));",
          `return reply.code(200).send(${viewName(child.of)}(child));`,
        ],
      };
    case 'child_create': {
      file.imports.add(`${file.scope}/kit/etag`, 'etag');
      const accepted = acceptedBody(
        { ...file.entity, model: child.of, children: [] },
        'create',
        file.imports,
        file.scope,
      );
      return {
        summary: `Add ${article(words)} ${words} to ${owner}`,
        schema: [params, changeHeaders(file), `body: contract.${name}Create`],
        responses: [
          success(file, 201, `The new ${words}`, `contract.${name}`, 'etag', 'location'),
          changeProblems(file, 409, 422),
        ],
        wantsBody: false,
        arguments: 'request, reply',
        body: [
          "const version = expectedVersion(request.headers['if-match']);",
          ...accepted.statements,
          assigned('{ root, child }', `${file.cases}.add${member}`, [
            'request.params.id',
            accepted.value,
            'version',
            caller(file),
          ]),
          ...childLocation(route, file),
          "reply.header('etag', etag(root.version));",
          `return reply.code(201).send(${viewName(child.of)}(child));`,
        ],
      };
    }
    case 'child_update': {
      file.imports.add(`${file.scope}/kit/etag`, 'etag');
      const accepted = acceptedBody(
        { ...file.entity, model: child.of, children: [] },
        'update',
        file.imports,
        file.scope,
      );
      return {
        summary: `Change ${article(words)} ${words} of ${owner}`,
        schema: [params, changeHeaders(file), `body: contract.${name}Update`],
        responses: [
          success(file, 200, `The ${words} as it is now`, `contract.${name}`, 'etag'),
          changeProblems(file, 409, 422),
        ],
        wantsBody: false,
        arguments: 'request, reply',
        body: [
          "const version = expectedVersion(request.headers['if-match']);",
          ...accepted.statements,
          assigned('{ root, child }', `${file.cases}.change${member}`, [
            'request.params.id',
            childId,
            accepted.value,
            'version',
            caller(file),
          ]),
          "reply.header('etag', etag(root.version));",
          `return reply.code(200).send(${viewName(child.of)}(child));`,
        ],
      };
    }
    case 'child_delete':
      file.imports.add(`${file.scope}/kit/etag`, 'etag');
      file.imports.add('zod', 'z');
      return {
        summary: `Remove ${article(words)} ${words} from ${owner}`,
        schema: [params, changeHeaders(file)],
        responses: ["204: z.null().describe('Removed')", changeProblems(file, 409, 422)],
        wantsBody: false,
        arguments: 'request, reply',
        body: [
          "const version = expectedVersion(request.headers['if-match']);",
          assigned('root', `${file.cases}.remove${member}`, [
            'request.params.id',
            childId,
            'version',
            caller(file),
          ]),
          "reply.header('etag', etag(root.version));",
          'return reply.code(204).send(null);',
        ],
      };
  }
}

function childLocation(route: ChildRoute, file: File): readonly Layout[] {
  const get = file.service.routes.find(
    (one) => one.op === 'child_get' && one.model === route.model && one.child === route.child,
  );
  if (get === undefined) return [];
  let position = 0;
  const path = get.path.replace(/\{[A-Za-z0-9_]+\}/g, () =>
    position++ === 0 ? `\${encodeURIComponent(root.id)}` : `\${encodeURIComponent(child.id)}`,
  );
  return [`const location = \`${path}\`;`, "reply.header('location', location);"];
}

function member2(parameters: readonly string[]): string {
  return `.${parameters.find((name) => name !== 'id') ?? 'id'}`;
}

function childOf(route: ChildRoute, entity: Entity): AggregateChild {
  const found = entity.children.find((child) => child.names.snake === route.child);
  if (found === undefined) throw new Error(`no child ${route.child} of ${route.model}`);
  return found;
}

function changeHeaders(file: File): string {
  file.imports.add('./conditions.ts', 'changeHeaders', 'expectedVersion');
  return 'headers: changeHeaders';
}

function changeProblems(file: File, ...more: readonly number[]): Layout {
  return problemsOf(file, ...[400, 404, 412, 428, 503, ...more].toSorted((a, b) => a - b));
}

function success(
  file: File,
  status: number,
  description: string,
  schema: string,
  ...headers: readonly ('etag' | 'location')[]
): Layout {
  file.imports.add(`${file.scope}/contracts/answer`, 'answer');
  return `${status}: ${list('answer(', [tsString(description), schema, ...headers.map(tsString)], ')')}`;
}

function problemsOf(file: File, ...statuses: readonly number[]): Layout {
  file.imports.add(`${file.scope}/contracts/problem`, 'problems');
  const limited = file.service.middlewares.rateLimit === null ? [] : [429];
  const all = [...statuses, ...limited].toSorted((a, b) => a - b);
  return `...problems(${all.join(', ')})`;
}

function caller(file: File): string {
  file.imports.add('./caller.ts', 'callerOf');
  return 'callerOf(request)';
}

function assigned(target: string, callee: string, values: readonly Layout[]): Layout {
  return `const ${target} = ${list(`await ${callee}(`, values, ')')};`;
}

function parametersOf(route: Route): readonly string[] {
  return [...route.path.matchAll(/\{([A-Za-z0-9_]+)\}/g)].map(([, name = '']) => name);
}

/** The constant that holds the schema of the path's parameters; each is written once. */
function keyOf(route: Route, file: File): string {
  const parameters = parametersOf(route);
  const child = 'child' in route ? childOf(route, file.entity) : undefined;
  const codes = parameters.map((name) => {
    if (name === 'id') return `id: ${inPath(file, file.entity.model)}`;
    if (child !== undefined) return `${name}: ${inPath(file, child.of)}`;
    file.imports.add(`${file.scope}/contracts/fields`, 'text');
    return `${name}: text({ minLength: 1, maxLength: 200 })`;
  });
  const name = keyName(route, parameters, child);
  file.keys.set(name, `z.object(${list('{', codes, '}')})`);
  return name;
}

function keyName(route: Route, parameters: readonly string[], child: AggregateChild | undefined): string {
  if (parameters.length === 1 && parameters[0] === 'id') return 'key';
  return child === undefined ? `${route.id}Key` : `${child.of.names.camel}Key`;
}

function inPath(file: File, model: Model): Layout {
  const schema = idSchema(model.idType);
  file.imports.add(`${file.scope}/contracts/fields`, ...schema.uses);
  if (model.idType !== 'int') return schema.text;
  file.imports.add(`${file.scope}/contracts/query`, 'numeric');
  return `numeric(${schema.text})`;
}

function withArticle(model: Model): string {
  const words = inWords(model.names);
  return `${article(words)} ${words}`;
}

export function article(words: string): 'a' | 'an' {
  return /^[aeiou]/i.test(words) ? 'an' : 'a';
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
