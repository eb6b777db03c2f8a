import { own } from '../own.ts';
import { findCircles } from './circles.ts';
import type { Path, Scope } from './scope.ts';

const ACTIONS = ['create', 'read', 'update', 'delete'];

/** Contexts, permissions and roles, and whoever names them. */
export function checkAccess(scope: Scope): void {
  const permissions = new Permissions(scope);
  checkContexts(scope);
  for (const name of scope.names(['permissions'])) permissions.checkDeclared(['permissions', name], name);
  checkRoles(scope, permissions);
  for (const [name, service] of scope.services) {
    const at = ['services', name];
    for (const [index, handler] of (service.api?.handlers ?? []).entries())
      checkUse(scope, [...at, 'api', 'handlers', index], handler, permissions);
    for (const [key, usecase] of Object.entries(service.usecases))
      checkUse(scope, [...at, 'usecases', key], usecase, permissions);
    for (const kind of ['pages', 'fragments', 'forms'] as const)
      for (const [key, screen] of Object.entries(service[kind]))
        checkUse(scope, [...at, kind, key], { ...screen, context: undefined }, permissions);
  }
}

/** All permissions there are: declared ones, and CRUD of everything. */
class Permissions {
  readonly #scope: Scope;
  readonly #known = new Set<string>();
  readonly #open = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
    for (const name of scope.names(['permissions'])) this.#known.add(name);
    for (const [service, { preset }] of scope.services) {
      if (preset !== undefined) this.#open.add(service);
      for (const root of scope.roots(service))
        for (const action of ACTIONS) this.#known.add(`${service}.${root}:${action}`);
      for (const usecase of scope.names(['services', service, 'usecases']))
        this.#known.add(`${service}.${usecase}:execute`);
    }
    for (const service of scope.names(['services']))
      if (scope.isLeftOut(['services', service])) this.#open.add(service);
  }

  check(at: Path, permission: string, wildcards: boolean): void {
    const scope = this.#scope;
    const [, service = '', model = '', action = ''] = PERMISSION.exec(permission) ?? [];
    if (this.#known.has(permission)) return;
    if (service === '') {
      this.#malformed(at, permission);
      return;
    }
    if (permission.includes('*') && !wildcards) {
      this.#malformed(at, permission);
      return;
    }
    if (this.#open.has(service) || (wildcards && this.#matches(service, model, action))) return;
    scope.unknown(
      'HM1052',
      scope.at(at),
      'permission',
      permission,
      this.#known,
      'There are those under `permissions`, and `<service>.<Model>:<create|read|update|delete>` for everything.',
    );
  }

  /** A declared permission is of a service and something in it; its action is free. */
  checkDeclared(at: Path, permission: string): void {
    const scope = this.#scope;
    const [, service = '', model = ''] = PERMISSION.exec(permission) ?? [];
    const span = scope.keyAt(at);
    if (service === '' || permission.includes('*')) {
      this.#malformed(at, permission, span);
      return;
    }
    const services = scope.names(['services']);
    if (!services.has(service))
      scope.unknown(
        'HM1051',
        span,
        'service',
        service,
        services,
        'A permission starts with the service it is about.',
      );
    else if (
      !this.#open.has(service) &&
      scope.roots(service).size > 0 &&
      !scope.roots(service).has(model) &&
      !scope.names(['services', service, 'usecases']).has(model)
    )
      scope.unknown(
        'HM1050',
        span,
        'model',
        model,
        scope.roots(service),
        `It is not a model of \`${service}\`.`,
      );
  }

  #matches(service: string, model: string, action: string): boolean {
    const fits = (pattern: string, value: string) => pattern === '*' || pattern === value;
    if (service === '*' && (model === '*' || model === ''))
      return action === '*' || ACTIONS.includes(action) || this.#has(service, '*', action, fits);
    return this.#has(service, model, action, fits);
  }

  #has(
    service: string,
    model: string,
    action: string,
    fits: (pattern: string, value: string) => boolean,
  ): boolean {
    for (const known of this.#known) {
      const [, ownService = '', ownModel = '', ownAction = ''] = PERMISSION.exec(known) ?? [];
      if (fits(service, ownService) && fits(model, ownModel) && fits(action, ownAction)) return true;
    }
    return false;
  }

  #malformed(at: Path, permission: string, span = this.#scope.at(at)): void {
    this.#scope.add({
      code: 'HM1063',
      at: span,
      summary: `\`${permission.slice(0, 60)}\` is not a permission`,
      why: 'A permission says a service, what in it, and what is done with it. Only roles may use `*`.',
      todo: 'Write it like `orders.Order:read`.',
    });
  }
}

