import type { SpecAggregate, SpecModel } from '../spec/schema/top.ts';
import { type FindModel, resolveField } from './fields.ts';
import { namesOf, pluralOf } from './names.ts';
import type { Aggregate, AggregateChild, Field, Index, LifecycleHook, Model, SpecPath } from './system.ts';

const MAX_CHILDREN = 1000;
/** PostgreSQL's limit; the shortest of the databases'. */
const MAX_NAME = 63;

export const LIFECYCLE: readonly LifecycleHook[] = [
  'before_create',
  'after_create',
  'before_update',
  'after_update',
  'before_delete',
  'after_delete',
];

type Common = Pick<
  SpecModel,
  'description' | 'plural' | 'table' | 'id' | 'display' | 'fields' | 'indexes'
> & { readonly audit: boolean; readonly softDelete: boolean; readonly lifecycle: readonly LifecycleHook[] };

export function resolveModel(key: string, spec: SpecModel, at: SpecPath, find: FindModel): Model {
  const { audit, soft_delete: softDelete, lifecycle } = spec.options;
  return modelOf(key, { ...spec, audit, softDelete, lifecycle }, at, find);
}

export function resolveAggregate(
  key: string,
  spec: SpecAggregate,
  at: SpecPath,
  find: FindModel,
  childModel: (model: string) => Model,
): Aggregate {
  const root = modelOf(
    key,
    {
      ...spec,
      audit: spec.audit || spec.options?.audit === true,
      softDelete: spec.soft_delete || spec.options?.soft_delete === true,
      lifecycle: spec.options?.lifecycle ?? [],
    },
    at,
    find,
  );
  return {
    at,
    root,
    children: Object.entries(spec.children).map(([name, child]) =>
      resolveChild(name, child, `${at}.children.${name}`, root, childModel),
    ),
    invariants: spec.invariants.map((invariant, index) => {
      const names = namesOf(invariant.name ?? `${root.names.snake}_invariant_${index + 1}`);
      return {
        names,
        rule: invariant.rule,
        message: invariant.message ?? `${names.title} does not hold`,
        at: `${at}.invariants.${index}`,
      };
    }),
  };
}

function resolveChild(
  name: string,
  spec: SpecAggregate['children'][string],
  at: SpecPath,
  root: Model,
  childModel: (model: string) => Model,
): AggregateChild {
  const model = childModel(spec.of);
  const orderField = spec.order === undefined ? null : namesOf(spec.order.field).snake;
  return {
    at,
    names: namesOf(name),
    of: {
      ...model,
      audit: model.audit || spec.audit,
      fields: model.fields.filter((field) => field.column !== orderField),
    },
    parentColumn: `${root.names.snake}_id`,
    orderField,
    unique: (spec.constraints?.unique ?? []).map((set) =>
      set.map((field) => propertyIn(model.fields, field)),
    ),
    min: spec.min ?? 0,
    max: spec.max ?? Math.max(MAX_CHILDREN, spec.min ?? 0),
  };
}

function modelOf(key: string, spec: Common, at: SpecPath, find: FindModel): Model {
  const names = namesOf(key);
  const plural = pluralOf(names, spec.plural);
  const table = spec.table ?? plural.snake;
  const fields = Object.entries(spec.fields).map(([name, field]) =>
    resolveField(name, field, `${at}.fields.${name}`, find),
  );
  return {
    at,
    names,
    plural,
    description: spec.description ?? '',
    table,
    idType: spec.id.type,
    audit: spec.audit,
    softDelete: spec.softDelete,
    lifecycle: LIFECYCLE.filter((hook) => spec.lifecycle.includes(hook)),
    fields,
    indexes: spec.indexes.map((index) => {
      const columns = index.fields.map((field) => columnOf(field));
      return {
        name: index.name ?? indexName(table, columns, index.unique),
        columns,
        unique: index.unique,
      };
    }),
    display: spec.display === undefined ? displayOf(fields) : propertyIn(fields, spec.display),
  };
}

function displayOf(fields: readonly Field[]): string {
  const texts = fields.filter((field) => field.type.kind === 'string' && !field.private);
  const named = texts.find((field) => ['name', 'title', 'label'].includes(field.names.snake));
  return (named ?? texts[0])?.property ?? 'id';
}

/** `created_at` is a column as well as the fields are. */
function columnOf(field: string): string {
  return namesOf(field).snake;
}

export function propertyIn(fields: readonly Field[], name: string): string {
  const { snake, camel } = namesOf(name);
  return fields.find((field) => field.column === snake)?.property ?? camel;
}

export function indexName(table: string, columns: readonly string[], unique: boolean): string {
  const whole = `${table}_${columns.join('_')}_${unique ? 'key' : 'idx'}`;
  return whole.length <= MAX_NAME ? whole : `${whole.slice(0, MAX_NAME - 9)}_${checksum(whole)}`;
}

/** FNV-1a: names only have to differ. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The model with an index for each column of `wanted` that none begins with yet. */
export function withIndexes(model: Model, wanted: readonly (readonly string[])[]): Model {
  const unique = model.fields.filter((field) => field.unique).map((field) => field.column);
  const led = new Set([...unique, ...model.indexes.map((index) => index.columns[0])]);
  const added: Index[] = [];
  for (const columns of wanted) {
    const [first = ''] = columns;
    if (led.has(first)) continue;
    led.add(first);
    added.push({ name: indexName(model.table, columns.slice(0, 1), false), columns, unique: false });
  }
  return { ...model, indexes: [...model.indexes, ...added] };
}
