import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { finding } from './finding.ts';
import type { AtomService, HttpMethod, Route } from './system.ts';

/** What a path has to name for an operation: nothing, one of the model, or one and a child of it. */
type Named = 'nothing' | 'one' | 'child';

const NAMED: Readonly<Record<Exclude<Route['op'], 'custom'>, Named>> = {
  list: 'nothing',
  create: 'nothing',
  get: 'one',
  update: 'one',
  delete: 'one',
  child_list: 'one',
  child_create: 'one',
  child_get: 'child',
  child_update: 'child',
  child_delete: 'child',
};

const METHODS: Readonly<Record<Exclude<Route['op'], 'custom'>, readonly HttpMethod[]>> = {
  list: ['GET'],
  get: ['GET'],
  create: ['POST', 'PUT'],
  update: ['PATCH', 'PUT', 'POST'],
  delete: ['DELETE', 'POST'],
  child_list: ['GET'],
  child_get: ['GET'],
  child_create: ['POST', 'PUT'],
  child_update: ['PATCH', 'PUT', 'POST'],
  child_delete: ['DELETE', 'POST'],
};

/** Routes whose path or method says something else than their operation. A custom operation may be anywhere. */
export function checkRouteShapes(service: AtomService, loaded: LoadedSpec): readonly Diagnostic[] {
  return service.routes.flatMap((route) =>
    route.op === 'custom'
      ? []
      : [...checkPath(route, route.op, loaded), ...checkMethod(route, route.op, loaded)],
  );
}

type Plain = keyof typeof NAMED;

function checkPath(route: Route, op: Plain, loaded: LoadedSpec): readonly Diagnostic[] {
  const parameters = [...route.path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
  if (fits(NAMED[op], parameters)) return [];
  return [
    finding(loaded, `${route.at}.route`, {
      code: 'HM2012',
      summary: `the path ${route.path} does not fit \`op: ${plainName(op)}\` of ${subjectOf(route)}`,
      detail: WANTED[NAMED[op]].detail,
      hint: `Write it like \`${route.method} ${WANTED[NAMED[op]].sample}\`.`,
    }),
  ];
}

function fits(named: Named, parameters: readonly string[]): boolean {
  switch (named) {
    case 'nothing':
      return parameters.length === 0;
    case 'one':
      return parameters.length === 1 && parameters[0] === 'id';
    case 'child':
      return parameters.length === 2 && parameters[0] === 'id' && parameters[1] !== 'id';
  }
}

const WANTED: Readonly<Record<Named, { readonly detail: string; readonly sample: string }>> = {
  nothing: {
    detail: 'A list and a new one are about all of them: no parameter of the path would be read.',
    sample: '/orders',
  },
  one: {
    detail: 'What it is about is found by the parameter `{id}` of the path, and by no other.',
    sample: '/orders/{id}',
  },
  child: {
    detail:
      'A child is found inside its aggregate: the path needs `{id}`, which is the id of the aggregate, and then one for the child.',
    sample: '/orders/{id}/lines/{line_id}',
  },
};

function checkMethod(route: Route, op: Plain, loaded: LoadedSpec): readonly Diagnostic[] {
  const methods = METHODS[op];
  if (methods.includes(route.method)) return [];
  return [
    finding(loaded, `${route.at}.route`, {
      code: 'HM2012',
      summary: `the method ${route.method} does not fit \`op: ${plainName(op)}\` of ${subjectOf(route)}`,
      detail:
        'Clients and caches rely on what a method means: GET changes nothing, and only some have a body.',
      hint: `Write \`${methods[0]} ${route.path}\`.`,
    }),
  ];
}

function plainName(op: Plain): string {
  return op.replace('child_', '');
}

function subjectOf(route: Route): string {
  return 'child' in route ? `${route.child} of ${route.model}` : route.model;
}
