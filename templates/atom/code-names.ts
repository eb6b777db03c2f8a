import pluralize from 'pluralize';
import { namesOf } from '../../src/system/names.ts';
import type {
  Aggregate,
  AtomService,
  FieldType,
  Model,
  Names,
  Route,
  System,
} from '../../src/system/system.ts';

/** What the code around the models is called: types, files beside a model's, variables of the functions about it. */
const TAKEN = new Set(
  // Files beside those of a model.
  (
    'Caller Children Client Conditions Errors Opened Operations Problems Refusals Repositories Repository Routes UseCases ' +
    // Types and classes of the domain, the repositories and HTTP.
    'Condition CursorValue FieldFault InvariantViolation Kept NotFound Open Query Rules Server Slice SortColumn StaleVersion ' +
    'Stamp ValidationFailed ' +
    // Variables of the functions about a model.
    'Change Child ChildId Current Db Find Guarded Id Index Input NewId Next Now Remove Row Transaction Version'
  ).split(' '),
);

/**
 * The system with other names in code for the models whose own are taken: a model `Row` is `RowEntity` in TypeScript and
 * in the names of files. Its table, its routes and what people read keep the name of the spec.
 */
export function withCodeNames(system: System): System {
  if (!system.services.some(hasTaken)) return system;
  return { ...system, services: system.services.map(renamed) };
}

/** Models that would be called what another one is called already. */
export function clashesOf(service: AtomService): readonly Model[] {
  const models = allModels(service);
  const names = new Set(models.map(({ names }) => names.pascal));
  return models.filter((model) => isTaken(model) && names.has(codeName(model.names.pascal)));
}

function hasTaken(service: AtomService): boolean {
  return allModels(service).some(isTaken);
}

function allModels({ models, aggregates }: AtomService): readonly Model[] {
  const owned = aggregates.flatMap(({ root, children }) => [root, ...children.map(({ of }) => of)]);
  return [...new Map([...models, ...owned].map((model) => [model.names.pascal, model])).values()];
}

/** A word that is its own plural would name both one and all of them. */
function isTaken({ names, plural }: Model): boolean {
  return TAKEN.has(names.pascal) || names.pascal === plural.pascal;
}

function codeName(pascal: string): string {
  return `${pascal}Entity`;
}

/** What a service is made of is its own: a reference to another one's model is an id, and keeps its name. */
function renamed(service: AtomService): AtomService {
  const taken = new Set(allModels(service).filter(isTaken).map(pascalOf));
  if (taken.size === 0) return service;
  const isRenamed = (model: string) => taken.has(model);
  const nameOf = (model: string) => (isRenamed(model) ? codeName(model) : model);
  const typeOf = (type: FieldType): FieldType => {
    if (type.kind === 'list') return { ...type, of: typeOf(type.of) };
    if (type.kind !== 'ref' || type.service !== null || !isRenamed(type.model.pascal)) return type;
    return { ...type, model: codeNames(type.model) };
  };
  const modelOf = (model: Model): Model => {
    const fields = model.fields.map((field) => ({ ...field, type: typeOf(field.type) }));
    if (!isRenamed(model.names.pascal)) return { ...model, fields };
    return { ...model, fields, names: codeNames(model.names), plural: codePlural(model) };
  };
  const aggregateOf = (aggregate: Aggregate): Aggregate => ({
    ...aggregate,
    root: modelOf(aggregate.root),
    children: aggregate.children.map((child) => ({ ...child, of: modelOf(child.of) })),
  });
  const routeOf = (route: Route): Route => ({ ...route, model: nameOf(route.model) });
  return {
    ...service,
    models: service.models.map(modelOf),
    aggregates: service.aggregates.map(aggregateOf),
    routes: service.routes.map(routeOf),
  };
}

function pascalOf({ names }: Model): string {
  return names.pascal;
}

function codeNames(names: Names): Names {
  const { pascal, camel, kebab } = namesOf(codeName(names.pascal));
  return { ...names, pascal, camel, kebab };
}

function codePlural({ names, plural }: Model): Names {
  const { pascal, camel } = namesOf(pluralize(codeName(names.pascal)));
  return { ...plural, pascal, camel };
}
