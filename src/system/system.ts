import type { Json } from '../json/json.ts';

/**
 * The spec resolved: every default filled in, every short form expanded, every name a reference. Plain JSON values with
 * no offsets, so that a part of it can be the inputs of a component: what has equal inputs is not rendered again.
 *
 * `at` is the path of keys in the spec a part was made from (`services.todo.models.Item`); the spec's positions turn it
 * into a range.
 */
export type SpecPath = string;

/** A name in the spellings the targets want. From `order_line` or `OrderLine`. */
export interface Names {
  /** OrderLine */
  readonly pascal: string;
  /** orderLine */
  readonly camel: string;
  /** order_line */
  readonly snake: string;
  /** order-line */
  readonly kebab: string;
  /** Order line: for people */
  readonly title: string;
}

export interface System {
  readonly name: string;
  /** npm scope with the at sign: `@todo`. */
  readonly scope: string;
  /** npm name of the monorepo's root: `@todo/todo`. */
  readonly packageName: string;
  readonly description: string;
  readonly runtime: { readonly node: string; readonly pin: boolean };
  /** Sorted by name. Only what this version builds; `unbuilt` has the rest. */
  readonly services: readonly AtomService[];
  readonly generation: Generation;
  readonly moved: readonly { readonly from: string; readonly to: string; readonly at: SpecPath }[];
  readonly removed: readonly { readonly from: string; readonly delete: boolean; readonly at: SpecPath }[];
  /** Parts of the spec that are valid and that this version of hatmax does not build. */
  readonly unbuilt: readonly { readonly at: SpecPath; readonly what: string }[];
}

export type OnDrift = 'merge' | 'keep' | 'overwrite' | 'fail';

export interface Generation {
  readonly onDrift: OnDrift;
  /** Globs, as picomatch reads them, over paths inside the project. */
  readonly ignore: readonly string[];
  readonly createOnce: readonly string[];
}

export interface AtomService {
  readonly kind: 'atom';
  readonly at: SpecPath;
  /** kebab-case: the key in the spec, the folder, the package `<scope>/<name>`. */
  readonly name: string;
  readonly names: Names;
  readonly description: string;
  readonly port: number;
  /** Services that are to be ready before this one starts. */
  readonly dependsOn: readonly string[];
  /** `/todo`, no slash at the end. */
  readonly basePath: string;
  readonly config: readonly Setting[];
  /** In spec order. */
  readonly models: readonly Model[];
  readonly aggregates: readonly Aggregate[];
  /** In spec order; the default CRUD routes spelled out where the spec leaves handlers out. */
  readonly routes: readonly Route[];
  readonly middlewares: Middlewares;
}

/** An extra typed setting of a service, read from the environment. */
export interface Setting {
  readonly names: Names;
  /** MAX_OPEN_ORDERS */
  readonly env: string;
  readonly type: 'string' | 'int' | 'float' | 'bool' | 'duration' | 'url';
  readonly default: string | number | boolean | null;
  readonly secret: boolean;
  readonly description: string;
}

export interface Middlewares {
  /** Milliseconds a request may take. */
  readonly timeoutMs: number;
  /** Requests allowed in a window, or null for no limit. */
  readonly rateLimit: { readonly max: number; readonly windowMs: number } | null;
  readonly cors: { readonly origins: readonly string[] } | null;
  readonly compress: boolean;
  /** Bytes. */
  readonly bodyLimit: number;
}

export type IdType = 'uuid' | 'int' | 'string';

export interface Model {
  readonly at: SpecPath;
  readonly names: Names;
  readonly plural: Names;
  readonly description: string;
  readonly table: string;
  readonly idType: IdType;
  readonly audit: boolean;
  readonly softDelete: boolean;
  /** before_create, after_update ...: calls into create-once files. */
  readonly lifecycle: readonly LifecycleHook[];
  /** Fields of the spec, in its order; id, version and the audit columns are not among them. */
  readonly fields: readonly Field[];
  readonly indexes: readonly Index[];
  /** The field shown for a row in lists and pickers. */
  readonly display: string;
}

export type LifecycleHook =
  | 'before_create'
  | 'after_create'
  | 'before_update'
  | 'after_update'
  | 'before_delete'
  | 'after_delete';

