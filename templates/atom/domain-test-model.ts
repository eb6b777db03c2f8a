import type { Json } from '../../src/json/json.ts';
import { after, call, type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, Field, Invariant } from '../../src/system/system.ts';
import { changeNames, creationNames } from './domain-model.ts';
import { childFields, type Entity, inWords, isJudged, memberName, positionOf } from './entity.ts';
import { article } from './http-file.ts';
import { sortedImports } from './import-order.ts';
import { allows, childValue, type Example, exampleOf, initialValue } from './invariant-values.ts';
import { normalValue } from './normal.ts';
import { samplesOf } from './samples.ts';
import { changeable, domainLiteral } from './shape.ts';

type Parts = ReturnType<typeof domainTestParts>;

/** What `test/domain/<entity>.test.ts` is made from; nothing where no example of an entity is known. */
export function domainTest(
  entity: Entity,
): (Parts & { readonly imports: Layout; readonly asksFaults: boolean }) | undefined {
  const example = exampleOf(entity);
  const whole = [entity.model.fields, ...entity.children.map(childFields)].flat();
  const isKnown = whole.every((field) => !field.required || samplesOf(field).length > 0);
  if (example === undefined || !isKnown) return undefined;
  const parts = domainTestParts(entity, example);
  const asksFaults = parts.invariants.length + parts.children.length > 0;
  return { ...parts, asksFaults, imports: importsOf(entity, parts) };
}

function domainTestParts(entity: Entity, example: Example) {
  const { model } = entity;
  const { pascal } = model.names;
  const words = inWords(model.names);
  const isFree = ({ names }: Field) => !isJudged(entity, names.snake, names.camel);
  const changes = changeable(model.fields).flatMap((field) => {
    const before = example.fields.get(field.property) ?? null;
    const other = samplesOf(field).find((value) => !isSame(normalValue(field.type, value), before));
    return other === undefined || !isFree(field) ? [] : [member(field, other)];
  });
  const emptied = changeable(model.fields).filter((field) => field.nullable && isFree(field));
  const fixed = model.fields.filter((field) => field.immutable && samplesOf(field).length > 1);
  const made = call(`new${pascal}`, ['least', ...givenNames(entity)]);
  const changed = (...given: readonly Layout[]) =>
    call(`change${pascal}`, [...given, ...(changeNames(entity).length > 0 ? ['later'] : [])]);
  return {
    title: tsString(`${article(words)} ${words}`),
    pascal,
    least: typed('least', `New${pascal}`, leastOf(entity, example)),
    given: givenOf(entity),
    hasGiven: creationNames(entity).length > 0,
    later: laterOf(entity),
    hasLater: changeNames(entity).length > 0,
    makesIds: entity.children.length > 0,
    before: `const before = ${made};`,
    made,
    unchanged: changed('before', '{}'),
    taken: `const after = ${changed('before', 'changes')};`,
    filledBefore: `const before = ${changed(made, 'changes')};`,
    emptiedAfter: changed('before', 'empty'),
    wanted: `const wanted = ${changed('before', 'changes')};`,
    fixedAfter: changed('before', 'other'),
    audit: model.audit,
    filled: filledOf(entity, example),
    hasChanges: changes.length > 0,
    changes: typed('changes', `${pascal}Changes`, changes),
    hasEmptied: changes.length > 0 && emptied.length > 0,
    emptied: list(
      '{',
      emptied.map((field) => `${field.property}: null`),
      '}',
    ),
    hasFixed: changes.length > 0 && fixed.length > 0,
    fixed: list(
      '{',
      ['...changes', ...fixed.map((field) => member(field, samplesOf(field)[1] ?? null))],
      '}',
    ),
    fixedTitle: tsString(
      `keeps its ${fixed.map((field) => inWords(field.names)).join(' and its ')} for good`,
    ),
    invariants: entity.invariants.flatMap((one) => invariantTest(one, entity)),
    children: entity.children
      .filter((child) => canGrow(child, entity, example))
      .map((child) => childTest(child, entity)),
  };
}

