import type { ASTNode } from '@marcbachmann/cel-js';
import { tsString } from '../render/literals.ts';
import { type Around, fault, present } from './around.ts';
import { BINDING, bool, inside, type Printed } from './printed.ts';
import { describe, type TextKind, type ValueType } from './types.ts';

type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';

const TEXTS: readonly ValueType['kind'][] = [
  'string',
  'date',
  'time',
  'datetime',
  'duration',
] satisfies TextKind[];

export function compare(
  node: ASTNode,
  op: Operator,
  [left, right]: readonly [ASTNode, ASTNode],
  around: Around,
): Printed {
  if (op === 'in') return membership(node, left, right, around);
  const equality = op === '==' || op === '!=';
  const first = equality ? around.print(left, around) : present(left, around);
  const second = equality ? around.print(right, around) : present(right, around);
  if (first.literal !== undefined && second.literal !== undefined)
    throw fault(node, 'this compares two values that stand in the rule');
  if (equality && (first.type.kind === 'null' || second.type.kind === 'null'))
    return withNull(node, op, first, second);
  comparable(node, first, second);
  if (first.type.kind === 'decimal' || second.type.kind === 'decimal')
    return decimals(node, op, first, second, around);
  if (!equality) ordered(node, first.type, second.type);
  return binary(op, first, second);
}

function binary(op: Exclude<Operator, 'in'>, first: Printed, second: Printed): Printed {
  const equality = op === '==' || op === '!=';
  const binding = equality ? BINDING.equality : BINDING.order;
  const next = equality ? BINDING.order : BINDING.sum;
  return bool(`${inside(first, next)} ${equality ? `${op}=` : op} ${inside(second, next)}`, binding);
}

function withNull(node: ASTNode, op: '==' | '!=', first: Printed, second: Printed): Printed {
  const subject = first.type.kind === 'null' ? second : first;
  if (!subject.type.nullable && subject.wasNullable !== true)
    throw fault(node, `${subject.path ?? 'this'} is never null here`);
  const sure = new Set(subject.path === undefined ? [] : [subject.path]);
  const facts =
    op === '!='
      ? { whenTrue: sure, whenFalse: new Set<string>() }
      : { whenTrue: new Set<string>(), whenFalse: sure };
  return bool(`${inside(subject, BINDING.order)} ${op}= null`, BINDING.equality, facts);
}

/** Kinds that go together, and a text of the rule that an enum has. */
function comparable(node: ASTNode, first: Printed, second: Printed): void {
  const [a, b] = [first.type, second.type];
  if (isNumber(a) && isNumber(b)) return;
  if (a.kind === 'enum' || b.kind === 'enum') {
    enums(node, first, second);
    return;
  }
  if (a.kind === b.kind && !['list', 'object', 'opaque'].includes(a.kind)) return;
  if (TEXTS.includes(a.kind) && TEXTS.includes(b.kind) && (first.literal ?? second.literal) !== undefined)
    return;
  if (isDecimalWithNumber(first, second)) return;
  throw fault(node, `${describe(a)} cannot be compared with ${describe(b)}`);
}

function enums(node: ASTNode, first: Printed, second: Printed): void {
  const [one, other] = first.type.kind === 'enum' ? [first, second] : [second, first];
  if (one.type.kind !== 'enum') return;
  const { values } = one.type;
  if (typeof other.literal === 'string') {
    if (!values.includes(other.literal))
      throw fault(
        node,
        `${one.path ?? 'this'} is never '${other.literal}'`,
        `It is one of ${values.join(', ')}.`,
      );
    return;
  }
  if (other.type.kind === 'string') return;
  if (other.type.kind === 'enum' && other.type.values.some((value) => values.includes(value))) return;
  throw fault(node, `${describe(one.type)} cannot be compared with ${describe(other.type)}`);
}

function ordered(node: ASTNode, ...types: readonly ValueType[]): void {
  const without = types.find(
    (type) => type.kind === 'bool' || type.kind === 'enum' || type.kind === 'duration',
  );
  if (without !== undefined) throw fault(node, `${describe(without)} has no order; compare with == or !=`);
}

function isNumber(type: ValueType): boolean {
  return type.kind === 'int' || type.kind === 'float';
}

function isDecimalWithNumber(first: Printed, second: Printed): boolean {
  const [decimal, other] = first.type.kind === 'decimal' ? [first, second] : [second, first];
  if (decimal.type.kind !== 'decimal') return false;
  if (typeof other.literal === 'number') return true;
  return typeof other.literal === 'string' && /^-?\d+(\.\d+)?$/.test(other.literal);
}

/** Decimals are text in TypeScript, so their order is asked for: `compareDecimals(price, '0') >= 0`. */
function decimals(
  node: ASTNode,
  op: Exclude<Operator, 'in'>,
  first: Printed,
  second: Printed,
  around: Around,
): Printed {
  if (first.type.nullable || second.type.nullable)
    throw fault(
      node,
      'a decimal that may be null is compared',
      'Say first what holds for null: `x == null || ...`.',
    );
  around.calls.add('compareDecimals');
  const text = (one: Printed) => (typeof one.literal === 'number' ? tsString(plain(one.literal)) : one.code);
  const sign = op === '==' || op === '!=' ? `${op}=` : op;
  const binding = op === '==' || op === '!=' ? BINDING.equality : BINDING.order;
  return bool(`compareDecimals(${text(first)}, ${text(second)}) ${sign} 0`, binding);
}

function plain(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

function membership(node: ASTNode, member: ASTNode, collection: ASTNode, around: Around): Printed {
  const of = present(collection, around);
  const one = present(member, around);
  if (of.type.kind !== 'list') throw fault(collection, `${describe(of.type)} where a list is wanted`);
  const element: Printed = { ...of, type: of.type.of };
  if (one.type.kind === 'decimal' || element.type.kind === 'decimal')
    throw fault(node, 'decimals are not looked up in lists');
  if (one.literal !== undefined) comparable(node, one, { ...element, path: of.path ?? 'an entry' });
  else comparable(node, one, element);
  return bool(`${inside(of, BINDING.primary)}.includes(${one.code})`, BINDING.primary);
}
