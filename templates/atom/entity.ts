import pluralize from 'pluralize';
import { namesOf, propertyOf, singularOf } from '../../src/system/names.ts';
import type {
  Aggregate,
  AggregateChild,
  AtomService,
  Field,
  FieldType,
  Invariant,
  Model,
  Names,
  Route,
} from '../../src/system/system.ts';
import { onceFor } from './once.ts';

/** What has a repository of its own: a model that is nobody's child, or an aggregate's root with its children. */
export interface Entity {
  readonly model: Model;
  readonly children: readonly AggregateChild[];
  readonly invariants: readonly Invariant[];
  readonly at: string;
}

export const entitiesOf = onceFor((service: AtomService): readonly Entity[] => {
  const taken = new Set([
    ...service.aggregates.map((aggregate) => aggregate.root.names.pascal),
    ...service.aggregates.flatMap((aggregate) => aggregate.children.map((child) => child.of.names.pascal)),
  ]);
  const plain = service.models.filter((model) => !taken.has(model.names.pascal));
  return [...plain.map(entityOfModel), ...service.aggregates.map(entityOfAggregate)];
});

function entityOfModel(model: Model): Entity {
  return { model, children: [], invariants: [], at: model.at };
}

function entityOfAggregate({ root, children, invariants, at }: Aggregate): Entity {
  return { model: root, children, invariants, at };
}

/** All that have a table: entities and the children of aggregates. */
export const modelsOf = onceFor((service: AtomService): readonly Model[] =>
  entitiesOf(service).flatMap((entity) => [entity.model, ...entity.children.map((child) => child.of)]),
);

/** Whether a field of some model in the service is a reference to it. */
export function isReferredTo(service: AtomService, model: Model): boolean {
  return modelsOf(service).some(({ fields }) =>
    fields.some(
      ({ type }) => type.kind === 'ref' && type.service === null && type.model.pascal === model.names.pascal,
    ),
  );
}

/** Whether an invariant speaks of something by one of these names. */
export function isJudged(entity: Entity, ...names: readonly string[]): boolean {
  return names.some((name) => wordsOfRules(entity).has(name));
}

const wordsOfRules = onceFor(
  ({ invariants }: Entity) => new Set(invariants.flatMap(({ rule }) => rule.match(/\w+/g) ?? [])),
);

export type ListRoute = Extract<Route, { readonly op: 'list' }>;

export function listRoutesOf(service: AtomService, model: Model): readonly ListRoute[] {
  return service.routes.filter(
    (route): route is ListRoute => route.op === 'list' && route.model === model.names.pascal,
  );
}

/** `price list`: a model in the middle of a sentence. */
export function inWords(names: Names): string {
  return names.title.charAt(0).toLowerCase() + names.title.slice(1);
}

/** The fields of a child but the one that only says where it stands: the order of the children is that. */
export function childFields(child: AggregateChild): readonly Field[] {
  return child.of.fields.filter((field) => field.column !== child.orderField);
}

/** Name of a collection's member: `prices` -> `Price`. */
export function memberName(child: AggregateChild): string {
  return singularOf(child.names).pascal;
}

/** Property a child's position is known by, or undefined where children stand in the order of their ids. */
export function positionOf(child: AggregateChild): string | undefined {
  return child.orderField === null ? undefined : propertyOf(namesOf(child.orderField));
}

export function idTypeOf(model: Model): 'string' | 'number' {
  return model.idType === 'int' ? 'number' : 'string';
}

/** The name of the union an enum field has: `ProductStatus`. */
export function enumNameOf(model: Model, field: Field): string {
  return model.names.pascal + field.names.pascal;
}

export function enumConstantOf(model: Model, field: Field): string {
  return model.names.camel + pluralize(field.names.pascal);
}

export function enumOf(type: FieldType): Extract<FieldType, { kind: 'enum' }> | undefined {
  if (type.kind === 'enum') return type;
  return type.kind === 'list' ? enumOf(type.of) : undefined;
}

/** The type of a value that is not null. */
export function typeOf(model: Model, field: Field, type: FieldType = field.type): string {
  switch (type.kind) {
    case 'int':
    case 'float':
      return 'number';
    case 'bool':
      return 'boolean';
    case 'bytes':
      return 'Uint8Array';
    case 'json':
      return 'unknown';
    case 'enum':
      return enumNameOf(model, field);
    case 'ref':
      return type.idType === 'int' ? 'number' : 'string';
    case 'list': {
      const element = typeOf(model, field, type.of);
      return element.includes(' ') ? `readonly (${element})[]` : `readonly ${element}[]`;
    }
    default:
      return 'string';
  }
}

/** A column that can be sorted and compared as it is stored. */
export function isOrdered(type: FieldType): boolean {
  return !['json', 'list', 'bytes'].includes(type.kind);
}
