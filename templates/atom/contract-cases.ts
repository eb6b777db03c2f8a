import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, Field, Model } from '../../src/system/system.ts';
import { type RuleCase, storedCases } from '../contracts/rule-cases.ts';
import type { Entity } from './entity.ts';
import { type SortKey, sortKeysOf } from './query.ts';
import { targetOf } from './sample-model.ts';
import { samplesOf } from './samples.ts';
import { domainLiteral } from './shape.ts';

/** Rows of a table: the field, its limit, and what is stored just inside and just outside of it. */
export function limitRows(fields: readonly Field[]): readonly Layout[] {
  return fields.flatMap((field) =>
    storedCases(field).map(({ rule, kept, broken }: RuleCase) =>
      list(
        '{',
        [
          `field: ${tsString(field.property)}`,
          `rule: ${tsString(rule)}`,
          `kept: { ${field.property}: ${kept} }`,
          `broken: { ${field.property}: ${broken} }`,
        ],
        '}',
      ),
    ),
  );
}

/** Two keys of a sort: four rows of which two and two are alike in the first. */
export interface Ties {
  readonly hasTies: boolean;
  readonly tied: string;
  readonly keys: Layout;
  readonly values: Layout;
}

export function tiesOf(service: AtomService, model: Model): Ties {
  const keys = sortKeysOf(service, model);
  const fieldOf = ({ property }: SortKey) => model.fields.find((field) => field.property === property);
  const isTied = (field: Field) =>
    !field.unique &&
    field.type.kind !== 'ref' &&
    !model.indexes.some(({ unique, columns }) => unique && columns.includes(field.column)) &&
    samplesOf(field).length > (field.nullable ? 0 : 1);
  const candidates = keys.flatMap((key) => fieldOf(key) ?? []).filter(isTied);
  const tied = candidates.find((field) => field.nullable) ?? candidates[0];
  if (tied === undefined) return { hasTies: false, tied: '', keys: '[]', values: '[]' };
  const second = keys.find((key) => key.property !== tied.property && fieldOf(key)?.type.kind !== 'ref');
  const [one = null, other = null] = samplesOf(tied);
  return {
    hasTies: true,
    tied: tied.property,
    keys: list(
      '[',
      [tied.property, ...(second === undefined ? [] : [second.property])].map(tsString),
      '] as const',
    ),
    values: list(
      '[',
      [one, tied.nullable ? null : other].map((value) => domainLiteral(tied.type, value)),
      '] as const',
    ),
  };
}

/** A text field that signs of a search pattern can stand in. */
export function searchedText(model: Model): Field | undefined {
  return model.fields.find(
    ({ searchable, type, validations }) =>
      searchable &&
      (type.kind === 'string' || type.kind === 'text') &&
      validations.every(({ rule, ...more }) => {
        if (rule === 'min_len') return 'value' in more && Number(more.value) <= 3;
        return rule === 'max_len' ? 'value' in more && Number(more.value) >= 3 : rule === 'custom';
      }),
  );
}

/** A reference, by the entity itself or by a child of it, that holds back what it refers to. */
export interface Hold {
  readonly title: Layout;
  readonly target: string;
  readonly isSelf: boolean;
  /** The variable of the repository of what is held on to. */
  readonly targets: string;
  readonly makesTarget: boolean;
  readonly targetPascal: string;
  /** What the referring sample is made with. */
  readonly given: Layout;
  readonly isSoft: boolean;
  readonly gone: string;
  /** Whether the target can go once the row that refers to it is deleted. */
  readonly isLetGo: boolean;
}

export function holdsOf(service: AtomService, entity: Entity, needed: readonly Entity[]): readonly Hold[] {
  const { model, children } = entity;
  return [
    ...model.fields.flatMap((field) => hold(service, entity, field, needed)),
    ...children.flatMap((child) =>
      child.of.fields.flatMap((field) => hold(service, entity, field, needed, child)),
    ),
  ];
}

function hold(
  service: AtomService,
  { model }: Entity,
  field: Field,
  needed: readonly Entity[],
  child?: AggregateChild,
): readonly Hold[] {
  const target = targetOf(service, field);
  if (target === undefined) return [];
  const isSelf = target.model.names.pascal === model.names.pascal;
  const isThere = needed.some((one) => one.model.names.pascal === target.model.names.pascal);
  const needsNothing = target.model.fields.every(
    (one) => one.nullable || targetOf(service, one) === undefined,
  );
  if (!isThere && !isSelf && !needsNothing) return [];
  const reference = `${field.property}: target.id`;
  const sample = child === undefined ? '' : `sample${child.of.names.pascal}(1, { ${reference} })`;
  return [
    {
      title: tsString(
        child === undefined
          ? `holds on to its ${field.property}, which is not deleted`
          : `holds on to the ${field.property} of its ${child.names.camel}, which is not deleted`,
      ),
      target: target.model.plural.camel,
      targetPascal: target.model.names.pascal,
      isSelf,
      targets: isSelf ? 'stored' : 'targets',
      makesTarget: !isThere,
      given: child === undefined ? `{ ${reference} }` : `{ ${child.names.camel}: [${sample}] }`,
      isSoft: target.model.softDelete,
      gone: target.model.softDelete ? ', gone' : '',
      isLetGo: target.model.softDelete || !model.softDelete,
    },
  ];
}
