import { group, hardline, ifBroken, type Layout, line, list, MARKS, nest, softline } from '../layout.ts';
import { printLayout } from '../print-layout.ts';
import { callArguments } from './arguments.ts';
import { assigned } from './assign.ts';
import { memberChain } from './chain.ts';
import { type Coder, HELD, inlinesLogical, LOGICAL, type Place } from './shape.ts';
import type { Block, Expression, Parameter, Property, Signature } from './syntax.ts';
import { annotated } from './types.ts';

export const coder: Coder = { code, hugged: (value) => arrowCode(value, true) };

export function blockCode(block: Block): Layout {
  if (block.empty) return '{}';
  return `{${nest(`${hardline}${HELD.open}${block.start}:${block.end}${HELD.close}`)}${hardline}}`;
}

export function code(value: Expression, place: Place = 'value'): Layout {
  switch (value.kind) {
    case 'atom':
      return value.text;
    case 'member':
      return memberCode(value, place);
    case 'index':
      return `${code(value.object, 'object')}${value.mark}[${code(value.at)}]`;
    case 'call':
      return callCode(value, place);
    case 'unary':
      return value.operator + code(value.of, 'operand');
    case 'postfix':
      return code(value.of, 'operand') + value.operator;
    case 'as':
      return `${code(value.of, place)} ${value.operator} ${value.type.code}`;
    case 'binary':
      return binaryCode(value, place);
    case 'conditional':
      return conditionalCode(value, place);
    case 'assign':
      return group(assigned(coder, code(value.left), ` ${value.operator}`, value.right));
    case 'arrow':
      return arrowCode(value, false);
    case 'function':
      return `${functionHead(value.head, value.signature)} ${blockCode(value.body)}`;
    case 'array':
      return arrayCode(value.items);
    case 'object':
      return objectCode(value);
    case 'paren': {
      const inner = code(value.of);
      const awaits = place === 'object' && value.of.kind === 'unary' && value.of.operator === 'await ';
      return awaits ? `(${group(nest(softline + inner) + softline)})` : `(${inner})`;
    }
  }
}

function memberCode(value: Expression & { kind: 'member' }, place: Place): Layout {
  const { object, name } = value;
  const inline = object.kind === 'atom' && object.of === 'word' && place !== 'object';
  const left = code(object, 'object');
  return inline ? left + name : left + group(nest(softline + name));
}

function callCode(value: Expression & { kind: 'call' }, place: Place): Layout {
  const { callee, prefix, mark, types } = value;
  if (prefix === '' && (callee.kind === 'member' || callee.kind === 'index'))
    return memberChain(coder, value, place === 'statement');
  const written = prefix + code(callee, 'object') + mark + types + callArguments(coder, value);
  return callee.kind === 'call' ? group(written) : written;
}

const LEVELS = [['??', '||'], ['&&'], ['===', '!==', '==', '!='], ['<', '>', '<=', '>='], ['+', '-']];
type Binary = Expression & { kind: 'binary' };

/** Whether the operators of both stand on one level, and are laid out as one row. */
function flattens(one: string, other: string): boolean {
  if (one === other) return !/^([!=]==?|%|\*\*)$/.test(one);
  const level = LEVELS.findIndex((operators) => operators.includes(one));
  return level !== -1 && level !== 2 && level !== 0 && (LEVELS[level] ?? []).includes(other);
}

function binaryCode(value: Binary, place: Place): Layout {
  const [first, ...rest] = rowOf(value, place === 'test');
  const row = (first ?? '') + rest.join('');
  if (place === 'test') return row;
  if (place === 'object' || place === 'operand') return group(nest(softline + row) + softline);
  const same = value.left.kind === 'binary' && flattens(value.operator, value.left.operator);
  if (place === 'body' || place === 'given' || (inlinesLogical(value) && !same)) return group(row);
  if (place === 'value' && !inlinesLogical(value)) return group(row);
  return group((first ?? '') + nest(rest.join('')));
}

function rowOf(value: Binary, inTest: boolean): readonly Layout[] {
  const { left, operator, right } = value;
  const flat = left.kind === 'binary' && flattens(operator, left.operator);
  const parts = flat ? rowOf(left, inTest) : [group(code(left, 'argument'))];
  const between = inlinesLogical(value) ? ' ' : line;
  const written = operator + between + code(right, 'argument');
  const type = (one: Expression): string =>
    one.kind === 'binary' ? (LOGICAL.has(one.operator) ? 'logical' : 'binary') : one.kind;
  const grouped =
    !(inTest && LOGICAL.has(operator)) && type(left) !== type(value) && type(right) !== type(value);
  return [...parts, ` ${grouped ? group(written) : written}`];
}

