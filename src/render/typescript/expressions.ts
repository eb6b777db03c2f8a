import { hardline, type Layout } from '../layout.ts';
import type { Cursor } from './cursor.ts';
import { code } from './print.ts';
import { HELD } from './shape.ts';
import type { Block, Expression, Parameter, Property, Signature } from './syntax.ts';
import { Unknown } from './tokens.ts';
import { readType, type TypeReader, typeArguments, typeParametersOf } from './types.ts';

export interface Reader extends TypeReader {
  block(): Block;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '===': 6,
  '!==': 6,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  in: 7,
  instanceof: 7,
  as: 7,
  satisfies: 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};
const PREFIXES = new Set(['!', '-', '+', '~', 'typeof', 'void', 'await', 'delete', '++', '--']);
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '??=', '||=', '&&=']);

export function readExpression(reader: Reader): Expression {
  const { cursor } = reader;
  if (cursor.is('...')) {
    cursor.take();
    return { kind: 'unary', operator: '...', of: readExpression(reader) };
  }
  const arrow = readArrow(reader);
  if (arrow !== undefined) return arrow;
  const left = binary(reader, 0);
  if (cursor.skip('?')) {
    const yes = readExpression(reader);
    cursor.want(':');
    return { kind: 'conditional', test: left, yes, no: readExpression(reader) };
  }
  if (cursor.peek().kind === 'punct' && ASSIGNMENTS.has(cursor.peek().text)) {
    const operator = cursor.take().text;
    return { kind: 'assign', operator, left, right: readExpression(reader) };
  }
  return left;
}

function binary(reader: Reader, least: number): Expression {
  const { cursor } = reader;
  let left = unary(reader);
  for (;;) {
    const { kind } = cursor.peek();
    const operator = operatorAt(cursor);
    const level = kind === 'punct' || kind === 'word' ? PRECEDENCE[operator] : undefined;
    if (level === undefined || level <= least) return left;
    for (let taken = 0; taken < operator.length; ) taken += cursor.take().text.length;
    if (operator === 'as' || operator === 'satisfies')
      left = { kind: 'as', operator, of: left, type: readType(reader) };
    else left = { kind: 'binary', operator, left, right: binary(reader, level) };
  }
}

/** `>>` is two tokens, as the ends of type arguments are. */
function operatorAt(cursor: Cursor): string {
  const first = cursor.peek();
  const shifts = /^[<>]$/.test(first.text) && cursor.is(first.text, 1) && cursor.peek(1).start === first.end;
  return shifts ? first.text + first.text : first.text;
}

function unary(reader: Reader): Expression {
  const { cursor } = reader;
  const { text, kind } = cursor.peek();
  if ((kind === 'punct' || kind === 'word') && PREFIXES.has(text)) {
    const operator = /^\w/.test(cursor.take().text) ? `${text} ` : text;
    return { kind: 'unary', operator, of: unary(reader) };
  }
  const value = suffixed(reader, primary(reader));
  if (cursor.is('++') || cursor.is('--')) return { kind: 'postfix', operator: cursor.take().text, of: value };
  return value;
}

function suffixed(reader: Reader, first: Expression, prefix = ''): Expression {
  const { cursor } = reader;
  let value = first;
  for (;;) {
    const optional = cursor.is('?.') && (cursor.is('[', 1) || cursor.is('(', 1)) ? cursor.take().text : '';
    if (cursor.is('.') || cursor.is('?.')) {
      value = { kind: 'member', object: value, name: cursor.take().text + cursor.word() };
    } else if (cursor.is('[')) {
      cursor.take();
      value = { kind: 'index', object: value, at: readExpression(reader), mark: optional };
      cursor.want(']');
    } else {
      const types = cursor.is('<') ? cursor.attempt(() => typesOfCall(reader)) : '';
      if (types === undefined || !cursor.skip('(')) return value;
      const args = cursor.commas(')', () => readExpression(reader));
      value = { kind: 'call', prefix, callee: value, mark: optional, types, args };
      if (prefix !== '') return value;
    }
  }
}

function typesOfCall(reader: Reader): Layout {
  const types = typeArguments(reader);
  if (!reader.cursor.is('(')) throw new Unknown('no call');
  return types;
}

function primary(reader: Reader): Expression {
  const { cursor } = reader;
  const { kind, text } = cursor.peek();
  if (kind === 'number' || kind === 'string' || kind === 'template' || kind === 'regex')
    return { kind: 'atom', text: held(cursor.take().text), of: kind };
  if (cursor.skip('(')) {
    const of = readExpression(reader);
    cursor.want(')');
    return { kind: 'paren', of };
  }
  if (cursor.skip('[')) return { kind: 'array', items: cursor.commas(']', () => readExpression(reader)) };
  if (cursor.is('{')) return readObject(reader);
  if (kind !== 'word') throw new Unknown(`${text} begins no expression`);
  if (text === 'new') return readNew(reader);
  if (text === 'function' || (text === 'async' && cursor.is('function', 1))) return readFunction(reader);
  if (text === 'class' || text === 'yield') throw new Unknown(text);
  return { kind: 'atom', text: cursor.take().text, of: 'word' };
}

/** The lines of a text begin where they begin: their blanks are no margin. */
function held(text: string): string {
  return text.replace(/(?<=\n) +/g, (blanks) => HELD.blank.repeat(blanks.length));
}

