import { type ASTNode, type ParseError, parse } from '@marcbachmann/cel-js';
import { group } from '../render/layout.ts';
import { type Around, fault, present, wanted } from './around.ts';
import { printCall, printMethod } from './calls.ts';
import { compare } from './compare.ts';
import { BINDING, bool, both, either, inside, joined, NO_FACTS, type Printed } from './printed.ts';
import { describe, Fault, type RuleResult, type Scope, type ValueType, type Variable } from './types.ts';
import { printList, printValue } from './values.ts';

/** A rule in CEL as an expression in TypeScript that is true exactly where the rule is. */
export function printCel(rule: string, scope: Scope): RuleResult {
  const used = new Set<string>();
  const calls = new Set<string>();
  try {
    const node = parsed(rule);
    const around = {
      variables: scope.variables,
      known: new Set<string>(),
      used,
      calls,
      local: new Set<string>(),
      print,
    };
    const printed = print(node, around);
    if (printed.type.kind !== 'bool' || printed.type.nullable)
      throw fault(node, `a rule is true or false; this is ${describe(printed.type)}`);
    if (used.size === 0) throw fault(node, 'a rule speaks of at least one field');
    return { rule: { code: group(printed.code), names: [...used], calls: [...calls].toSorted() } };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    throw error;
  }
}

function parsed(rule: string): ASTNode {
  try {
    return parse(rule).ast;
  } catch (error) {
    const { summary, message, range } = error as ParseError;
    const at = { start: range?.start ?? 0, end: range?.end ?? rule.length };
    throw new Fault({ message: `not an expression: ${summary ?? message}`, ...at });
  }
}

function print(node: ASTNode, around: Around): Printed {
  switch (node.op) {
    case 'value':
      return printValue(node, node.args);
    case 'id':
      return printName(node, node.args, around);
    case '.':
      return printMember(node, node.args[0], node.args[1], around);
    case 'list':
      return printList(node, node.args, around);
    case '||':
    case '&&':
      return printLogical(node.op, node.args, around);
    case '!_': {
      const printed = wanted(node.args, 'bool', around);
      const facts = { whenTrue: printed.facts.whenFalse, whenFalse: printed.facts.whenTrue };
      return bool(`!${inside(printed, BINDING.unary)}`, BINDING.unary, facts);
    }
    case '?:':
      return printConditional(node.args, around);
    case 'call':
      return printCall(node, node.args[0], node.args[1], around);
    case 'rcall':
      return printMethod(node, node.args, around);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
      return compare(node, node.op, node.args, around);
    case '-_':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return printArithmetic(node, around);
    default:
      throw fault(node, 'rules have no indexes, maps and optional values');
  }
}

function printName(node: ASTNode, name: string, around: Around): Printed {
  const variable = around.variables.get(name);
  if (variable === undefined) throw fault(node, `there is no ${name}`, known(name, around.variables));
  if (!around.local.has(name)) around.used.add(variable.printed);
  return named(variable.printed, name, variable.type, around);
}

function printMember(node: ASTNode, owner: ASTNode, name: string, around: Around): Printed {
  const printed = present(owner, around);
  if (printed.type.kind !== 'object') throw fault(owner, `${describe(printed.type)} has no fields`);
  const field = printed.type.fields.get(name);
  if (field === undefined) throw fault(node, `there is no ${name} in it`, known(name, printed.type.fields));
  return named(
    `${inside(printed, BINDING.primary)}.${field.printed}`,
    `${printed.path ?? ''}.${name}`,
    field.type,
    around,
  );
}

function named(code: string, path: string, type: ValueType, around: Around): Printed {
  const sure = type.kind !== 'null' && around.known.has(path) ? { ...type, nullable: false } : type;
  return { code, type: sure, binding: BINDING.primary, facts: NO_FACTS, path, wasNullable: type.nullable };
}

function known(name: string, variables: ReadonlyMap<string, Variable>): string {
  return `${name} is none of ${[...variables.keys()].join(', ')}.`;
}

