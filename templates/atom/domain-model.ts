import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AtomService, Field, Model } from '../../src/system/system.ts';
import { customRules, rootFaults } from './check-model.ts';
import { type ChildView, childView } from './child-model.ts';
import { interfaceOf, lines, member } from './code.ts';
import { type Entity, idTypeOf, inWords, typeOf } from './entity.ts';
import { from, sortedImports } from './import-order.ts';
import { codeOf } from './imports.ts';
import { type InvariantView, invariantView } from './invariant-model.ts';
import { filterFields, sortKeysOf } from './query.ts';
import {
  alternatives,
  changeable,
  changedProperty,
  createdProperty,
  enumsOf,
  inputMember,
  propertyMembers,
} from './shape.ts';

/** What `domain/<entity>.ts` is written from. */
export interface DomainView extends DomainParts {
  readonly imports: Layout;
}

interface DomainParts {
  readonly pascal: string;
  readonly camel: string;
  readonly words: string;
  readonly idType: 'string' | 'number';
  readonly counted: boolean;
  readonly audit: boolean;
  readonly enums: readonly Layout[];
  readonly types: readonly Layout[];
  readonly sortKeys: Layout;
  readonly deleteParameters: string;
  readonly newHead: Layout;
  readonly created: Layout;
  readonly changeHead: Layout;
  readonly changed: readonly Layout[];
  readonly aggregate: boolean;
  readonly nextHead: Layout;
  readonly children: readonly ChildView[];
  readonly checked: boolean;
  readonly checkHead: Layout;
  readonly faulty: boolean;
  readonly faults: Layout;
  readonly invariants: readonly InvariantView[];
  /** Opens and closes around a new value: a call of the check where there is one. */
  readonly open: string;
  readonly close: string;
}

export function domainView(service: AtomService, entity: Entity, scope: string): DomainView {
  const parts = domainParts(service, entity);
  const code = codeOf(parts);
  return { ...parts, imports: importsOf(entity, parts, code, scope) };
}

function domainParts(service: AtomService, entity: Entity): DomainParts {
  const { model, children } = entity;
  const { pascal, camel } = model.names;
  const id = idTypeOf(model);
  const faults = rootFaults(entity);
  const invariants = entity.invariants.map((invariant) => invariantView(invariant, entity));
  const checked = faults.length > 0 || invariants.length > 0;
  const views = children.map((child) => childView(child, entity));
  return {
    pascal,
    camel,
    words: tsString(inWords(model.names)),
    idType: id,
    counted: model.idType === 'int',
    audit: model.audit,
    enums: [model, ...children.map((child) => child.of)].flatMap(enumsOf),
    types: [
      rootType(entity),
      ...views.map((view) => view.type),
      newType(entity),
      changesType(entity),
      ...views.flatMap((view) => view.inputs),
      filterType(service, model),
    ],
    sortKeys: alternatives(sortKeysOf(service, model).map((key) => tsString(key.property))),
    deleteParameters: `id: ${id}, expectedVersion: number${model.softDelete ? ', stamp: Stamp' : ''}`,
    newHead: head(`new${pascal}`, [`input: New${pascal}`, ...given(creationNames(entity), model)], pascal),
    created: lines(createdRoot(entity, views)),
    changeHead: head(
      `change${pascal}`,
      [`current: ${pascal}`, `changes: ${pascal}Changes`, ...given(changeNames(entity), model)],
      pascal,
    ),
    changed: [
      ...changeable(model.fields).map(changedProperty),
      ...views.map((view) => view.replaced),
      ...(model.audit ? ['updatedAt: now,', 'updatedBy: by,'] : []),
    ],
    aggregate: children.length > 0,
    nextHead: list(
      'function next(',
      [`${camel}: ${pascal}`, `parts: Partial<${pascal}>`, ...(model.audit ? ['stamp: Stamp'] : [])],
      `): ${pascal} {`,
    ),
    children: views,
    checked,
    checkHead: list(`export function check${pascal}(`, [`${camel}: ${pascal}`], `): ${pascal} {`),
    faulty: faults.length > 0,
    faults: list('const faults: readonly FieldFault[] = [', faults, '];'),
    invariants,
    open: checked ? `check${pascal}({` : '{',
    close: checked ? '});' : '};',
  };
}

/** What a factory cannot make by itself, and is given. */
export function creationNames({ model, children }: Entity): readonly string[] {
  return [
    ...(model.idType === 'string' ? [] : ['id']),
    ...(model.audit ? ['now', 'by'] : []),
    ...(children.length > 0 ? ['newId'] : []),
  ];
}

export function changeNames(entity: Entity): readonly string[] {
  return creationNames(entity).filter((name) => name !== 'id');
}

