import type { ASTNode } from '@marcbachmann/cel-js';
import { group } from '../render/layout.ts';
import { namesOf, propertyOf } from '../system/names.ts';
import { type Around, fault, present, wanted } from './around.ts';
import { BINDING, bool, inside, NO_FACTS, type Printed } from './printed.ts';
import { describe, type Variable } from './types.ts';

const FUNCTIONS =
  'Rules have size, all, exists, exists_one, filter, startsWith, endsWith, contains and matches.';

export function printCall(node: ASTNode, name: string, given: readonly ASTNode[], around: Around): Printed {
  const [only] = given;
  if (name === 'size' && only !== undefined && given.length === 1) return size(only, around);
  if (name === 'has')
    throw fault(node, 'every field is there; one that is empty is null', 'Say `x != null`.');
  throw fault(node, `there is no function ${name}`, FUNCTIONS);
}

export function printMethod(
  node: ASTNode,
  [name, owner, given]: readonly [string, ASTNode, readonly ASTNode[]],
  around: Around,
): Printed {
  if (name === 'size' && given.length === 0) return size(owner, around);
  if (name in TEXT_METHODS) return textMethod(node, name as TextMethod, owner, given, around);
  if (name === 'matches') return matches(node, owner, given, around);
  if (name in MACROS) return macro(node, name as Macro, owner, given, around);
  throw fault(node, `there is no function ${name}`, FUNCTIONS);
}

/** Of a list its entries, of a text its characters: those of Unicode, as CEL counts. */
function size(of: ASTNode, around: Around): Printed {
  const printed = present(of, around);
  const type = { kind: 'int', nullable: false } as const;
  if (printed.type.kind === 'list')
    return {
      code: `${inside(printed, BINDING.primary)}.length`,
      type,
      binding: BINDING.primary,
      facts: NO_FACTS,
    };
  if (printed.type.kind === 'string')
    return { code: `[...${printed.code}].length`, type, binding: BINDING.primary, facts: NO_FACTS };
  throw fault(of, `${describe(printed.type)} has no size`);
}

const TEXT_METHODS = { startsWith: 'startsWith', endsWith: 'endsWith', contains: 'includes' } as const;
type TextMethod = keyof typeof TEXT_METHODS;

function textMethod(
  node: ASTNode,
  name: TextMethod,
  owner: ASTNode,
  given: readonly ASTNode[],
  around: Around,
): Printed {
  const [argument] = given;
  if (argument === undefined || given.length > 1) throw fault(node, `${name} wants one text`);
  const text = wanted(owner, 'string', around);
  const part = wanted(argument, 'string', around);
  return bool(`${inside(text, BINDING.primary)}.${TEXT_METHODS[name]}(${part.code})`, BINDING.primary);
}

function matches(node: ASTNode, owner: ASTNode, given: readonly ASTNode[], around: Around): Printed {
  const [argument] = given;
  const text = wanted(owner, 'string', around);
  const pattern = argument === undefined ? undefined : around.print(argument, around).literal;
  if (typeof pattern !== 'string' || pattern === '')
    throw fault(argument ?? node, 'matches wants a pattern that stands in the rule');
  return bool(`${literalPattern(argument ?? node, pattern)}.test(${text.code})`, BINDING.primary);
}

function literalPattern(node: ASTNode, pattern: string): string {
  try {
    return `/${new RegExp(pattern, 'u').source}/u`;
  } catch {
    throw fault(node, `not a pattern: ${pattern}`);
  }
}

const MACROS = { all: 'every', exists: 'some', exists_one: 'filter', filter: 'filter' } as const;
type Macro = keyof typeof MACROS;

function macro(
  node: ASTNode,
  name: Macro,
  owner: ASTNode,
  given: readonly ASTNode[],
  around: Around,
): Printed {
  const [variable, condition] = given;
  if (variable === undefined || condition === undefined || given.length > 2 || variable.op !== 'id')
    throw fault(node, `${name} wants a name and what holds for it: lines.${name}(l, l.quantity > 0)`);
  const list = wanted(owner, 'list', around);
  if (list.type.kind !== 'list') throw fault(owner, 'a list is wanted');
  const printed = propertyOf(namesOf(variable.args));
  const held = wanted(condition, 'bool', within(around, variable.args, { printed, type: list.type.of }));
  const called = `${inside(list, BINDING.primary)}.${MACROS[name]}((${printed}) => ${group(held.code)})`;
  if (name === 'filter') return { code: called, type: list.type, binding: BINDING.primary, facts: NO_FACTS };
  return name === 'exists_one'
    ? bool(`${called}.length === 1`, BINDING.equality)
    : bool(called, BINDING.primary);
}

/** TypeScript forgets in a function what it knew of fields outside of it, and remembers it of plain names. */
function within(around: Around, name: string, variable: Variable): Around {
  const variables = new Map([...around.variables, [name, variable] as const]);
  const known = new Set([...around.known].filter((path) => !path.includes('.') && path !== name));
  return { ...around, variables, known, local: new Set([...around.local, name]) };
}
