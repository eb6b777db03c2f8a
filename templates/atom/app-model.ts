import { list } from '../../src/render/layout.ts';
import { markdownText, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { AtomService, Setting, System } from '../../src/system/system.ts';
import { type CustomRoute, customRoutesOf, isAboutOne, operationName } from '../contracts/operations.ts';
import { releaseOf } from '../project/releases.ts';
import { entitiesOf, inWords } from './entity.ts';
import { Imports } from './import-order.ts';
import { durationMs } from './iso-duration.ts';
import { hasMadeInside } from './test-shape.ts';

/** What the files around a service are made from: app, configuration, image, README. */
export function appModel(service: AtomService, system: System) {
  const { middlewares, name } = service;
  const { cors } = middlewares;
  return {
    scope: system.scope,
    name,
    folder: name,
    packageName: `${system.scope}/${name}`,
    contracts: `${system.scope}/contracts`,
    kit: `${system.scope}/kit`,
    title: service.names.title,
    description: service.description === '' ? `The ${inWords(service.names)} service` : service.description,
    hasDescription: service.description !== '',
    hasOperations: customRoutesOf(service).length > 0,
    hasMadeInside: hasMadeInside(service),
    logger: list('createLogger({', [`service: ${tsString(name)}`, 'level: config.LOG_LEVEL'], '})'),
    operationsArgument: customRoutesOf(service).length > 0 ? ', options.operations ?? operations' : '',
    rateLimit: rateLimitOf(service),
    cors: hasOwn(service, 'cors')
      ? '{ origins: config.CORS_ORIGINS }'
      : 'config.CORS_ORIGINS.length === 0 ? null : { origins: config.CORS_ORIGINS }',
    compress: String(middlewares.compress),
    port: service.port,
    isOrdered: service.dependsOn.length > 0,
    order: { startsAfter: service.dependsOn },
    node: releaseOf(system.runtime),
    databaseFile: `.data/${name}.sqlite`,
    bodyLimit: middlewares.bodyLimit,
    timeoutMs: middlewares.timeoutMs,
    corsOrigins: list('[', (cors?.origins ?? []).map(tsString), ']'),
    routes: service.routes.map(({ method, path, id }) => ({ method, path, id })),
    imports: configImports(service.config, system.scope),
    settings: service.config.map(settingModel),
  };
}

/** Where a route has a limit of its own, the server has to know of limits even where the service has none. */
function rateLimitOf(service: AtomService): string {
  const { rateLimit } = service.middlewares;
  const usual =
    rateLimit === null ? "'by-route'" : `{ max: ${rateLimit.max}, windowMs: ${rateLimit.windowMs} }`;
  const isLimited = rateLimit !== null || hasOwn(service, 'rateLimit');
  return isLimited ? `options.isRateLimited === false ? null : ${usual}` : 'null';
}

function hasOwn({ routes }: AtomService, setting: 'cors' | 'rateLimit'): boolean {
  return routes.some(
    ({ middlewares }) => middlewares[setting] !== undefined && middlewares[setting] !== null,
  );
}

function configImports(settings: readonly Setting[], scope: string) {
  const imports = new Imports();
  const own = settings.map(builderOf);
  imports.add(`${scope}/kit/config`, 'duration', 'integer', 'list', 'port', 'serverSettings', 'text', ...own);
  imports.add('zod', 'z');
  return imports.write();
}

function builderOf(setting: Setting): string {
  if (setting.secret) return 'secret';
  const builders = {
    string: 'text',
    int: 'integer',
    float: 'float',
    bool: 'bool',
    duration: 'duration',
    url: 'url',
  };
  return builders[setting.type];
}

function settingModel(setting: Setting) {
  const value = defaultOf(setting);
  const rule = value === null ? '.optional()' : `.default(${tsLiteral(value)})`;
  return {
    env: setting.env,
    code: `${builderOf(setting)}()${rule}`,
    description: setting.description,
    hasDescription: setting.description !== '',
    text: describeSetting(setting),
  };
}

function describeSetting({ default: value, description, secret }: Setting): string {
  const unset = value === null || secret ? 'not set unless it is given' : `\`${value}\` unless it is set`;
  return description === '' ? unset : `${markdownText(description)}; ${unset}`;
}

function defaultOf(setting: Setting): string | number | boolean | null {
  if (setting.secret) return null;
  if (setting.type !== 'duration' || typeof setting.default !== 'string') return setting.default;
  return durationMs(setting.default);
}

/** What `src/http/routes.ts` is made from. */
export function routesModel(service: AtomService, scope: string) {
  const imports = new Imports();
  imports.add(`${scope}/kit/server`, 'type Server');
  imports.add('../usecases/usecases.ts', 'type UseCases');
  imports.add('./problems.ts', 'asProblem');
  const customs = customRoutesOf(service);
  if (customs.length > 0) imports.add('./operations.ts', 'type CustomOperations');
  const calls = entitiesOf(service)
    .filter(({ model }) => service.routes.some((route) => route.model === model.names.pascal))
    .map(({ model }) => {
      imports.add(`./${model.names.kebab}.ts`, `${model.names.camel}Routes`);
      const own = customs.some((route) => route.model === model.names.pascal);
      const others = own ? ['operations', 'useCases'] : [];
      return list(`${model.names.camel}Routes(`, ['api', `useCases.${model.plural.camel}`, ...others], ');');
    });
  const parameters = ['server: Server', 'useCases: UseCases'];
  if (customs.length > 0) parameters.push('operations: CustomOperations');
  return {
    imports: imports.write(),
    service: service.name,
    head: list('export async function serveApi(', parameters, '): Promise<void> {'),
    calls,
  };
}

/** What `src/http/operations.ts` is made from. */
export function operationsModel(service: AtomService, scope: string) {
  const imports = new Imports();
  imports.add('../usecases/usecases.ts', 'type UseCases');
  const operations = customRoutesOf(service).map((route) => {
    const name = operationName(route);
    return {
      name: name.pascal,
      constant: name.camel,
      method: route.method,
      path: route.path,
      signature: signatureOf(route, service, scope, imports),
    };
  });
  return { imports: imports.write(), operations };
}

function signatureOf(route: CustomRoute, service: AtomService, scope: string, imports: Imports) {
  const name = operationName(route);
  const entity = entitiesOf(service).find(({ model }) => model.names.pascal === route.model);
  const contract = `${scope}/contracts/${service.name}/${name.kebab}`;
  const about = isAboutOne(route) && entity !== undefined;
  const parameters: string[] = [];
  if (about) {
    imports.add(`../domain/${entity.model.names.kebab}.ts`, `type ${route.model}`);
    parameters.push(`current: ${route.model}`);
  }
  const others = [...route.path.matchAll(/\{([A-Za-z0-9_]+)\}/g)].flatMap(([, one = '']) =>
    one === 'id' ? [] : [one],
  );
  if (others.length > 0)
    parameters.push(`params: { ${others.map((one) => `readonly ${one}: string`).join('; ')} }`);
  if (route.method !== 'GET' && route.method !== 'DELETE') {
    imports.add(contract, `type ${name.pascal}Accepted`);
    parameters.push(`input: ${name.pascal}Accepted`);
  }
  parameters.push('context: OperationContext');
  if (!about) imports.add(contract, `type ${name.pascal}Result`);
  return list('(', parameters, `) => Promise<${about ? route.model : `${name.pascal}Result`}>`);
}

/** What `src/custom-operations.ts` is made from. */
export function customOperationsModel(service: AtomService) {
  const imports = new Imports();
  const operations = customRoutesOf(service).map((route) => {
    const { camel, kebab } = operationName(route);
    imports.add(`./custom/${kebab}.ts`, camel);
    return { constant: camel };
  });
  imports.add('./http/operations.ts', 'type CustomOperations');
  return { imports: imports.write(), operations };
}