export interface Field {
  readonly at: SpecPath;
  readonly names: Names;
  /** Name in TypeScript and JSON: camelCase, reserved words escaped with a `_` at the end. */
  readonly property: string;
  /** Name of the column: snake_case. */
  readonly column: string;
  readonly type: FieldType;
  /** Must be given on create. */
  readonly required: boolean;
  /** May be null. A field that is neither required nor has a default is nullable. */
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly immutable: boolean;
  readonly private: boolean;
  readonly searchable: boolean;
  /** The default in its JSON form; undefined where there is none. Decimals are strings. */
  readonly default?: Json;
  readonly validations: readonly Validation[];
  /** What people are told, in place of the usual words, of what a field is beside its validations. */
  readonly messages?: { readonly [rule in 'required' | 'unique' | 'immutable']?: string };
  readonly label: string;
  readonly help: string;
}

export type FieldType =
  | { readonly kind: 'string' | 'text' | 'email' | 'url' | 'slug' | 'phone' }
  | { readonly kind: 'int' | 'float' | 'bool' | 'date' | 'time' | 'datetime' | 'duration' | 'uuid' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'enum'; readonly values: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: 'bytes'; readonly maxBytes: number }
  | { readonly kind: 'json'; readonly schema: Json | null }
  /** `service` is null where the model is of the same service. */
  | { readonly kind: 'ref'; readonly service: string | null; readonly model: Names; readonly idType: IdType }
  | { readonly kind: 'list'; readonly of: FieldType };

/** A rule, and what people are told where it is broken, if not the usual words. */
export type Validation = Rule & { readonly message?: string };

/** Beside what the type itself checks. Bounds of decimals are strings, of dates ISO 8601. */
type Rule =
  | { readonly rule: 'min' | 'max'; readonly value: number | string; readonly exclusive: boolean }
  | { readonly rule: 'min_len' | 'max_len'; readonly value: number }
  | { readonly rule: 'pattern'; readonly value: string }
  | { readonly rule: 'email' | 'url' }
  | { readonly rule: 'one_of'; readonly values: readonly (string | number)[] }
  /** A function the user writes, in a create-once file. */
  | { readonly rule: 'custom'; readonly name: Names };

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

/** An aggregate root with its children: loaded whole, saved whole under one version. */
export interface Aggregate {
  readonly at: SpecPath;
  /** The root, with the aggregate's own fields. */
  readonly root: Model;
  readonly children: readonly AggregateChild[];
  readonly invariants: readonly Invariant[];
}

export interface AggregateChild {
  readonly at: SpecPath;
  /** The collection: `lines`. */
  readonly names: Names;
  /** The child's own shape. It has an id, and no version. */
  readonly of: Model;
  /** Column of the child's table that points at the root. */
  readonly parentColumn: string;
  /** Position column children are kept in order by, or null for the order of their ids. */
  readonly orderField: string | null;
  /** Sets of fields (properties) that are unique within one root. */
  readonly unique: readonly (readonly string[])[];
  readonly min: number;
  readonly max: number;
}

export interface Invariant {
  readonly names: Names;
  /** CEL, as written. */
  readonly rule: string;
  readonly message: string;
  readonly at: SpecPath;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface RouteBase {
  readonly at: SpecPath;
  /** operationId in OpenAPI and the client's method: `itemList`. Unique in the service. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Whole path with base path, parameters in braces: `/todo/items/{id}`. */
  readonly path: string;
  /** What people are told of it beside its title; left out where nobody says anything. */
  readonly description?: string;
  readonly middlewares: Partial<Middlewares>;
}

/** Names are references: `model` is a model or an aggregate root of the same service. */
export type Route =
  | (RouteBase & {
      readonly op: 'list';
      readonly model: string;
      readonly filter: readonly string[];
      readonly sort: readonly string[];
      readonly page: { readonly default: number; readonly max: number };
    })
  | (RouteBase & { readonly op: 'get' | 'create' | 'update' | 'delete'; readonly model: string })
  /** Body is a create-once function of the user. */
  | (RouteBase & { readonly op: 'custom'; readonly model: string; readonly operation: Names })
  | (RouteBase & {
      readonly op: 'child_list' | 'child_get' | 'child_create' | 'child_update' | 'child_delete';
      readonly model: string;
      readonly child: string;
    });
