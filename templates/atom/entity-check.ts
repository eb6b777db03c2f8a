import type { CapabilityDiagnostic } from '../../src/capability/capability.ts';
import type { AggregateChild, Invariant } from '../../src/system/system.ts';
import type { Entity } from './entity.ts';
import { printRule } from './rule.ts';

/** What only shows once an aggregate is turned into code. */
export function checkEntities(entities: readonly Entity[]): readonly CapabilityDiagnostic[] {
  return entities.flatMap((entity) => [
    ...entity.invariants.flatMap((invariant) => checkInvariant(invariant, entity)),
    ...entity.children.flatMap(checkChild),
    ...entity.children.flatMap(checkOptions),
  ]);
}

function checkInvariant({ rule, at }: Invariant, entity: Entity): readonly CapabilityDiagnostic[] {
  const printed = printRule(rule, entity);
  if ('rule' in printed) return [];
  const { message, hint, start, end } = printed.fault;
  const part = rule.slice(start, Math.max(end, start + 1));
  return [
    {
      code: 'HM2203',
      severity: 'error',
      summary: `the rule cannot be used: ${message}`,
      detail: `It is about \`${part === '' ? rule : part}\`, at character ${start + 1} of \`${rule}\`.`,
      hint:
        hint ?? 'Write it so that each side of an operator is of one type, and the whole is true or false.',
      at: `${at}.rule`,
    },
  ];
}

/** The aggregate makes the ids of its children, in the order they come. */
function checkChild({ of, at }: AggregateChild): readonly CapabilityDiagnostic[] {
  if (of.idType === 'uuid') return [];
  return [
    {
      code: 'HM2204',
      severity: 'error',
      summary: `${of.names.pascal} is a child of an aggregate, and its id is not a uuid`,
      detail:
        'The aggregate makes the ids of its children, before they are saved and in the order they come.',
      hint: `Take \`id\` out of ${of.names.pascal}.`,
      at: `${at}.of`,
    },
  ];
}

/** An aggregate is saved, stamped and deleted as one: its children have nothing of that for themselves. */
function checkOptions({ of }: AggregateChild): readonly CapabilityDiagnostic[] {
  const own = [
    ...(of.audit ? ['audit'] : []),
    ...(of.softDelete ? ['soft_delete'] : []),
    ...(of.lifecycle.length > 0 ? ['lifecycle'] : []),
  ];
  return own.map((option) => ({
    code: 'HM2206',
    severity: 'error',
    summary: `${of.names.pascal} is a child of an aggregate, and \`${option}\` is for what is saved by itself`,
    detail:
      'The aggregate is saved as one, under one version: who changed it when, and what runs around that, is said of its root.',
    hint: `Take \`${option}\` out of ${of.names.pascal}, and give it to the aggregate.`,
    at: of.at,
  }));
}
