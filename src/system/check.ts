import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { Spec } from '../spec/schema/top.ts';
import { clash, finding } from './finding.ts';
import { systemProperties } from './implied.ts';
import { namesOf } from './names.ts';
import { checkRouteShapes } from './route-shapes.ts';
import type { AtomService, Model, SpecPath } from './system.ts';

const NONCHARACTER = /[\uFDD0-\uFDEF]/;
/** As it is, or escaped: to look at the text first is cheap. */
const NONCHARACTER_WRITTEN = /[\uFDD0-\uFDEF]|\\[uU]0*[fF][dD][dDeE]/;

/** What only shows once defaults are filled in and names are respelled. */
export function checkProject(spec: Spec, loaded: LoadedSpec): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (NONCHARACTER_WRITTEN.test(loaded.source.text) && NONCHARACTER.test(JSON.stringify(spec)))
    found.push(
      finding(loaded, '', {
        code: 'HM2009',
        summary: 'a character between U+FDD0 and U+FDEF',
        detail: 'Unicode keeps these for use inside programs; they are no text.',
        hint: 'Take it out.',
      }),
    );
  const ports = Object.entries(spec.services).map(([name, service], position) => ({
    key: String(service.port ?? spec.defaults.port_base + position),
    at: service.port === undefined ? `services.${name}` : `services.${name}.port`,
    what: `service ${name}`,
  }));
  found.push(
    ...ports
      .filter(({ key }) => Number(key) > LAST_PORT)
      .map(({ key, at, what }) =>
        finding(loaded, at, {
          code: 'HM2013',
          summary: `${what} would have port ${key}, and the last there is is ${LAST_PORT}`,
          detail: 'A service without a port gets defaults.port_base and its position.',
          hint: 'Lower `port_base`, or give the service a `port` of its own.',
        }),
      ),
    ...clash(loaded, ports, (one, first) => ({
      code: 'HM2007',
      summary: `${one.what} has port ${one.key}, and so has ${first.what}`,
      detail: 'A service without a port gets defaults.port_base and its position.',
      hint: `Give one of them another port, such as \`port: ${freePort(ports.map((port) => Number(port.key)))}\`.`,
    })),
  );
  return found;
}

const LAST_PORT = 65_535;

function freePort(taken: readonly number[]): number {
  let port = Math.max(...taken) + 1;
  while (taken.includes(port)) port++;
  return port;
}

export function checkService(service: AtomService, loaded: LoadedSpec): readonly Diagnostic[] {
  const tables = [
    ...service.models.map((model) => ({ model, at: model.at })),
    ...service.aggregates.flatMap(({ root, children }) => [
      { model: root, at: root.at },
      ...children.map((child) => ({ model: child.of, at: child.at })),
    ]),
  ];
  const names = checkNames(service, loaded, tables);
  // What two models of one name bring with them would only be told again.
  if (names.some((found) => found.code === 'HM2004')) return names;
  return [
    ...checkRoutes(service, loaded),
    ...checkRouteShapes(service, loaded),
    ...names,
    ...checkSettings(service, loaded),
    ...service.models.flatMap((model) => checkFields(model, loaded, systemProperties(model))),
    ...service.aggregates.flatMap((aggregate) => {
      const collections = aggregate.children.map((child) => child.names.camel);
      return [
        ...checkFields(aggregate.root, loaded, [...systemProperties(aggregate.root), ...collections]),
        ...aggregate.children.flatMap((child) =>
          checkFields(child.of, loaded, systemProperties(child.of, child)),
        ),
      ];
    }),
  ];
}

const OWN_ROUTES = [
  '/',
  '/ping',
  '/livez',
  '/readyz',
  '/healthz',
  '/metrics',
  '/docs',
  '/openapi.json',
  '/.well-known/routes',
];

function checkRoutes(service: AtomService, loaded: LoadedSpec): readonly Diagnostic[] {
  const routes = service.routes.map((route) => ({
    key: `${route.method} ${route.path.replace(/\{[^}]*\}/g, '{}')}`,
    at: route.at,
    what: `${route.method} ${route.path}`,
  }));
  const own = service.routes.filter(({ method, path }) => method === 'GET' && OWN_ROUTES.includes(path));
  const ids = service.routes.map((route) => ({ key: route.id.toLowerCase(), at: route.at, what: route.id }));
  return [
    ...own.map(({ at, path }) =>
      finding(loaded, `${at}.route`, {
        code: 'HM2014',
        summary: `every service has the route GET ${path} already`,
        detail: `Services answer ${OWN_ROUTES.join(', ')} themselves.`,
        hint: 'Give this one another path.',
      }),
    ),
    ...clash(loaded, routes, (one) => ({
      code: 'HM2001',
      summary: `two routes are ${one.what}`,
      detail:
        'A request would fit both. Without `api.handlers` every model and aggregate has routes by its plural.',
      hint: 'Give one of the models another `plural`, or spell the routes out under `api.handlers`.',
    })),
    ...clash(loaded, ids, (one) => ({
      code: 'HM2006',
      summary: `two operations are called ${one.what}`,
      detail: 'The id of a route names the operation in OpenAPI and the method of the client.',
      hint: 'Give one of the handlers another `id`.',
    })),
  ];
}