function conditionalCode(value: Expression & { kind: 'conditional' }, place: Place): Layout {
  const { test, yes, no } = value;
  const nested = no.kind === 'conditional';
  const tail = `${line}? ${nest(code(yes, 'argument'))}${line}: ${nested ? conditionalTail(no) : nest(code(no, 'argument'))}`;
  const written = code(test, 'argument') + nest(tail);
  return place === 'object' ? group(nest(softline + written) + softline) : group(written);
}

function conditionalTail({ test, yes, no }: Expression & { kind: 'conditional' }): Layout {
  const rest = no.kind === 'conditional' ? conditionalTail(no) : nest(code(no, 'argument'));
  return `${code(test, 'argument')}${line}? ${nest(code(yes, 'argument'))}${line}: ${rest}`;
}

function arrayCode(items: readonly Expression[]): Layout {
  const many = (of: 'object' | 'array'): boolean =>
    items.every(
      (one) =>
        one.kind === of &&
        (one.kind === 'object' ? one.properties : one.kind === 'array' ? one.items : []).length > 1,
    );
  const broken = items.length > 1 && (many('object') || many('array'));
  const numbers = items.length > 1 && items.every((one) => one.kind === 'atom' && one.of === 'number');
  if (numbers) {
    const written = items.map((one, index) => code(one) + (index < items.length - 1 ? ',' : ''));
    const filled = MARKS.fillOpen + written.join(line) + MARKS.fillClose;
    return group(`[${nest(softline + filled + ifBroken(','))}${softline}]`);
  }
  return list(
    '[',
    items.map((one) => code(one, 'argument')),
    ']',
    { broken },
  );
}

export function objectCode({ properties, broken }: Expression & { kind: 'object' }): Layout {
  return list('{', properties.map(propertyCode), '}', { broken });
}

function propertyCode({ above, key, keyWidth, value }: Property): Layout {
  if (value === undefined) return above + key;
  if (key === '') return above + code(value);
  return above + assigned(coder, key, ':', value, { keyWidth });
}

export function parameterCode({ pattern, mark, type, fallback }: Parameter): Layout {
  const head = `${code(pattern)}${mark}${type === undefined ? '' : `:${annotated(type)}`}`;
  return fallback === undefined ? head : `${head} = ${code(fallback)}`;
}

function hugged({ pattern, type, fallback }: Parameter): boolean {
  if (pattern.kind === 'object') return fallback === undefined || fallback.kind === 'object';
  return pattern.kind === 'atom' && type?.object === true && fallback === undefined;
}

export function parametersCode(parameters: readonly Parameter[]): Layout {
  const [only] = parameters;
  if (only === undefined) return '()';
  const trailing = !parameters.some(({ pattern }) => pattern.kind === 'unary');
  if (parameters.length === 1 && hugged(only)) return `(${parameterCode(only)})`;
  return list('(', parameters.map(parameterCode), ')', { trailing, grouped: false });
}

export function functionHead(head: string, signature: Signature): Layout {
  return group(head + signatureCode(signature));
}

function signatureCode({ typeParameters, parameters, returns }: Signature): Layout {
  return group(
    `${typeParameters}${parametersCode(parameters)}${returns === undefined ? '' : `:${annotated(returns)}`}`,
  );
}

/** `hugged`: the last argument of a call that its brackets stay close to. */
export function arrowCode(value: Expression & { kind: 'arrow' }, hugged: boolean): Layout {
  const { body } = value;
  const signature = signatureCode(value.signature);
  const head = `${value.async ? 'async ' : ''}${hugged ? printLayout(signature, Infinity) : signature} =>`;
  if (body.kind === 'block') return group(`${head} ${blockCode(body)}`);
  const inner = body.kind === 'paren' && body.of.kind === 'object' ? body.of : body;
  const close = hugged ? ifBroken(',') + softline : '';
  if (inner.kind === 'object') return group(`${head} (${objectCode(inner)})`);
  if (body.kind === 'array') return group(`${head} ${code(body)}`);
  if (body.kind === 'conditional')
    return group(
      head + group(nest(line + ifBroken('', '(') + code(body, 'body') + ifBroken('', ')')) + close),
    );
  return group(head + group(nest(line + code(body, 'body')) + close));
}
