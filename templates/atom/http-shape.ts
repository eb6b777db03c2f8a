import { type Layout, list } from '../../src/render/layout.ts';
import type { Field, FieldType, Model, Route } from '../../src/system/system.ts';
import { conditional, entry, lines } from './code.ts';
import { childFields, type Entity, positionOf } from './entity.ts';
import type { Imports } from './import-order.ts';

/** A function that shows one of the domain as the contract has it: without what is private. */
export interface Presenter {
  readonly head: Layout;
  readonly shown: Layout;
}

export function viewName(model: Model): string {
  return `${model.names.camel}View`;
}

/** The presenters that the routes use. */
export function presentersOf(
  entity: Entity,
  routes: readonly Route[],
  imports: Imports,
  scope: string,
): readonly Presenter[] {
  const showsRoot = routes.some(
    (route) =>
      ['list', 'get', 'create', 'update'].includes(route.op) ||
      (route.op === 'custom' && route.path.includes('{id}')),
  );
  const shown = entity.children.filter(
    (child) =>
      showsRoot ||
      routes.some(
        (route) => 'child' in route && route.child === child.names.snake && route.op !== 'child_delete',
      ),
  );
  const root = showsRoot ? [rootPresenter(entity, imports, scope)] : [];
  const children = shown.map((child) => {
    const position = positionOf(child);
    return presenter(entity, child.of, imports, [
      'id',
      ...(position === undefined ? [] : [position]),
      ...viewMembers(childFields(child), 'one', imports, scope),
    ]);
  });
  return [...root, ...children];
}

function rootPresenter(entity: Entity, imports: Imports, scope: string): Presenter {
  const { model, children } = entity;
  const audit = model.audit ? ['createdAt', 'createdBy', 'updatedAt', 'updatedBy'] : [];
  return presenter(entity, model, imports, [
    'id',
    'version',
    ...viewMembers(model.fields, 'one', imports, scope),
    ...children.map((child) =>
      list(`${child.names.camel}: one.${child.names.camel}.map(`, [viewName(child.of)], ')'),
    ),
    ...audit,
  ]);
}

function presenter(entity: Entity, model: Model, imports: Imports, members: readonly string[]): Presenter {
  const { pascal } = model.names;
  imports.add(`../domain/${entity.model.names.kebab}.ts`, `type ${pascal}`);
  return {
    head: list(`function ${viewName(model)}(`, [`one: ${pascal}`], `): contract.${pascal} {`),
    shown: lines(
      members.map((member) => `${member.includes(':') ? member : entry(member, `one.${member}`)},`),
    ),
  };
}

function viewMembers(
  fields: readonly Field[],
  from: string,
  imports: Imports,
  scope: string,
): readonly string[] {
  return fields
    .filter((field) => !field.private)
    .map((field) => {
      const value = `${from}.${field.property}`;
      const shown = shownValue(field.type, value, imports, scope);
      const nullable = field.nullable && shown !== value;
      if (nullable) return `${field.property}:${conditional(`${value} === null`, 'null', shown)}`;
      return shown === value ? entry(field.property, value) : `${field.property}: ${shown}`;
    });
}

function shownValue(type: FieldType, value: string, imports: Imports, scope: string): string {
  if (type.kind === 'bytes') {
    imports.add(`${scope}/contracts/bytes`, 'toBase64');
    return `toBase64(${value})`;
  }
  if (type.kind !== 'list') return value;
  const inner = shownValue(type.of, 'entry', imports, scope);
  return inner === 'entry' ? `[...${value}]` : `${value}.map((entry) => ${inner})`;
}

export interface Accepted {
  readonly statements: readonly Layout[];
  /** The value for the use case. */
  readonly value: string;
}

/** The body as the domain wants it: bytes are bytes there, and base64 in JSON. */
export function acceptedBody(
  entity: Entity,
  use: 'create' | 'update' | 'replace',
  imports: Imports,
  scope: string,
): Accepted {
  const fields = entity.model.fields.filter((field) => use === 'create' || !field.immutable);
  const changed = [
    ...readMembers(fields, 'request.body', use === 'update', imports, scope),
    ...entity.children.flatMap((child) => {
      const inner = readMembers(childFields(child), 'one', false, imports, scope);
      if (inner.length === 0) return [];
      const { camel } = child.names;
      const mapped = `request.body.${camel}${use === 'update' ? '?' : ''}.map((one) => (${list('{', ['...one', ...inner], '}')}))`;
      return [`${camel}: ${mapped}`];
    }),
  ];
  if (changed.length === 0) return { statements: [], value: 'request.body' };
  return {
    statements: [`const input = ${list('{', ['...request.body', ...changed], '}')};`],
    value: 'input',
  };
}

function readMembers(
  fields: readonly Field[],
  from: string,
  isPartial: boolean,
  imports: Imports,
  scope: string,
): readonly Layout[] {
  return fields.flatMap((field) => {
    const value = `${from}.${field.property}`;
    const read = readValue(field.type, value, { isPartial, nullable: field.nullable }, imports, scope);
    return read === value ? [] : [`${field.property}: ${read}`];
  });
}

interface Missing {
  readonly isPartial: boolean;
  readonly nullable: boolean;
}

function readValue(
  type: FieldType,
  value: string,
  missing: Missing,
  imports: Imports,
  scope: string,
): Layout {
  if (type.kind === 'bytes') {
    imports.add(`${scope}/contracts/bytes`, 'fromBase64');
    return `fromBase64(${value})`;
  }
  if (type.kind !== 'list') return value;
  const inner = readValue(type.of, 'entry', { isPartial: false, nullable: false }, imports, scope);
  if (inner === 'entry') return value;
  const mapped = `${value}${missing.isPartial ? '?' : ''}.map((entry) => ${inner})`;
  return missing.nullable ? `${value} === null ? null : ${mapped}` : mapped;
}
