import type { SpecService } from '../schema/top.ts';
import { findCircles } from './circles.ts';
import type { Path, Scope } from './scope.ts';

export function checkServices(scope: Scope): void {
  const noneLeft = scope.names(['services']).size === 0 && !scope.isLeftOut(['services']);
  if (noneLeft && scope.tree(['services'])?.at[1] !== 0) noServices(scope);
  checkPorts(scope);
  for (const [name, service] of scope.services) checkNeeds(scope, name, service);
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