function checkNames(
  service: AtomService,
  loaded: LoadedSpec,
  tables: readonly { readonly model: Model; readonly at: SpecPath }[],
): readonly Diagnostic[] {
  const children = service.aggregates.flatMap((aggregate) =>
    aggregate.children.map((child) => ({
      key: child.of.names.pascal,
      at: child.at,
      what: child.of.names.pascal,
    })),
  );
  const shared = clash(loaded, children, (one) => ({
    code: 'HM2005',
    summary: `${one.what} is the child of two collections`,
    detail: 'A child belongs to one root, which is saved together with it.',
    hint: 'Make a second model for the second collection.',
  }));
  if (shared.length > 0) return shared;
  const names = tables.map(({ model, at }) => ({
    key: model.names.kebab,
    at,
    what: at.split('.').at(-1) ?? model.names.pascal,
  }));
  const owned = tables.map(({ model, at }) => ({ key: model.table.toLowerCase(), at, what: model.table }));
  const indexes = tables.flatMap(({ model }) =>
    model.indexes.map((index) => ({ key: index.name.toLowerCase(), at: model.at, what: index.name })),
  );
  const repeated = clash(loaded, names, (one, first) => ({
    code: 'HM2004',
    summary: `${one.what} and ${first.what} are the same name once they are respelled`,
    detail: `Both would be the file ${one.key}.ts.`,
    hint: 'Rename one of them.',
  }));
  if (repeated.length > 0) return repeated;
  return [
    ...clash(loaded, owned, (one) => ({
      code: 'HM2002',
      summary: `two models are kept in the table ${one.what}`,
      detail: 'A table holds the rows of one model.',
      hint: 'Say `table:` on one of them.',
    })),
    ...clash(loaded, indexes, (one) => ({
      code: 'HM2010',
      summary: `two indexes are called ${one.what}`,
      detail: 'A database has one index of a name. Without a name it is the table and the columns.',
      hint: 'Take the second one out, or give it a `name`.',
    })),
  ];
}

const OWN_SETTINGS = ['HOST', 'PORT', 'NODE_ENV', 'LOG_LEVEL', 'LOG_FORMAT', 'DATABASE_FILE', 'DATABASE_URL'];

function checkSettings(service: AtomService, loaded: LoadedSpec): readonly Diagnostic[] {
  const settings = service.config.map((setting) => ({
    key: setting.env,
    at: `${service.at}.config.${setting.names.snake}`,
    what: setting.env,
  }));
  const taken = settings.filter((setting) => OWN_SETTINGS.includes(setting.key));
  return [
    ...taken.map((setting) =>
      finding(loaded, setting.at, {
        code: 'HM2008',
        summary: `${setting.key} is a setting that every service has`,
        detail: `Services read ${OWN_SETTINGS.join(', ')} themselves.`,
        hint: 'Give it another name, or another `env`.',
      }),
    ),
    ...clash(loaded, settings, (one) => ({
      code: 'HM2004',
      summary: `two settings are read from ${one.what}`,
      detail: 'Names that differ only in how they are spelled are one in the environment.',
      hint: 'Rename one of them, or give it another `env`.',
    })),
  ];
}

function checkFields(model: Model, loaded: LoadedSpec, implied: readonly string[]): readonly Diagnostic[] {
  const fields = model.fields.map((field) => ({
    key: field.names.camel.toLowerCase(),
    at: field.at,
    what: field.column,
  }));
  const taken = new Map(implied.map((name) => [name.toLowerCase(), name]));
  return [
    ...fields
      .filter((field) => taken.has(field.key))
      .map((field) =>
        finding(loaded, field.at, {
          code: 'HM2003',
          summary: `${model.names.pascal} has ${field.what} already`,
          detail: `${[...taken.values()].map((name) => namesOf(name).snake).join(', ')} come with the model, its options or the aggregate it belongs to.`,
          hint: 'Take the field out, or rename it.',
        }),
      ),
    ...clash(loaded, fields, (one, first) => ({
      code: 'HM2004',
      summary: `the fields ${one.what} and ${first.what} are the same name once they are respelled`,
      detail: 'Both would be one property in TypeScript and JSON.',
      hint: 'Rename one of them.',
    })),
  ];
}