/** What a factory is given beside its input. */
function givenNames(entity: Entity): readonly string[] {
  return creationNames(entity).length > 0 ? ['given'] : [];
}

function typed(name: string, type: string, members: readonly Layout[]): Layout {
  return `const ${name}: ${type} = ${list('{', members, '}')};`;
}

function member(field: Field, value: Json): Layout {
  return `${field.property}: ${domainLiteral(field.type, normalValue(field.type, value))}`;
}

/** No more than what must be given, and what the invariants ask for. */
function leastOf({ model, children }: Entity, example: Example): readonly Layout[] {
  const fields = model.fields.filter((field) => {
    const value = example.fields.get(field.property) ?? null;
    return field.required || !isSame(value, initialValue(field));
  });
  return [
    ...(model.idType === 'string' ? ["id: 'sample-1'"] : []),
    ...fields.map((field) => member(field, example.fields.get(field.property) ?? null)),
    ...children.flatMap((child) => inlineChildren(child, example.children.get(child.names.camel) ?? 0)),
  ];
}

function inlineChildren(child: AggregateChild, count: number): readonly Layout[] {
  if (count === 0) return [];
  const members = Array.from({ length: count }, (_, index) => childInput(child, index));
  return [`${child.names.camel}: ${list('[', members, ']')}`];
}

/** A new child: what must be given, and what may not be the same in two. */
function childInput(child: AggregateChild, index: number): Layout {
  return list(
    '{',
    inputFields(child).map((field) => member(field, sampleAt(field, index))),
    '}',
  );
}

function inputFields(child: AggregateChild): readonly Field[] {
  const keys = new Set(child.unique.flat());
  return childFields(child).filter(
    (field) =>
      field.required || ((keys.has(field.property) || keys.has(field.column)) && samplesOf(field).length > 0),
  );
}

function sampleAt(field: Field, index: number): Json {
  const values = samplesOf(field);
  return field.required ? childValue(field, index) : (values[index % Math.max(values.length, 1)] ?? null);
}

/** What a new one has beside what is given. */
function filledOf({ model, children }: Entity, example: Example): readonly Layout[] {
  const left = model.fields.filter(
    (field) => !field.required && isSame(example.fields.get(field.property) ?? null, initialValue(field)),
  );
  return [
    ...(model.idType === 'string' ? [] : ['id: given.id,']),
    'version: 1,',
    ...left.map((field) => `${member(field, initialValue(field))},`),
    ...children.flatMap((child) =>
      (example.children.get(child.names.camel) ?? 0) > 0
        ? [`${child.names.camel}: expect.any(Array),`]
        : [`${child.names.camel}: [],`],
    ),
    ...(model.audit
      ? ['createdAt: given.now,', 'createdBy: given.by,', 'updatedAt: given.now,', 'updatedBy: given.by,']
      : []),
  ];
}

function givenOf(entity: Entity): Layout {
  const id = entity.model.idType === 'int' ? 'id: 7' : "id: 'an-id'";
  return stamped(creationNames(entity), { id, now: "now: '2026-01-01T00:00:00.000Z'", by: "by: 'ada'" });
}

function laterOf(entity: Entity): Layout {
  return stamped(changeNames(entity), { now: "now: '2026-02-01T00:00:00.000Z'", by: "by: 'grace'" });
}

function stamped(names: readonly string[], values: Readonly<Record<string, string>>): Layout {
  return list(
    '{',
    names.map((name) => values[name] ?? name),
    '}',
  );
}

function invariantTest(invariant: Invariant, entity: Entity) {
  const broken = exampleOf(entity, invariant);
  if (broken === undefined) return [];
  return [
    {
      title: tsString(`holds to it: ${invariant.message}`),
      broken: typed('broken', `New${entity.model.names.pascal}`, leastOf(entity, broken)),
      name: tsString(invariant.names.snake),
      made: call(`new${entity.model.names.pascal}`, ['broken', ...givenNames(entity)]),
    },
  ];
}

