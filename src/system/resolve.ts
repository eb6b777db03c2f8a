import type { Checked } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { Spec, SpecService } from '../spec/schema/top.ts';
import { checkProject, checkService } from './check.ts';
import type { FindModel } from './fields.ts';
import { indexedModel } from './indexes.ts';
import { middlewaresOf, resolveMiddlewares } from './middlewares.ts';
import { resolveAggregate, resolveModel } from './models.ts';
import { movedOf } from './moved.ts';
import { namesOf } from './names.ts';
import { defaultRoutes, explicitRoutes } from './routes.ts';
import { resolveSetting } from './settings.ts';
import type { AtomService, IdType, Model, System } from './system.ts';
import { unbuiltParts, whyUnbuilt } from './unbuilt.ts';

/**
 * Fills every default in and makes every name a reference. The loader has checked that what is named exists. `positionOf`:
 * where a service stands in the spec that this one is a part of.
 */
export function resolveSystem(loaded: LoadedSpec, positionOf?: (service: string) => number): Checked<System> {
  const { spec } = loaded;
  const services = Object.entries(spec.services).flatMap(([name, service], index) =>
    whyUnbuilt(service, spec.defaults) === undefined
      ? [resolveService(spec, name, service, positionOf?.(name) ?? index)]
      : [],
  );
  const diagnostics = [
    ...checkProject(spec, loaded),
    ...services.flatMap((service) => checkService(service, loaded)),
  ];
  if (diagnostics.some((found) => found.severity === 'error')) return { diagnostics };
  return { value: systemOf(spec, services), diagnostics };
}

function systemOf(spec: Spec, services: readonly AtomService[]): System {
  const packageName = packageOf(spec);
  return {
    name: spec.name,
    scope: packageName.split('/')[0] ?? '',
    packageName,
    description: spec.description ?? '',
    runtime: spec.runtime,
    services: services.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    generation: {
      onDrift: spec.generation.on_drift,
      ignore: spec.generation.ignore,
      createOnce: spec.generation.create_once,
    },
    moved: movedOf(spec),
    removed: spec.removed.map(({ from, delete: gone }, index) => ({
      from,
      delete: gone,
      at: `removed.${index}`,
    })),
    unbuilt: unbuiltParts(spec),
  };
}

/** A Go module path gives scope and name: `github.com/acme/shop` -> `@acme/shop`. */
function packageOf(spec: Spec): string {
  const said = spec.package;
  if (said === undefined) return `@${spec.name}/${spec.name}`;
  if (said.startsWith('@') && said.includes('/')) return said;
  const parts = said.toLowerCase().split('/');
  const name = parts.at(-1) ?? spec.name;
  return `@${parts.length > 1 ? parts.at(-2) : name}/${name}`;
}

function resolveService(spec: Spec, name: string, service: SpecService, position: number): AtomService {
  const at = `services.${name}`;
  const find = findIn(spec, name);
  const byName = (model: string): Model => {
    const { pascal } = namesOf(model);
    const keys = Object.keys(service.models);
    const key = keys.find((one) => one === model) ?? keys.find((one) => namesOf(one).pascal === pascal);
    const found = key === undefined ? undefined : service.models[key];
    if (key === undefined || found === undefined)
      throw new Error(`a model that is not there: ${name}.${model}`);
    return resolveModel(key, found, `${at}.models.${key}`, find);
  };
  const aggregates = Object.entries(service.aggregates)
    .filter(([, aggregate]) => aggregate.source === undefined)
    .map(([key, aggregate]) => resolveAggregate(key, aggregate, `${at}.aggregates.${key}`, find, byName));
  const children = new Set(aggregates.flatMap((one) => one.children.map((child) => child.of.names.pascal)));
  const models = Object.keys(service.models)
    .map(byName)
    .filter((model) => !children.has(model.names.pascal));
  const basePath = (service.api?.base_path ?? `/${name}`).replace(/\/+$/, '');
  const scope = { basePath, models, aggregates };
  const handlers = service.api?.handlers;
  const routes =
    handlers === undefined ? defaultRoutes(scope) : explicitRoutes(scope, handlers, `${at}.api.handlers`);
  return {
    kind: 'atom',
    at,
    name,
    names: namesOf(name),
    description: service.description ?? '',
    port: service.port ?? spec.defaults.port_base + position,
    dependsOn: service.depends_on,
    basePath,
    config: Object.entries(service.config).map(([key, setting]) => resolveSetting(key, setting)),
    models: models.map((model) => indexedModel(model, routes)),
    aggregates: aggregates.map((aggregate) => ({
      ...aggregate,
      root: indexedModel(aggregate.root, routes),
      children: aggregate.children.map((child) => ({ ...child, of: indexedModel(child.of, []) })),
    })),
    routes,
    middlewares: resolveMiddlewares(
      middlewaresOf(spec.defaults.middlewares),
      middlewaresOf(service.middlewares),
      middlewaresOf(service.api?.middlewares, service.api?.rate_limit),
    ),
  };
}

function findIn(spec: Spec, own: string): FindModel {
  return (service, model) => {
    const from = spec.services[service ?? own];
    const { pascal } = namesOf(model);
    const found = [...Object.entries(from?.models ?? {}), ...Object.entries(from?.aggregates ?? {})].find(
      ([key]) => namesOf(key).pascal === pascal,
    );
    if (found === undefined) throw new Error(`a reference to what is not there: ${service ?? own}.${model}`);
    const [key, { id }] = found;
    return { names: namesOf(key), idType: id.type satisfies IdType };
  };
}
