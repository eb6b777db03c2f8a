import type { Layout } from '../../src/render/layout.ts';
import { list } from '../../src/render/layout.ts';
import { tsKey, tsString } from '../../src/render/literals.ts';
import type { Field, FieldType, Model } from '../../src/system/system.ts';
import type { ListRoute } from '../atom/entity.ts';
import type { Member } from './declared.ts';
import { type Code, plainSchema } from './field-code.ts';

const RESERVED = new Set(['limit', 'after', 'sort', 'q']);
const RANGES = ['gte', 'gt', 'lte', 'lt'] as const;
export type Range = (typeof RANGES)[number];

/** A condition of a list: the query parameter of each of its forms. */
export interface Condition {
  readonly field: Field;
  readonly equal: string;
  readonly ranges: readonly { readonly bound: Range; readonly parameter: string }[];
}

export function conditionsFor(route: ListRoute, model: Model): readonly Condition[] {
  return model.fields
    .filter((field) => !field.private && isNamed(route.filter, field))
    .map((field) => ({
      field,
      equal: RESERVED.has(field.property) ? `${field.property}.eq` : field.property,
      ranges: hasRange(field.type)
        ? RANGES.map((bound) => ({ bound, parameter: `${field.property}.${bound}` }))
        : [],
    }));
}

/** The keys a list can be sorted by, as they are written in the URL. */
export function sortKeysOf(route: ListRoute, model: Model): readonly string[] {
  const own = model.fields.filter((field) => !field.private && isNamed(route.sort, field));
  const given = ['id', 'createdAt', 'updatedAt'].filter((key) =>
    route.sort.some((name) => camel(name) === key),
  );
  return [...given, ...own.map((field) => field.property)];
}

function isNamed(names: readonly string[], field: Field): boolean {
  return names.some((name) => name === field.property || name === field.column || name === field.names.snake);
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function hasSearch(model: Model): boolean {
  return model.fields.some((field) => field.searchable && !field.private);
}

/** `ProductQuery`; a second list of the same model has its own: `ProductsOnSaleQuery`. */
export function queryName(route: ListRoute, routes: readonly ListRoute[], model: Model): string {
  if (routes[0] === route) return `${model.names.pascal}Query`;
  return `${route.id.charAt(0).toUpperCase()}${route.id.slice(1)}Query`;
}

/** The members of the query schema: the parameters of every list, then the conditions. */
export function queryMembers(
  route: ListRoute,
  model: Model,
  used: (code: Code) => Layout,
): readonly Member[] {
  for (const name of ['listQuery', 'page', 'pageLimit', 'after', 'sortBy']) used({ text: '', uses: [name] });
  const { page } = route;
  return [
    { key: 'limit', code: `pageLimit({ default: ${page.default}, max: ${page.max} })` },
    { key: 'after', code: 'after()' },
    { key: 'sort', code: `sortBy(${list('[', sortKeysOf(route, model).map(tsString), ']')})` },
    ...(hasSearch(model) ? [{ key: 'q', code: used({ text: 'search()', uses: ['search'] }) }] : []),
    ...conditionsFor(route, model).flatMap((condition) => [
      { key: tsKey(condition.equal), code: used(anyOf(condition.field.type)) },
      ...condition.ranges.map(({ parameter }) => ({
        key: tsKey(parameter),
        code: used(boundOf(condition.field.type)),
      })),
    ]),
  ];
}

function anyOf(type: FieldType): Code {
  return wrapped('anyOf', readable(type));
}

function boundOf(type: FieldType): Code {
  return wrapped('bound', readable(type));
}

/** A value as it stands in a URL, where everything is text. */
function readable(type: FieldType): Code {
  const value = plainSchema(type.kind === 'list' ? type.of : type);
  const kind = type.kind === 'list' ? type.of.kind : type.kind;
  const isNumber = kind === 'int' || kind === 'float' || (type.kind === 'ref' && type.idType === 'int');
  if (isNumber) return wrapped('numeric', value);
  return kind === 'bool' ? wrapped('flag', value) : value;
}

function wrapped(builder: string, value: Code): Code {
  return { text: list(`${builder}(`, [value.text], ')'), uses: [builder, ...value.uses] };
}

function hasRange(type: FieldType): boolean {
  return ['int', 'float', 'decimal', 'date', 'time', 'datetime'].includes(type.kind);
}