/** Whether three children can be told apart, and no invariant is in the way of so many. */
function canGrow(child: AggregateChild, entity: Entity, example: Example): boolean {
  const inputs = inputFields(child);
  const isKey = (set: readonly string[]) => (field: Field) =>
    (set.includes(field.property) || set.includes(field.column)) && samplesOf(field).length > 2;
  return (
    example.children.get(child.names.camel) === 0 &&
    child.unique.every((set) => inputs.some(isKey(set))) &&
    [0, 1, 2, 3].every((count) => allows(entity, example, child.names.camel, count))
  );
}

function childTest(child: AggregateChild, entity: Entity) {
  const { names, of, max } = child;
  const root = entity.model.names;
  const inputs = inputFields(child);
  const position = positionOf(child);
  const changed = inputs.find((field) => !field.immutable && samplesOf(field).length > 1);
  const stamp = entity.model.audit ? ['later'] : [];
  const member_ = memberName(child);
  const doing = (verb: string, ...given: readonly Layout[]) =>
    call(`${verb}${member_}`, [...given, ...stamp]);
  const making = (children: Layout) =>
    after(call(`new${root.pascal}`, [`{ ...least, ${names.camel}: ${children} }`, ...givenNames(entity)]));
  const place = (at: number) => (position === undefined ? '' : `, ${position}: ${at}`);
  return {
    title: tsString(`the ${inWords(names)} of ${article(inWords(root))} ${inWords(root)}`),
    collection: names.camel,
    pascal: of.names.pascal,
    root: root.pascal,
    member: member_,
    inputs: ['first', 'second', 'third'].map(
      (name, index) => `const ${name}: New${of.names.pascal} = ${childInput(child, index)};`,
    ),
    one: doing('add', call(`new${root.pascal}`, ['least', ...givenNames(entity)]), 'first', "'a'"),
    two: doing('add', 'one', 'second', "'b'"),
    first: `{ ...first, id: 'a'${place(1)} }`,
    second: `{ ...second, id: 'b'${place(2)} }`,
    ordered: position !== undefined,
    places: `return of.${names.camel}.map(({ id, ${position} }) => \`\${id} \${${position}}\`);`,
    three: doing('add', 'withTwo()', `{ ...third${place(1)} }`, "'c'"),
    moved: doing('change', 'three', "'c'", `{ ${position}: 2 }`),
    closed: doing('remove', 'moved', "'a'"),
    hasChange: changed !== undefined,
    change: changed === undefined ? '' : list('{', [member(changed, sampleAt(changed, 3))], '}'),
    changed: doing('change', 'two', "'a'", 'change'),
    left: doing('remove', 'withTwo()', "'a'"),
    goneRemoved: doing('remove', 'left', "'a'"),
    goneChanged: doing('change', 'left', "'a'", '{}'),
    replaced: call(`change${root.pascal}`, [
      'withTwo()',
      `{ ${names.camel}: [{ ...second, id: 'b' }, third] }`,
      'later',
    ]),
    hasKey: child.unique.length > 0,
    twice: making('[first, first]'),
    repeated: tsString(`${names.camel}.1: not_unique`),
    max,
    tooMany: max + 1,
    many: making('Array.from({ length }, () => first)'),
    excess: tsString(`${names.camel}: too_many`),
  };
}

function isSame(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function importsOf({ model }: Entity, parts: Parts): Layout {
  const { pascal, kebab } = model.names;
  return sortedImports([
    ['vitest', ['describe', 'expect', 'it']],
    [
      `../../src/domain/${kebab}.ts`,
      [
        `new${pascal}`,
        `change${pascal}`,
        `type New${pascal}`,
        ...(parts.hasChanges ? [`type ${pascal}Changes`] : []),
        ...(parts.children.length > 0 ? [`type ${pascal}`] : []),
        ...parts.children.flatMap((child) => [
          `add${child.member}`,
          `change${child.member}`,
          `remove${child.member}`,
          `type New${child.pascal}`,
        ]),
      ],
    ],
    ['../../src/domain/errors.ts', parts.children.length > 0 ? ['NotFound'] : []],
    ['./faults.ts', parts.invariants.length + parts.children.length > 0 ? ['faultsOf'] : []],
  ]);
}
