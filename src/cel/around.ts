import type { ASTNode } from '@marcbachmann/cel-js';
import type { Printed } from './printed.ts';
import { describe, Fault, type ValueType, type Variable } from './types.ts';

/** What is around an expression: names, what is known not to be null, and what the whole rule used so far. */
export interface Around {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly known: ReadonlySet<string>;
  readonly used: Set<string>;
  readonly calls: Set<string>;
  /** Names that a macro brought in: they are no variables of the rule. */
  readonly local: ReadonlySet<string>;
  /** Prints a part of the expression. */
  readonly print: (node: ASTNode, around: Around) => Printed;
}

export function fault(node: ASTNode, message: string, hint?: string): Fault {
  const { start, end } = node;
  return new Fault(hint === undefined ? { message, start, end } : { message, hint, start, end });
}

/** A part that must be of one kind and cannot be null. */
export function wanted(node: ASTNode, kind: ValueType['kind'], around: Around): Printed {
  const printed = present(node, around);
  if (printed.type.kind !== kind)
    throw fault(node, `${describe(printed.type)} where ${NAMES[kind] ?? kind} is wanted`);
  return printed;
}

const NAMES: Partial<Record<ValueType['kind'], string>> = {
  bool: 'true or false',
  list: 'a list',
  string: 'text',
};

/** A part that cannot be null. */
export function present(node: ASTNode, around: Around): Printed {
  const printed = around.print(node, around);
  if (!printed.type.nullable) return printed;
  const name = printed.path ?? 'this';
  throw fault(
    node,
    `${name} may be null here`,
    `Say what holds then: \`${name} == null || ...\` or \`${name} != null && ...\`.`,
  );
}