function printLogical(op: '||' | '&&', [left, right]: readonly [ASTNode, ASTNode], around: Around): Printed {
  const first = wanted(left, 'bool', around);
  const sure = op === '&&' ? first.facts.whenTrue : first.facts.whenFalse;
  const second = wanted(right, 'bool', { ...around, known: either(around.known, sure) });
  const binding = op === '&&' ? BINDING.and : BINDING.or;
  // Biome puts an `&&` in an `||` into parentheses, so that nobody has to know which binds tighter.
  const part = (one: Printed) =>
    op === '||' && one.binding === BINDING.and ? group(`(${one.code})`) : inside(one, binding);
  const code = joined(part(first), op, part(second));
  const [a, b] = [first.facts, second.facts];
  const facts =
    op === '&&'
      ? { whenTrue: either(a.whenTrue, b.whenTrue), whenFalse: both(a.whenFalse, b.whenFalse) }
      : { whenTrue: both(a.whenTrue, b.whenTrue), whenFalse: either(a.whenFalse, b.whenFalse) };
  return bool(code, binding, facts);
}

function printConditional([test, yes, no]: readonly [ASTNode, ASTNode, ASTNode], around: Around): Printed {
  const condition = wanted(test, 'bool', around);
  const first = present(yes, { ...around, known: either(around.known, condition.facts.whenTrue) });
  const second = present(no, { ...around, known: either(around.known, condition.facts.whenFalse) });
  if (first.type.kind !== second.type.kind)
    throw fault(no, `${describe(second.type)} here and ${describe(first.type)} before the colon`);
  const code = `${inside(condition, BINDING.or)} ? ${inside(first, BINDING.conditional)} : ${inside(second, BINDING.conditional)}`;
  return { code, type: first.type, binding: BINDING.conditional, facts: NO_FACTS };
}

const ARITHMETIC = {
  '+': BINDING.sum,
  '-': BINDING.sum,
  '*': BINDING.product,
  '/': BINDING.product,
  '%': BINDING.product,
};

function printArithmetic(node: ASTNode, around: Around): Printed {
  if (node.op === '-_') return negative(node.args, around);
  const binding = ARITHMETIC[node.op as keyof typeof ARITHMETIC];
  const [left, right] = node.args as [ASTNode, ASTNode];
  const [first, second] = [present(left, around), present(right, around)];
  const { kind } = first.type;
  const sameText = node.op === '+' && isText(first) && isText(second);
  if (!sameText && ((kind !== 'int' && kind !== 'float') || second.type.kind !== kind))
    throw fault(
      node,
      `${node.op} does not go with ${describe(first.type)} and ${describe(second.type)}`,
      EXACT,
    );
  if ((node.op === '/' || node.op === '%') && (typeof second.literal !== 'number' || second.literal === 0))
    throw fault(right, `${node.op} wants a number other than zero that stands in the rule`);
  const code = `${inside(first, binding)} ${node.op} ${inside(second, (binding + 1) as Printed['binding'])}`;
  const type: ValueType = sameText
    ? { kind: 'string', nullable: false }
    : { kind: kind as 'int', nullable: false };
  if (node.op === '/' && kind === 'int')
    return { code: `Math.trunc(${code})`, type, binding: BINDING.primary, facts: NO_FACTS };
  return { code, type, binding, facts: NO_FACTS };
}

const EXACT = 'Numbers go with numbers of the same type (1.0 is a float, 1 an int), and text with text.';

function isText(printed: Printed): boolean {
  return printed.type.kind === 'string';
}

function negative(node: ASTNode, around: Around): Printed {
  const printed = present(node, around);
  if (printed.type.kind !== 'int' && printed.type.kind !== 'float')
    throw fault(node, `there is no minus of ${describe(printed.type)}`);
  const literal = typeof printed.literal === 'number' ? { literal: -printed.literal } : {};
  return {
    code: `-${inside(printed, BINDING.primary)}`,
    type: printed.type,
    binding: BINDING.unary,
    facts: NO_FACTS,
    ...literal,
  };
}
