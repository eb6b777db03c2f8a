import { after, type Layout } from '../../src/render/layout.ts';
import { tsLiteral } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, Model, Route } from '../../src/system/system.ts';
import { lines } from '../atom/code.ts';
import { childFields, type Entity, inWords, listRoutesOf, positionOf } from '../atom/entity.ts';
import { article } from '../atom/http-file.ts';
import { importNames } from '../atom/imports.ts';
import { normalValue } from '../atom/normal.ts';
import { queryMembers, queryName } from './conditions.ts';
import { body, type Declared, type Member, page, resource, typeOf } from './declared.ts';
import { type Bodies, childExamples, rootExamples } from './example-model.ts';
import { type Code, fieldSchema, fixedSchema, idSchema, readSchema } from './field-code.ts';

/** What `packages/contracts/src/<service>/<model>.ts` is made from. */
export interface ContractModel {
  readonly name: string;
  readonly words: string;
  readonly article: string;
  readonly capitalArticle: string;
  readonly pluralWords: string;
  readonly imports: Layout;
  readonly fields: readonly Member[];
  readonly read: Declared;
  readonly create: Declared;
  readonly update: Declared;
  readonly replace: Declared;
  readonly hasFields: boolean;
  readonly hasCreate: boolean;
  readonly hasUpdate: boolean;
  readonly hasReplace: boolean;
  readonly hasList: boolean;
  readonly page: Declared;
  readonly queries: readonly {
    readonly name: string;
    readonly words: string;
    readonly members: readonly Member[];
    readonly type: Layout;
  }[];
  readonly children: readonly ContractChild[];
  /** What the documentation shows. */
  readonly examples: Layout;
}

export interface ContractChild {
  readonly name: string;
  readonly words: string;
  readonly article: string;
  readonly capitalArticle: string;
  readonly constant: string;
  readonly fields: readonly Member[];
  readonly read: Declared;
  readonly create: Declared;
  readonly replace: Declared;
  readonly update: Declared;
  readonly hasUpdate: boolean;
  /** Where a root's update may carry all of them. */
  readonly isReplaced: boolean;
  readonly page: Declared;
  readonly examples: Layout;
}

export function contractModel(entity: Entity, service: AtomService): ContractModel {
  const { model } = entity;
  const uses = new Set<string>();
  const used = (code: Code): Layout => {
    for (const name of code.uses) uses.add(name);
    return code.text;
  };
  const routes = service.routes.filter((route) => route.model === model.names.pascal);
  const updates = routes.filter((route) => route.op === 'update');
  const lists = listRoutesOf(service, model);
  const hasCreate = routes.some((route) => route.op === 'create');
  const hasReplace = updates.some((route) => route.method === 'PUT');
  const hasUpdate = updates.some((route) => route.method !== 'PUT');
  const children = entity.children.map((child) => contractChild(child, entity, service, used));
  const key = { key: 'id', code: used(idSchema(model.idType)) };
  const queries = lists.map((route) => {
    const name = queryName(route, lists, model);
    const members = queryMembers(route, model, used);
    return { name, words: inWords(model.plural), members, type: typeOf(name, 'input') };
  });
  const { pascal } = model.names;
  const sent = hasCreate || hasReplace || (hasUpdate && !model.fields.every(isFixed)) ? model.fields : [];
  const made = {
    name: model.names.pascal,
    ...worded(model),
    pluralWords: inWords(model.plural),
    fields: sent.map((field) => ({ key: field.property, code: used(fieldSchema(field)) })),
    read: resource(pascal, [
      key,
      { key: 'version', code: used({ text: 'int()', uses: ['int'] }) },
      ...readMembers(model.fields, used),
      ...children.map((child, index) => collection(child, entity.children[index], '')),
      ...auditMembers(model, used),
    ]),
    create: body(`${pascal}Create`, [
      ...(model.idType === 'string' ? [placed(key)] : []),
      ...createMembers(model.fields, 'fields'),
      ...children.map((child, index) => placed(collection(child, entity.children[index], 'Create'))),
    ]),
    update: body(`${pascal}Update`, [
      ...updateMembers(model.fields, 'fields'),
      ...children.map((child, index) =>
        placed(optional(collection(child, entity.children[index], 'Replace'))),
      ),
    ]),
    replace: body(`${pascal}Replace`, [
      ...createMembers(
        model.fields.filter((field) => !field.immutable),
        'fields',
      ),
      ...updateMembers(
        model.fields.filter((field) => field.immutable),
        'fields',
      ),
      ...children.map((child, index) =>
        placed(wholeCollection(collection(child, entity.children[index], 'Replace'), entity.children[index])),
      ),
    ]),
    page: page(pascal),
  };
  uses.add('resource').add('example');
  const isToldOf = (field: Field) => isFixed(field) && field.messages?.immutable !== undefined;
  const changed = [
    ...(hasUpdate || hasReplace ? model.fields : []),
    ...entity.children.flatMap((child, index) => (children[index]?.hasUpdate ? childFields(child) : [])),
  ];
  if (changed.some(isToldOf)) uses.add('fixed');
  if (hasCreate || hasUpdate || hasReplace || children.some((child) => child.hasUpdate)) uses.add('body');
  if (children.length > 0) uses.add('list').add('page').add('body');
  return {
    ...made,
    imports: importsOf(uses),
    hasFields: sent.length > 0,
    hasCreate,
    hasUpdate,
    hasReplace,
    hasList: lists.length > 0,
    queries,
    children,
    examples: lines(
      rootExamples(entity, {
        create: hasCreate,
        update: hasUpdate,
        replace: hasReplace,
        page: lists.length > 0,
      }),
    ),
  };
}

