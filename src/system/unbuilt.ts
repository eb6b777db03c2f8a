import { labelOf } from '../spec/expand/type-text.ts';
import type { Spec, SpecAggregate, SpecHandler, SpecModel, SpecService } from '../spec/schema/top.ts';
import type { SpecPath, System } from './system.ts';

export type Unbuilt = System['unbuilt'][number];

type Note = (said: boolean, at: SpecPath, what: string) => void;

/** Everything that is valid and that this version does not build, in the order of the spec's keys. */
export function unbuiltParts(spec: Spec): readonly Unbuilt[] {
  const found: Unbuilt[] = [];
  const note: Note = (said, at, what) => {
    if (said) found.push({ at, what });
  };
  noteProject(spec, note);
  for (const [name, service] of Object.entries(spec.services))
    noteService(service, spec, `services.${name}`, note);
  return found;
}

/** Why nothing of a service is built, or undefined where it is. */
export function whyUnbuilt(service: SpecService, defaults: Spec['defaults']): string | undefined {
  if (service.preset !== undefined) return `services with preset ${service.preset}`;
  if (service.kind !== 'atom') return `services of kind ${service.kind}`;
  const databases = service.repo_impl ?? defaults.repo_impl;
  if (databases !== undefined && !databases.includes('sqlite'))
    return `services on ${databases.join(' and ')} alone`;
  return undefined;
}

function noteProject(spec: Spec, note: Note): void {
  note(isOn(spec.defaults.auth), 'defaults.auth', 'authentication of callers');
  note(spec.defaults.transport === 'grpc', 'defaults.transport', 'gRPC between services');
  for (const database of (spec.defaults.repo_impl ?? []).filter((one) => one !== 'sqlite'))
    note(true, 'defaults.repo_impl', `repositories on ${database}`);
  note(spec.auth !== undefined, 'auth', 'authentication');
  note(hasKeys(spec.contexts), 'contexts', 'authorization contexts');
  note(hasKeys(spec.permissions), 'permissions', 'permissions');
  note(hasKeys(spec.roles), 'roles', 'roles');
  note(spec.messaging !== undefined, 'messaging', 'messaging');
  noteObservability(spec.observability, note);
  note(spec.audit !== undefined, 'audit', 'the audit service');
  note(spec.deployment !== undefined, 'deployment', 'deployment');
  note(!isBuiltNode(spec.runtime.node), 'runtime.node', `a Node other than the ${NODE_LINE} line`);
  note(spec.include.length > 0, 'include', 'further spec files');
}

/** The line that the generated packages, images and npm scripts are made for and tested on. */
const NODE_LINE = '24';

function isBuiltNode(release: string): boolean {
  return release === NODE_LINE || release.startsWith(`${NODE_LINE}.`);
}

/** JSON logs at level info, metrics at /metrics and errors in the log are what every service has. */
function noteObservability(said: Spec['observability'], note: Note): void {
  if (said === undefined) return;
  const { logging, metrics, errors, ...rest } = said;
  const usualLogs = logging === undefined || (logging.level === 'info' && logging.format === 'json');
  const usualMetrics = metrics === undefined || (metrics.enabled && metrics.path === '/metrics');
  note(!usualLogs, 'observability.logging', 'logging other than JSON at level info');
  note(!usualMetrics, 'observability.metrics', 'metrics other than at /metrics');
  note(errors !== undefined && errors.backend !== 'log', 'observability.errors', 'reporting of errors');
  for (const [part, value] of Object.entries(rest))
    note(value !== undefined, `observability.${part}`, `observability: ${part}`);
}

function isOn(auth: { readonly enabled: boolean } | undefined): boolean {
  return auth?.enabled === true;
}

function noteService(service: SpecService, spec: Spec, at: SpecPath, note: Note): void {
  const why = whyUnbuilt(service, spec.defaults);
  if (why !== undefined) {
    note(true, at, why);
    return;
  }
  for (const database of (service.repo_impl ?? []).filter((one) => one !== 'sqlite'))
    note(true, `${at}.repo_impl`, `repositories on ${database}`);
  note(service.transport === 'grpc', `${at}.transport`, 'gRPC between services');
  note(isOn(service.auth), `${at}.auth`, 'authentication of callers');
  service.depends_on.forEach((needed, index) => {
    const other = spec.services[needed];
    const isBuilt = other !== undefined && whyUnbuilt(other, spec.defaults) === undefined;
    note(!isBuilt, `${at}.depends_on.${index}`, `waiting for ${needed}`);
  });
  for (const [name, model] of Object.entries(service.models)) noteModel(model, `${at}.models.${name}`, note);
  for (const [name, aggregate] of Object.entries(service.aggregates))
    noteAggregate(aggregate, `${at}.aggregates.${name}`, note);
  note(service.relations.length > 0, `${at}.relations`, 'relations');
  note(hasKeys(service.usecases), `${at}.usecases`, 'use cases');
  (service.api?.handlers ?? []).forEach((handler, index) => {
    noteHandler(handler, `${at}.api.handlers.${index}`, note);
  });
  note(hasKeys(service.events), `${at}.events`, 'events');
  note(service.consumers.length > 0, `${at}.consumers`, 'consumers of events');
  note(hasKeys(service.clients), `${at}.clients`, 'clients of other services');
  note(service.resources.length > 0, `${at}.resources`, 'screens');
  note(hasKeys(service.pages), `${at}.pages`, 'pages');
  note(hasKeys(service.fragments), `${at}.fragments`, 'fragments of pages');
  note(hasKeys(service.forms), `${at}.forms`, 'forms');
  note(service.brand !== undefined, `${at}.brand`, 'the look of pages');
  note(service.deployment !== undefined, `${at}.deployment`, 'deployment');
}

function noteModel(model: Pick<SpecModel, 'fields'>, at: SpecPath, note: Note): void {
  for (const [name, field] of Object.entries(model.fields)) {
    const { type } = field;
    const elsewhere = type.name === 'ref' && type.service !== undefined;
    note(elsewhere, `${at}.fields.${name}`, 'the call that checks a reference to another service');
    note(field.label !== undefined, `${at}.fields.${name}.label`, 'labels, which pages show');
    const hasLabels =
      type.name === 'enum' && type.values.some(({ value, label }) => label !== labelOf(value));
    note(hasLabels, `${at}.fields.${name}`, 'labels of values, which pages show');
  }
}

function noteAggregate(aggregate: SpecAggregate, at: SpecPath, note: Note): void {
  noteModel(aggregate, at, note);
  note(aggregate.source !== undefined, `${at}.source`, 'aggregates that are read models');
  note(aggregate.preload.length > 0, `${at}.preload`, 'relations read along');
}

function noteHandler(handler: SpecHandler, at: SpecPath, note: Note): void {
  note(handler.source === 'usecase', at, 'handlers of use cases');
  note(handler.permission !== undefined, `${at}.permission`, 'permissions of routes');
  note(handler.context !== undefined, `${at}.context`, 'authorization contexts of routes');
  note(handler.overrides !== undefined, `${at}.overrides`, 'names that override the usual ones');
}

function hasKeys(map: object): boolean {
  return Object.keys(map).length > 0;
}
