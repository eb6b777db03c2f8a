import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild } from '../../src/system/system.ts';
import { childFaults, hasCustomRules } from './check-model.ts';
import { interfaceOf, lines } from './code.ts';
import { childFields, type Entity, inWords, memberName, positionOf } from './entity.ts';
import { changeable, changedProperty, createdProperty, inputMember, propertyMembers } from './shape.ts';

/** One collection of an aggregate: the type of its members, and the functions that add, change and remove one. */
export interface ChildView {
  readonly collection: string;
  readonly collectionPascal: string;
  readonly pascal: string;
  readonly camel: string;
  readonly type: Layout;
  readonly inputs: readonly Layout[];
  readonly ordered: boolean;
  readonly position: string;
  /** Its line in what makes and what changes the root. */
  readonly created: Layout;
  readonly replaced: Layout;
  readonly operations: readonly { readonly head: Layout; readonly body: Layout }[];
  readonly newHead: Layout;
  readonly newProperties: Layout;
  readonly changedHead: Layout;
  readonly changedProperties: readonly Layout[];
  readonly keptHead: Layout;
  readonly rebuilt: Layout;
  readonly arranged: Layout;
  readonly custom: boolean;
  readonly faults: Layout;
}

export function childView(child: AggregateChild, { model }: Entity): ChildView {
  const { pascal, camel } = child.of.names;
  const position = positionOf(child);
  const fields = childFields(child);
  const collection = child.names.camel;
  return {
    collection,
    collectionPascal: child.names.pascal,
    pascal,
    camel,
    type: childType(child),
    inputs: [newType(child), changesType(child)],
    ordered: position !== undefined,
    position: position ?? '',
    created: `${collection}: ${list(`kept${child.names.pascal}(`, ['[]', `input.${collection} ?? []`, 'newId'], '),')}`,
    replaced: `${collection}: ${list(`kept${child.names.pascal}(`, [`current.${collection}`, `changes.${collection}`, 'newId'], '),')}`,
    operations: operations(child, {
      root: model.names.pascal,
      variable: model.names.camel,
      audit: model.audit,
    }),
    newHead: list(`function new${pascal}(`, [`input: New${pascal}`, 'id: string'], `): ${pascal} {`),
    newProperties: lines([
      'id,',
      ...(position === undefined ? [] : [`${position}: 0,`]),
      ...fields.map(createdProperty),
    ]),
    changedHead: list(
      `function changed${pascal}(`,
      [`current: ${pascal}`, `changes: ${pascal}Changes`],
      `): ${pascal} {`,
    ),
    changedProperties: changeable(fields).map(changedProperty),
    keptHead: list(
      `function kept${child.names.pascal}(`,
      [
        `current: readonly ${pascal}[]`,
        `given: readonly Kept<New${pascal}>[] | undefined`,
        'newId: () => string',
      ],
      `): readonly ${pascal}[] {`,
    ),
    rebuilt: rebuilt(child),
    arranged: position === undefined ? 'inOrderOfIds(children)' : `numbered${child.names.pascal}(children)`,
    custom: hasCustomRules(child),
    faults: childFaults(child),
  };
}

interface Root {
  readonly root: string;
  readonly variable: string;
  readonly audit: boolean;
}

function operations(child: AggregateChild, { root, variable, audit }: Root) {
  const { pascal } = child.of.names;
  const collection = child.names.camel;
  const member = memberName(child);
  const words = tsString(inWords(child.of.names));
  const stamp = audit ? ['stamp: Stamp'] : [];
  const all = `${variable}.${collection}`;
  const position = positionOf(child);
  const head = (verb: string, parameters: readonly string[]) =>
    list(
      `export function ${verb}${member}(`,
      [`${variable}: ${root}`, ...parameters, ...stamp],
      `): ${root} {`,
    );
  const put = (made: string, from: string): Layout =>
    position === undefined
      ? list('const children = replaced(', [all, made], ');')
      : list('const children = placed(', [all, made, `${from}.${position}`], ');');
  const arranged = position === undefined ? 'children' : `numbered${child.names.pascal}(children)`;
  const close = list(
    'return next(',
    [variable, `{ ${collection}: ${arranged} }`, ...(audit ? ['stamp'] : [])],
    ');',
  );
  return [
    {
      head: head('add', [`input: New${pascal}`, 'id: string']),
      body: lines([put(`new${pascal}(input, id)`, 'input'), close]),
    },
    {
      head: head('change', ['id: string', `changes: ${pascal}Changes`]),
      body: lines([
        list('const current = childWith(', [all, 'id', words], ');'),
        put(`changed${pascal}(current, changes)`, 'changes'),
        close,
      ]),
    },
    {
      head: head('remove', ['id: string']),
      body: lines([list('const children = without(', [all, 'id', words], ');'), close]),
    },
  ];
}

/** A child that is given with a known id is that child: what may not change of it stays. */
function rebuilt(child: AggregateChild): Layout {
  const made = `new${child.of.names.pascal}(one, known?.id ?? newId())`;
  const fixed = childFields(child).filter((field) => field.immutable);
  if (fixed.length === 0) return `return ${made};`;
  const kept = list(
    '{',
    fixed.map((field) => `${field.property}: known.${field.property}`),
    '}',
  );
  return list('return {', [`...${made}`, `...(known === undefined ? {} : ${kept})`], '};');
}

function childType(child: AggregateChild): Layout {
  const position = positionOf(child);
  return interfaceOf(child.of.names.pascal, [
    'readonly id: string;',
    ...(position === undefined ? [] : ['/** Counted from one. */', `readonly ${position}: number;`]),
    ...propertyMembers(child.of, childFields(child)),
  ]);
}

function newType(child: AggregateChild): Layout {
  return interfaceOf(`New${child.of.names.pascal}`, [
    ...childFields(child).map((field) => inputMember(child.of, field, !field.required)),
    ...placeOf(child),
  ]);
}

function changesType(child: AggregateChild): Layout {
  return interfaceOf(`${child.of.names.pascal}Changes`, [
    ...changeable(childFields(child)).map((field) => inputMember(child.of, field, true)),
    ...placeOf(child),
  ]);
}

function placeOf(child: AggregateChild): readonly string[] {
  const position = positionOf(child);
  if (position === undefined) return [];
  return [
    '/** Where to put it, counted from one; the others make room. */',
    `readonly ${position}?: number | undefined;`,
  ];
}
