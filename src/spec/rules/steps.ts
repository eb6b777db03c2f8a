import { own } from '../own.ts';
import { stepKinds } from '../schema/step.ts';
import type { SpecService, SpecStep, SpecUsecase } from '../schema/top.ts';
import { checkCel } from './cel.ts';
import { checkModel, checkRefs } from './models.ts';
import type { Path, Scope } from './scope.ts';

/** Use cases and what pages load: shapes, clients, operations, events and names of earlier steps. */
export function checkSteps(scope: Scope): void {
  for (const [name, service] of scope.services) {
    const at = ['services', name];
    for (const [key, usecase] of Object.entries(service.usecases))
      checkUsecase(scope, [...at, 'usecases', key], usecase, service);
    for (const kind of ['pages', 'fragments'] as const)
      for (const [key, { load }] of Object.entries(service[kind]))
        walk(scope, [...at, kind, key, 'load'], load, service, new Map());
    for (const [key, { submit }] of Object.entries(service.forms))
      if (submit !== undefined) checkStep(scope, [...at, 'forms', key, 'submit'], submit, service, new Map());
  }
}

function checkUsecase(scope: Scope, at: Path, usecase: SpecUsecase, service: SpecService): void {
  for (const key of ['input', 'output'] as const) {
    const shape = usecase[key];
    if (typeof shape === 'string') checkShape(scope, [...at, key], shape);
    else if (shape !== undefined) checkRefs(scope, [...at, key], shape, true);
  }
  const known = new Map<string, string>([
    ['input', 'dyn'],
    ['caller', 'dyn'],
  ]);
  walk(scope, [...at, 'steps'], usecase.steps ?? [], service, known);
}

function checkShape(scope: Scope, at: Path, shape: string): void {
  const model = /^\[(.*)\]$/.exec(shape.trim())?.[1] ?? shape;
  checkModel(
    scope,
    at,
    String(at[1]),
    model.trim(),
    'It is a model or an aggregate of this service, or fields.',
  );
}

function walk(
  scope: Scope,
  at: Path,
  steps: readonly SpecStep[],
  service: SpecService,
  known: Map<string, string>,
): void {
  for (const [index, step] of steps.entries()) {
    checkStep(scope, [...at, index], step, service, known);
    const result = nameOfResult(step);
    if (result !== undefined) known.set(result, 'dyn');
    if (step.return !== undefined && index < steps.length - 1) afterReturn(scope, [...at, index + 1]);
  }
}

function nameOfResult(step: SpecStep): string | undefined {
  for (const kind of ['load', 'create', 'update', 'call', 'http_get', 'http_post', 'transform'] as const)
    if (step[kind]?.as !== undefined) return step[kind]?.as;
  return undefined;
}

function afterReturn(scope: Scope, at: Path): void {
  scope.add({
    code: 'HM1096',
    at: scope.keyAt(at),
    summary: 'This step is never reached',
    why: '`return` ends the use case.',
    todo: 'Move `return` to the end.',
  });
}

function checkStep(
  scope: Scope,
  at: Path,
  step: SpecStep,
  service: SpecService,
  known: ReadonlyMap<string, string>,
): void {
  for (const kind of stepKinds)
    if (step[kind] !== undefined) checkCalled(scope, [...at, kind], step, kind, service);
  if (step.validate !== undefined)
    checkCel(scope, [...at, 'validate', 'expr'], step.validate.expr, known, 'bool');
  if (step.transform?.expr !== undefined)
    checkCel(scope, [...at, 'transform', 'expr'], step.transform.expr, known);
  if (step.emit !== undefined) checkEmit(scope, [...at, 'emit', 'event'], step.emit.event);
  if (typeof step.return === 'string') checkReturn(scope, [...at, 'return'], step.return, known);
}

type Kind = (typeof stepKinds)[number];

function checkCalled(scope: Scope, at: Path, step: SpecStep, kind: Kind, service: SpecService): void {
  if (kind === 'validate' || kind === 'emit' || kind === 'transform' || kind === 'return') return;
  const part = step[kind];
  if (part === undefined) return;
  const target =
    part.client === undefined ? String(at[1]) : targetOf(scope, [...at, 'client'], part.client, service);
  if (target === undefined) return;
  if ('model' in part && part.model !== undefined)
    checkModel(scope, [...at, 'model'], target, part.model, `It is not a model of \`${target}\`.`);
  if ('op' in part && part.op !== undefined) checkOperation(scope, [...at, 'op'], target, part.op);
}

/** The service a client calls; undefined where it is something else, or is not there. */
function targetOf(scope: Scope, at: Path, client: string, service: SpecService): string | undefined {
  const named = own(service.clients, client);
  if (named !== undefined)
    return named.service !== undefined && own(scope.spec.services, named.service) ? named.service : undefined;
  const clients = scope.names(['services', String(at[1]), 'clients']);
  const services = scope.names(['services']);
  if (services.has(client)) return own(scope.spec.services, client) === undefined ? undefined : client;
  if (!clients.has(client))
    scope.unknown(
      'HM1060',
      scope.at(at),
      'client',
      client,
      [...clients, ...services],
      'It is neither among `clients` of this service nor a service.',
    );
  return undefined;
}

const CRUD = ['list', 'get', 'create', 'update', 'delete'];

function checkOperation(scope: Scope, at: Path, target: string, op: string): void {
  const service = own(scope.spec.services, target);
  if (service === undefined || service.preset !== undefined) return;
  const [model = '', action] = op.split('.');
  const handlers = service.api?.handlers ?? [];
  const others = [
    ...Object.keys(service.usecases),
    ...handlers.flatMap(({ id }) => (id === undefined ? [] : [id])),
  ];
  if (action === undefined && others.includes(op)) return;
  const custom = handlers.flatMap((handler) =>
    handler.model === model && handler.custom_operation ? [handler.custom_operation] : [],
  );
  const roots = scope.roots(target);
  if (roots.has(model) && action !== undefined && [...CRUD, ...custom].includes(action)) return;
  const known = roots.has(model)
    ? [...CRUD, ...custom].map((name) => `${model}.${name}`)
    : [...others, ...[...roots].flatMap((root) => CRUD.map((name) => `${root}.${name}`))];
  scope.unknown(
    'HM1062',
    scope.at(at),
    'operation',
    op,
    known,
    `\`${target}\` has no such operation; one is written \`Model.get\`, or is the name of a use case.`,
  );
}

function checkEmit(scope: Scope, at: Path, event: string): void {
  const own = String(at[1]);
  const known = scope.names(['services', own, 'events']);
  if (known.has(event)) return;
  scope.unknown(
    'HM1055',
    scope.at(at),
    'event',
    event,
    known,
    'A service emits events that stand under its own `events`.',
  );
}

function checkReturn(scope: Scope, at: Path, value: string, known: ReadonlyMap<string, string>): void {
  const [, name] = /^([A-Za-z_][A-Za-z0-9_]*)(\.[A-Za-z_][A-Za-z0-9_]*)*$/.exec(value) ?? [];
  if (name === undefined || known.has(name)) return;
  scope.unknown(
    'HM1084',
    scope.at(at),
    'result',
    name,
    known.keys(),
    'No step before this one gives its result this name with `as`.',
  );
}