/** `{ id, now, by }: Stamp & { readonly id: string }`, or no parameter where nothing is wanted. */
function given(wanted: readonly string[], model: Model): readonly string[] {
  if (wanted.length === 0) return [];
  const members = [
    ...(wanted.includes('id') ? [`readonly id: ${idTypeOf(model)}`] : []),
    ...(wanted.includes('newId') ? ['readonly newId: () => string'] : []),
  ];
  const types = [
    ...(wanted.includes('now') ? ['Stamp'] : []),
    ...(members.length > 0 ? [`{ ${members.join('; ')} }`] : []),
  ];
  return [`{ ${wanted.join(', ')} }: ${types.join(' & ')}`];
}

function head(name: string, parameters: readonly string[], result: string): Layout {
  return list(`export function ${name}(`, parameters, `): ${result} {`);
}

function rootType({ model, children }: Entity): Layout {
  return interfaceOf(model.names.pascal, [
    `readonly id: ${idTypeOf(model)};`,
    'readonly version: number;',
    ...propertyMembers(model, model.fields),
    ...children.map((child) => `readonly ${child.names.camel}: readonly ${child.of.names.pascal}[];`),
    ...(model.audit ? AUDIT_MEMBERS : []),
  ]);
}

const AUDIT_MEMBERS = [
  'readonly createdAt: string;',
  'readonly createdBy: string | null;',
  'readonly updatedAt: string;',
  'readonly updatedBy: string | null;',
];

function newType({ model, children }: Entity): Layout {
  return interfaceOf(`New${model.names.pascal}`, [
    ...(model.idType === 'string' ? ['readonly id: string;'] : []),
    ...model.fields.map((field) => inputMember(model, field, !field.required)),
    ...children.map((child) =>
      member(child.names.camel, [`readonly New${child.of.names.pascal}[]`, 'undefined'], { optional: true }),
    ),
  ]);
}

function changesType({ model, children }: Entity): Layout {
  return interfaceOf(`${model.names.pascal}Changes`, [
    ...changeable(model.fields).map((field) => inputMember(model, field, true)),
    ...children.map((child) =>
      member(child.names.camel, [`readonly Kept<New${child.of.names.pascal}>[]`, 'undefined'], {
        optional: true,
      }),
    ),
  ]);
}

function filterType(service: AtomService, model: Model): Layout {
  return interfaceOf(
    `${model.names.pascal}Filter`,
    filterFields(service, model).map((field) => filterMember(model, field)),
  );
}

function filterMember(model: Model, field: Field): Layout {
  const type = field.type.kind === 'list' ? typeOf(model, field, field.type.of) : typeOf(model, field);
  return member(field.property, [`Condition<${type}>`, 'undefined'], { optional: true });
}

function createdRoot({ model }: Entity, children: readonly ChildView[]): readonly Layout[] {
  return [
    model.idType === 'string' ? 'id: input.id,' : 'id,',
    'version: 1,',
    ...model.fields.map(createdProperty),
    ...children.map((child) => child.created),
    ...(model.audit ? ['createdAt: now,', 'createdBy: by,', 'updatedAt: now,', 'updatedBy: by,'] : []),
  ];
}

function importsOf({ model, children }: Entity, parts: DomainParts, code: string, scope: string): Layout {
  const all = [model, ...children.map((child) => child.of)];
  const rules = all.flatMap((one) => one.fields.flatMap(customRules));
  const byPath = new Map(rules.map((rule) => [`../custom/checks/${rule.kebab}.ts`, rule.camel]));
  const { checked, faulty, invariants } = parts;
  return sortedImports([
    ...(code.includes('compareDecimals(') ? from(`${scope}/kit/decimal`, ['compareDecimals']) : []),
    ...[...byPath.keys()].toSorted().flatMap((path) => from(path, [byPath.get(path) ?? ''])),
    ...from('./children.ts', childImports(parts, code)),
    ...from('./errors.ts', [
      ...(faulty ? ['type FieldFault', 'ValidationFailed'] : []),
      ...(checked && invariants.length > 0 ? ['InvariantViolation'] : []),
      ...(code.includes('faultIn(') ? ['faultIn'] : []),
    ]),
    ...from('./repository.ts', [
      'type Query',
      'type Slice',
      ...['Condition', 'Stamp'].filter((name) => code.includes(name)).map((name) => `type ${name}`),
      ...(code.includes('kept(') ? ['kept'] : []),
    ]),
  ]);
}

function childImports({ children }: DomainParts, code: string): readonly string[] {
  if (children.length === 0) return [];
  return [
    'type Kept',
    'childWith',
    ...(code.includes('...tooFew(') ? ['tooFew'] : []),
    'tooMany',
    'without',
    ...(code.includes('...repeated(') ? ['repeated'] : []),
    ...(children.some((child) => child.ordered) ? ['placed'] : []),
    ...(children.some((child) => !child.ordered) ? ['inOrderOfIds', 'replaced'] : []),
  ];
}