function contractChild(
  child: AggregateChild,
  entity: Entity,
  service: AtomService,
  used: (code: Code) => Layout,
): ContractChild {
  const fields = childFields(child);
  const constant = `${child.of.names.camel}Fields`;
  const property = positionOf(child);
  const place = property === undefined ? [] : [{ key: property, code: used(positionSchema()) }];
  const key = { key: 'id', code: used(idSchema(child.of.idType)) };
  const position = place.map((member) => placed(optional(member)));
  const created = [...position, ...createMembers(fields, constant)];
  const { pascal } = child.of.names;
  const has = (op: Route['op']) =>
    service.routes.some(
      (route) =>
        route.op === op &&
        'child' in route &&
        route.model === entity.model.names.pascal &&
        route.child === child.names.snake,
    );
  const bodies: Bodies = {
    create: has('child_create'),
    update: has('child_update'),
    replace: false,
    page: has('child_list'),
  };
  return {
    name: child.of.names.pascal,
    ...worded(child.of),
    constant,
    fields: fields.map((field) => ({ key: field.property, code: used(fieldSchema(field)) })),
    read: resource(pascal, [key, ...place, ...readMembers(fields, used)]),
    create: body(`${pascal}Create`, created),
    replace: body(`${pascal}Replace`, [placed(optional(key)), ...created]),
    update: body(`${pascal}Update`, [...position, ...updateMembers(fields, constant)]),
    page: page(pascal),
    hasUpdate: bodies.update,
    examples: lines(childExamples(child, entity, bodies)),
    isReplaced: service.routes.some(
      (route) => route.op === 'update' && route.model === entity.model.names.pascal,
    ),
  };
}

function worded({ names }: Model) {
  const words = inWords(names);
  const of = article(words);
  return { words, article: of, capitalArticle: of === 'a' ? 'A' : 'An' };
}

function isFixed({ immutable }: Field): boolean {
  return immutable;
}

function positionSchema(): Code {
  return { text: 'int({ min: 1 })', uses: ['int'] };
}

function collection(child: ContractChild, of: AggregateChild | undefined, suffix: string): Member {
  const { min = 0, max = 0 } = of ?? {};
  const property = of?.names.camel ?? '';
  if (suffix === '') return { key: property, code: `list(${child.name})` };
  const least = min > 0 ? `minItems: ${min}, ` : '';
  const many = `list(${child.name}${suffix}, { ${least}maxItems: ${max} })`;
  return { key: property, code: suffix === 'Create' && min === 0 ? `${many}.default([])` : many };
}

/** Left out, it is empty, where it may be. */
function wholeCollection({ key, code }: Member, of: AggregateChild | undefined): Member {
  return { key, code: (of?.min ?? 0) > 0 ? code : `${code}.default([])` };
}

function optional({ key, code }: Member): Member {
  return { key, code: `${code}.optional()` };
}

/** With the break that Biome makes after the colon where it does not fit. */
function placed({ key, code }: Member): Member {
  return { key, code: after(code) };
}

/** Without validations: what was stored before a rule was made can still be read. */
function readMembers(fields: readonly Field[], used: (code: Code) => Layout): readonly Member[] {
  return fields
    .filter((field) => !field.private)
    .map((field) => ({
      key: field.property,
      code: `${used(readSchema(field.type))}${field.nullable ? '.nullable()' : ''}`,
    }));
}

function createMembers(fields: readonly Field[], constant: string): readonly Member[] {
  return fields.map((field) => {
    const code = `${constant}.${field.property}${field.nullable ? '.nullable()' : ''}${defaultOf(field)}`;
    const breaksInside = typeof field.default === 'object' && field.default !== null;
    return { key: field.property, code: breaksInside ? ` ${code}` : after(code) };
  });
}

function updateMembers(fields: readonly Field[], constant: string): readonly Member[] {
  return fields.flatMap((field) => {
    const { property, nullable, immutable, messages } = field;
    if (!immutable) {
      const code = `${constant}.${property}${nullable ? '.nullable()' : ''}.optional()`;
      return [{ key: property, code: after(code) }];
    }
    if (messages?.immutable === undefined) return [];
    return [{ key: property, code: ` ${fixedSchema(messages.immutable)}.optional()` }];
  });
}

function defaultOf(field: Field): Layout {
  if (field.required) return '';
  if (field.default !== undefined) return `.default(${tsLiteral(normalValue(field.type, field.default))})`;
  return field.nullable ? '.default(null)' : '.optional()';
}

function auditMembers(model: Model, used: (code: Code) => Layout): readonly Member[] {
  if (!model.audit) return [];
  const moment = used({ text: 'datetime()', uses: ['datetime'] });
  const person = used({ text: 'text().nullable()', uses: ['text'] });
  return [
    { key: 'createdAt', code: moment },
    { key: 'createdBy', code: person },
    { key: 'updatedAt', code: moment },
    { key: 'updatedBy', code: person },
  ];
}

const OF_QUERY = new Set([
  'after',
  'anyOf',
  'bound',
  'flag',
  'listQuery',
  'numeric',
  'page',
  'pageLimit',
  'search',
  'sortBy',
]);

function importsOf(uses: ReadonlySet<string>): Layout {
  const names = [...uses];
  return lines([
    ...importNames(
      '../fields.ts',
      names.filter((name) => !OF_QUERY.has(name)),
    ),
    ...importNames(
      '../query.ts',
      names.filter((name) => OF_QUERY.has(name)),
    ),
  ]);
}