/** `orders.Order:read`, `orders.*:*`, `*:*`. */
const PERMISSION =
  /^(?:(?=\*:)|(?=[^.]*\.))([a-z][a-z0-9-]*|\*)(?:\.([A-Za-z][A-Za-z0-9]*|\*))?:([a-z][a-z0-9_]*|\*)$/;

function checkContexts(scope: Scope): void {
  const known = scope.names(['contexts']);
  const parents = new Map<string, string[]>();
  for (const [name, { parent }] of Object.entries(scope.spec.contexts)) {
    if (parent === undefined) continue;
    parents.set(name, [parent]);
    if (!known.has(parent))
      scope.unknown(
        'HM1054',
        scope.at(['contexts', name, 'parent']),
        'context',
        parent,
        known,
        'It is not among `contexts`.',
      );
  }
  for (const circle of findCircles(parents)) {
    const [start = ''] = circle;
    scope.add({
      code: 'HM1075',
      at: scope.at(['contexts', start, 'parent']),
      summary: `Contexts are inside of each other: ${[...circle, start].join(' -> ')}`,
      why: 'A role held in one would count in all of them, and none would be the outermost.',
      todo: 'Take one `parent` out.',
    });
  }
}

function checkRoles(scope: Scope, permissions: Permissions): void {
  const known = scope.names(['roles']);
  const roles = Object.entries(scope.spec.roles);
  for (const [name, role] of roles) {
    const at = ['roles', name];
    if (role.context !== undefined) checkContext(scope, [...at, 'context'], role.context);
    for (const [index, other] of role.includes.entries())
      if (!known.has(other))
        scope.unknown(
          'HM1053',
          scope.at([...at, 'includes', index]),
          'role',
          other,
          known,
          'It is not among `roles`.',
        );
    for (const [index, permission] of role.permissions.entries())
      permissions.check([...at, 'permissions', index], permission, true);
  }
  for (const circle of findCircles(new Map(roles.map(([name, { includes }]) => [name, includes])))) {
    const [start = ''] = circle;
    const index = own(scope.spec.roles, start)?.includes.indexOf(circle[1] ?? start) ?? 0;
    scope.add({
      code: 'HM1076',
      at: scope.at(['roles', start, 'includes', index]),
      summary: `Roles include each other: ${[...circle, start].join(' -> ')}`,
      why: 'They would all be the same role.',
      todo: 'Take one of them out.',
    });
  }
}

function checkContext(scope: Scope, at: Path, written: string): void {
  const name = written.split(':')[0] ?? written;
  const known = scope.names(['contexts']);
  if (known.has(name)) return;
  scope.unknown(
    'HM1054',
    scope.inside(at, 0, name.length),
    'context',
    name,
    known,
    'It is not among `contexts`.',
  );
}

interface Use {
  readonly permission?: string | undefined;
  readonly context?: string | undefined;
}

function checkUse(scope: Scope, at: Path, { permission, context }: Use, permissions: Permissions): void {
  if (permission !== undefined) permissions.check([...at, 'permission'], permission, false);
  if (context !== undefined) checkContext(scope, [...at, 'context'], context);
}
