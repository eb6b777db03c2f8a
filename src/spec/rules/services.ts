import type { SpecService } from '../schema/top.ts';
import { DURATION } from '../schema/values.ts';
import { findCircles } from './circles.ts';
import { fitsType } from './field-values.ts';
import type { Path, Scope } from './scope.ts';

export function checkServices(scope: Scope): void {
  const noneLeft = scope.names(['services']).size === 0 && !scope.isLeftOut(['services']);
  if (noneLeft && scope.tree(['services'])?.at[1] !== 0) noServices(scope);
  checkPorts(scope);
  for (const [name, service] of scope.services) {
    checkNeeds(scope, name, service);
    for (const [key, setting] of Object.entries(service.config))
      checkSetting(scope, ['services', name, 'config', key], setting);
  }
  checkStartOrder(scope);
}

function noServices(scope: Scope): void {
  if (scope.spec.include.length > 0) return;
  scope.add({
    code: 'HM1026',
    at: scope.keyAt(['services']),
    summary: 'There is no service',
    why: 'A spec needs at least one. None at all never means that everything is to be deleted.',
    todo: 'Add one: `todo: {kind: atom}`.',
  });
}

function checkPorts(scope: Scope): void {
  const first = new Map<number, Path>();
  for (const [name, { port }] of scope.services) {
    const path = ['services', name, 'port'];
    if (port === undefined) continue;
    const other = first.get(port);
    if (other === undefined) first.set(port, path);
    else twice(scope, port, path, other);
  }
}

function twice(scope: Scope, port: number, path: Path, other: Path): void {
  scope.add({
    code: 'HM1073',
    at: scope.at(path),
    summary: `The port ${port} is used twice`,
    why: 'Two services cannot listen on one port of one machine.',
    todo: 'Give one of them another port, or leave `port` out: each service gets one of its own.',
    related: [{ at: scope.at(other), summary: `\`${other[1]}\` has it` }],
  });
}

function checkNeeds(scope: Scope, name: string, service: SpecService): void {
  const known = scope.names(['services']);
  for (const [index, needed] of service.depends_on.entries())
    checkService(scope, ['services', name, 'depends_on', index], needed, known);
  for (const [client, { service: called, base_url: url }] of Object.entries(service.clients)) {
    const path = ['services', name, 'clients', client];
    if (called !== undefined) checkService(scope, [...path, 'service'], called, known);
    if ((called === undefined) === (url === undefined) && !scope.isLeftOut([...path, 'base_url']))
      aimless(scope, path);
  }
}

function checkService(scope: Scope, path: Path, name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return;
  scope.unknown('HM1051', scope.at(path), 'service', name, known, 'It is not among `services` of this spec.');
}

function aimless(scope: Scope, path: Path): void {
  scope.add({
    code: 'HM1058',
    at: scope.keyAt(path),
    summary: `The client \`${path.at(-1)}\` needs either \`service\` or \`base_url\``,
    why: 'A client calls a service of this project, or something else at a URL.',
    todo: 'Write `{service: name}` or `{base_url: {env: NAME}}`.',
  });
}

/** Clients imply an order too, but only `depends_on` insists on it. */
function checkStartOrder(scope: Scope): void {
  const needs = new Map(scope.services.map(([name, service]) => [name, service.depends_on]));
  for (const circle of findCircles(needs)) {
    const [start = ''] = circle;
    const index = needs.get(start)?.indexOf(circle[1] ?? start) ?? 0;
    scope.add({
      code: 'HM1074',
      at: scope.at(['services', start, 'depends_on', index]),
      summary: `Services wait for each other: ${[...circle, start].join(' -> ')}`,
      why: '`depends_on` says what must have started before. In a circle nothing could start.',
      todo: 'Delete one of them. Services that only call each other need a client, and no `depends_on`.',
    });
  }
}

type Setting = SpecService['config'][string];

function checkSetting(scope: Scope, at: Path, { type, default: value, env }: Setting): void {
  if (value !== undefined && !fitsSetting(value, type))
    scope.add({
      code: 'HM1077',
      at: scope.at([...at, 'default']),
      summary: `The default ${JSON.stringify(value).slice(0, 60)} is not of type \`${type}\``,
      why: 'It is used where the environment has no value, and is read the same way.',
      todo: 'Change the default or the type.',
    });
  if (env !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(env))
    scope.add({
      code: 'HM1040',
      at: scope.at([...at, 'env']),
      summary: `\`${env.slice(0, 60)}\` cannot be the name of an environment variable`,
      why: 'Such names have letters, digits and `_`, and do not start with a digit.',
      todo: 'Write it like `MAX_OPEN_ORDERS`.',
    });
}

function fitsSetting(value: string | number | boolean, type: Setting['type']): boolean {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'url':
      return typeof value === 'string' && (value === '' || URL.canParse(value));
    case 'duration':
      return typeof value === 'string' && (DURATION.test(value) || fitsType(value, { name: 'duration' }));
  }
}
