import { own } from '../own.ts';
import type { SpecHandler, SpecService } from '../schema/top.ts';
import { checkFieldName, fieldNames } from './models.ts';
import { pathFault, readRoute } from './route-text.ts';
import type { Path, Scope } from './scope.ts';
import { typeName } from './type-name.ts';

/** Routes: readable, each once, and what they name is there. */
export function checkRoutes(scope: Scope): void {
  for (const [name, service] of scope.services) {
    const at = ['services', name];
    const seen = new Map<string, Path>();
    checkBasePath(scope, at, service);
    for (const [index, handler] of (service.api?.handlers ?? []).entries()) {
      const path = [...at, 'api', 'handlers', index];
      checkRoute(scope, [...path, 'route'], handler.route, seen);
      if (handler.id !== undefined) checkId(scope, [...path, 'id'], handler.id);
      checkHandler(scope, path, handler, service);
    }
    checkScreens(scope, at, service, seen);
  }
}

function checkBasePath(scope: Scope, at: Path, { api }: SpecService): void {
  const { base_path: base } = api ?? {};
  const fault =
    base === undefined || base === '/' || base === '' ? undefined : pathFault(base.replace(/\/$/, ''));
  if (fault !== undefined)
    unreadable(scope, [...at, 'api', 'base_path'], 'base path', base ?? '', fault, '/orders');
}

function checkRoute(scope: Scope, at: Path, text: string, seen: Map<string, Path>): void {
  const route = readRoute(text);
  if (typeof route === 'string') {
    unreadable(scope, at, 'route', text, route, 'GET /orders/{id}');
    return;
  }
  const other = seen.get(route.shape);
  if (other === undefined) {
    seen.set(route.shape, at);
    return;
  }
  scope.add({
    code: 'HM1072',
    at: scope.at(at),
    summary: `The route \`${route.method} ${route.path}\` is there twice`,
    why: 'A request would fit both; names of parameters make no difference.',
    todo: 'Give one of them another path or another method.',
    related: [{ at: scope.at(other), summary: 'it is here first' }],
  });
}

function unreadable(scope: Scope, at: Path, what: string, text: string, why: string, sample: string): void {
  scope.add({
    code: 'HM1088',
    at: scope.at(at),
    summary: `\`${text.slice(0, 60)}\` is not a ${what}`,
    why,
    todo: `Write it like \`${sample}\`.`,
  });
}