function readNew(reader: Reader): Expression {
  const { cursor } = reader;
  cursor.take();
  let callee: Expression = { kind: 'atom', text: cursor.word(), of: 'word' };
  while (cursor.is('.'))
    callee = { kind: 'member', object: callee, name: cursor.take().text + cursor.word() };
  const made = suffixed(reader, callee, 'new ');
  if (made.kind !== 'call') throw new Unknown('new without arguments');
  return suffixed(reader, made);
}

function readFunction(reader: Reader): Expression {
  const { cursor } = reader;
  let head = cursor.take().text;
  while (cursor.peek().kind === 'word') head += ` ${cursor.take().text}`;
  if (head.endsWith('function')) head += ' ';
  return { kind: 'function', head, signature: readSignature(reader), body: reader.block() };
}

function readArrow(reader: Reader): Expression | undefined {
  const { cursor } = reader;
  const skip = cursor.is('async') && cursor.peek(1).above === 'nothing' ? 1 : 0;
  const bare = cursor.peek(skip).kind === 'word' && cursor.is('=>', skip + 1);
  if (!bare && !cursor.is('<', skip) && !(cursor.is('(', skip) && opensParameters(cursor, skip)))
    return undefined;
  const signature = cursor.attempt(() => {
    if (skip === 1) cursor.take();
    const read = bare ? bareSignature(reader) : readSignature(reader);
    cursor.want('=>');
    return read;
  });
  if (signature === undefined) return undefined;
  const body = cursor.is('{') ? reader.block() : readExpression(reader);
  return { kind: 'arrow', async: skip === 1, signature, body };
}

/** What stands behind the closing bracket of a function's parameters: an arrow, or the type it returns. */
function opensParameters(cursor: Cursor, ahead: number): boolean {
  const behind = (cursor.closing(ahead) ?? ahead) + 1;
  return cursor.is('=>', behind) || cursor.is(':', behind);
}

function bareSignature(reader: Reader): Signature {
  const pattern: Expression = { kind: 'atom', text: reader.cursor.word(), of: 'word' };
  const only = { pattern, mark: '', type: undefined, fallback: undefined };
  return { typeParameters: '', parameters: [only], returns: undefined };
}

export function readSignature(reader: Reader): Signature {
  const { cursor } = reader;
  const typeParameters = cursor.is('<') ? typeParametersOf(reader) : '';
  const parameters = readParameters(reader);
  return { typeParameters, parameters, returns: cursor.skip(':') ? readType(reader) : undefined };
}

export function readParameters(reader: Reader): readonly Parameter[] {
  reader.cursor.want('(');
  return reader.cursor.commas(')', () => readParameter(reader));
}

function readParameter(reader: Reader): Parameter {
  const { cursor } = reader;
  const rest = cursor.skip('...') ? '...' : '';
  if (!cursor.is('{') && !cursor.is('[') && cursor.peek().kind !== 'word') throw new Unknown('no parameter');
  const simple = cursor.peek().kind === 'word';
  const read: Expression = simple ? { kind: 'atom', text: cursor.word(), of: 'word' } : primary(reader);
  if (simple && cursor.peek().kind === 'word') throw new Unknown('a modifier');
  const pattern: Expression = rest === '' ? read : { kind: 'unary', operator: rest, of: read };
  const mark = cursor.skip('?') ? '?' : '';
  const type = cursor.skip(':') ? readType(reader) : undefined;
  return { pattern, mark, type, fallback: cursor.skip('=') ? readExpression(reader) : undefined };
}

function readObject(reader: Reader): Expression {
  const { cursor } = reader;
  cursor.want('{');
  const broken = cursor.peek().above !== 'nothing';
  const properties: Property[] = [];
  while (!cursor.is('}')) {
    const comments = cursor.claim();
    if (comments.some((one) => one.includes('\n'))) throw new Unknown('a long comment');
    const blank = cursor.peek().above === 'blank' && properties.length > 0 ? hardline : '';
    const above = blank + comments.map((one) => one + hardline).join('');
    properties.push({ above, ...readProperty(reader) });
    if (!cursor.skip(',')) break;
  }
  cursor.want('}');
  return { kind: 'object', properties, broken: broken && properties.length > 0 };
}

function readProperty(reader: Reader): Omit<Property, 'above'> {
  const { cursor } = reader;
  if (cursor.is('...')) return { key: '', keyWidth: 0, value: readExpression(reader) };
  if (cursor.skip('[')) {
    const key = `[${code(readExpression(reader))}]`;
    cursor.want(']');
    cursor.want(':');
    return { key, keyWidth: key.length, value: readExpression(reader) };
  }
  const method = readMethod(reader);
  if (method !== undefined) return method;
  const key = cursor.take().text;
  if (cursor.skip(':')) return { key, keyWidth: key.length, value: readExpression(reader) };
  if (cursor.is('=')) {
    cursor.take();
    const left: Expression = { kind: 'atom', text: key, of: 'word' };
    const value: Expression = { kind: 'assign', operator: '=', left, right: readExpression(reader) };
    return { key: '', keyWidth: 0, value };
  }
  return { key, keyWidth: key.length, value: undefined };
}

function readMethod(reader: Reader): Omit<Property, 'above'> | undefined {
  const { cursor } = reader;
  let words = 0;
  while (cursor.peek(words).kind === 'word') words += 1;
  if (words === 0 || !(cursor.is('(', words) || cursor.is('<', words))) return undefined;
  const head = Array.from({ length: words }, () => cursor.word()).join(' ');
  const signature = readSignature(reader);
  return { key: '', keyWidth: 0, value: { kind: 'function', head, signature, body: reader.block() } };
}
