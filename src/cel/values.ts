import type { ASTNode } from '@marcbachmann/cel-js';
import { list } from '../render/layout.ts';
import { tsString } from '../render/literals.ts';
import { type Around, fault, present } from './around.ts';
import { BINDING, NO_FACTS, type Printed } from './printed.ts';
import { describe, type ValueType } from './types.ts';

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function printValue(node: ASTNode, value: unknown): Printed {
  if (value === null) return literal('null', { kind: 'null', nullable: true }, null);
  if (typeof value === 'string') return literal(tsString(value), { kind: 'string', nullable: false }, value);
  if (typeof value === 'boolean') return literal(String(value), { kind: 'bool', nullable: false }, value);
  if (typeof value === 'bigint') {
    if (value > SAFE) throw fault(node, 'an int has at most 15 digits');
    return literal(String(value), { kind: 'int', nullable: false }, Number(value));
  }
  if (typeof value === 'number') return literal(String(value), { kind: 'float', nullable: false }, value);
  throw fault(node, 'rules have no unsigned numbers and no bytes');
}

function literal(code: string, type: ValueType, value: string | number | boolean | null): Printed {
  return { code, type, binding: BINDING.primary, facts: NO_FACTS, literal: value };
}

/** A list that stands in the rule: of values of one kind. */
export function printList(node: ASTNode, members: readonly ASTNode[], around: Around): Printed {
  const printed = members.map((member) => present(member, around));
  const [first] = printed;
  if (first === undefined) throw fault(node, 'an empty list says nothing');
  const other = printed.find((one) => one.type.kind !== first.type.kind);
  if (other !== undefined) throw fault(node, `a list of ${describe(first.type)} and ${describe(other.type)}`);
  const code = list(
    '[',
    printed.map((one) => one.code),
    ']',
  );
  return {
    code,
    type: { kind: 'list', of: first.type, nullable: false },
    binding: BINDING.primary,
    facts: NO_FACTS,
  };
}