function checkId(scope: Scope, at: Path, id: string): void {
  if (!/^[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*$/.test(id)) {
    scope.add({
      code: 'HM1040',
      at: scope.at(at),
      summary: `The id \`${id.slice(0, 60)}\` cannot be a name`,
      why: 'It becomes the operation in OpenAPI and a method of the client.',
      todo: 'Write it in snake_case: `order_list`.',
    });
  }
}

function checkHandler(scope: Scope, at: Path, handler: SpecHandler, service: SpecService): void {
  const { source, model, op, usecase } = handler;
  const own = String(at[1]);
  if (model !== undefined) checkHandlerModel(scope, at, model, service);
  if (usecase !== undefined && !scope.names(['services', own, 'usecases']).has(usecase))
    scope.unknown(
      'HM1059',
      scope.at([...at, 'usecase']),
      'use case',
      usecase,
      scope.names(['services', own, 'usecases']),
      'It is not among `usecases` of this service.',
    );
  if (source === 'usecase') need(scope, at, 'usecase', usecase, 'source: usecase');
  if (source === 'repo' || source === 'aggregate') {
    need(scope, at, 'model', model, `source: ${source}`);
    need(scope, at, 'op', op, `source: ${source}`);
  }
  if (op === 'custom' && source === 'repo') customOnRepo(scope, at);
  if (op === 'custom' && source !== 'usecase')
    need(scope, at, 'custom_operation', handler.custom_operation, 'op: custom');
  checkLists(scope, at, handler, service);
}

function checkHandlerModel(scope: Scope, at: Path, model: string, service: SpecService): void {
  const known = scope.roots(String(at[1]));
  if (known.has(model) || service.preset !== undefined) return;
  const why = 'A handler works on a model or an aggregate of its own service.';
  scope.unknown('HM1050', scope.at([...at, 'model']), 'model', model, known, why);
}

function need(scope: Scope, at: Path, key: string, value: unknown, because: string): void {
  if (value !== undefined || scope.isLeftOut([...at, key])) return;
  scope.add({
    code: 'HM1085',
    at: scope.at([...at, 'route']),
    summary: `The handler needs \`${key}\``,
    why: `With \`${because}\` that is what is to be done.`,
    todo: `Add \`${key}: ...\`.`,
  });
}

function customOnRepo(scope: Scope, at: Path): void {
  scope.add({
    code: 'HM1085',
    at: scope.at([...at, 'source']),
    summary: 'A repository has no operations of its own',
    why: '`op: custom` is a function you write; it belongs to the service.',
    todo: 'Write `source: service`.',
  });
}

function checkLists(scope: Scope, at: Path, handler: SpecHandler, service: SpecService): void {
  const { model: name = '', op, filter = [], sort = [], page } = handler;
  const key = own(service.aggregates, name) === undefined ? 'models' : 'aggregates';
  const root = key === 'models' ? own(service.models, name) : own(service.aggregates, name);
  for (const list of ['filter', 'sort', 'page'] as const)
    if (handler[list] !== undefined && op !== undefined && op !== 'list' && op !== 'custom')
      onlyLists(scope, [...at, list], op);
  if (page !== undefined && page.default > page.max)
    scope.add({
      code: 'HM1079',
      at: scope.at([...at, 'page', 'default']),
      summary: `A page has ${page.default} rows by default, and at most ${page.max}`,
      why: 'The default is more than anybody may ask for.',
      todo: 'Lower `default`, or raise `max`.',
    });
  if (root === undefined) return;
  const known = fieldNames(scope, ['services', String(at[1]), key, name], root);
  for (const [list, fields] of [
    ['filter', filter],
    ['sort', sort],
  ] as const)
    for (const [index, field] of fields.entries()) {
      const path = [...at, list, index];
      if (checkFieldName(scope, path, field, known, `It is not a field of \`${name}\`.`))
        checkComparable(scope, path, list, field, root.fields);
    }
}

function onlyLists(scope: Scope, at: Path, op: string): void {
  scope.add({
    code: 'HM1085',
    at: scope.keyAt(at),
    summary: `\`${at.at(-1)}\` is only for \`op: list\`, and this is \`${op}\``,
    why: 'There is nothing to choose from where one row is asked for.',
    todo: 'Delete it.',
  });
}

function checkComparable(
  scope: Scope,
  at: Path,
  list: 'filter' | 'sort',
  field: string,
  fields: SpecService['models'][string]['fields'],
): void {
  const found = own(fields, field);
  if (found === undefined) return;
  const { name } = found.type;
  const unfit = name === 'json' || name === 'bytes' || name === 'list' || name === 'shape';
  if (!unfit && !found.private) return;
  scope.add({
    code: 'HM1086',
    at: scope.at(at),
    summary: unfit
      ? `Lists cannot be ${list === 'sort' ? 'sorted' : 'filtered'} by \`${typeName(found.type)}\``
      : `\`${field}\` is private`,
    why: unfit
      ? 'Such values have no order, and are compared in different ways by databases.'
      : 'What never leaves the service could be found out by asking.',
    todo: `Take \`${field}\` out of \`${list}\`.`,
  });
}

function checkScreens(scope: Scope, at: Path, service: SpecService, seen: Map<string, Path>): void {
  for (const key of ['pages', 'fragments', 'forms'] as const)
    for (const [name, { route }] of Object.entries(service[key]))
      checkRoute(scope, [...at, key, name, 'route'], route, seen);
  const fragments = scope.names([...at, 'fragments']);
  for (const [name, form] of Object.entries(service.forms))
    for (const key of ['success', 'error'] as const) {
      const { fragment } = form[key] ?? {};
      if (fragment !== undefined && !fragments.has(fragment))
        scope.unknown(
          'HM1061',
          scope.at([...at, 'forms', name, key, 'fragment']),
          'fragment',
          fragment,
          fragments,
          'It is not among `fragments` of this service.',
        );
    }
  for (const [index, resource] of service.resources.entries())
    checkResource(scope, [...at, 'resources', index], resource);
}

function checkResource(scope: Scope, at: Path, resource: string): void {
  const [service = '', model = ''] = resource.split('.');
  const services = scope.names(['services']);
  const modelAt = scope.inside(at, service.length + 1, resource.length);
  if (!services.has(service))
    scope.unknown(
      'HM1051',
      scope.inside(at, 0, service.length),
      'service',
      service,
      services,
      'A resource is written `service.Model`.',
    );
  else if (!scope.roots(service).has(model) && own(scope.spec.services, service)?.preset === undefined)
    scope.unknown(
      'HM1050',
      modelAt,
      'model',
      model,
      scope.roots(service),
      `It is not a model of \`${service}\`.`,
    );
}
