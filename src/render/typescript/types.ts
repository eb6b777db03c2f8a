import { group, hardline, type Layout, list, MARKS, members, union } from '../layout.ts';
import type { Cursor } from './cursor.ts';
import type { Parameter, TypeCode } from './syntax.ts';
import { Unknown } from './tokens.ts';

/** Reads types, which are laid out at once: nothing around them asks for more than `TypeCode`. */
export interface TypeReader {
  readonly cursor: Cursor;
  parameters(): readonly Parameter[];
  parametersCode(parameters: readonly Parameter[]): Layout;
}

const plain = (code: Layout, hugs = false): TypeCode => ({ code, hugs, union: false, object: false });

export function readType(reader: TypeReader): TypeCode {
  const { cursor } = reader;
  const first = cursor.is('(') ? cursor.attempt(() => functionType(reader)) : undefined;
  if (first !== undefined) return first;
  cursor.skip('|');
  const types = [intersection(reader)];
  while (cursor.skip('|')) types.push(intersection(reader));
  if (cursor.is('extends')) throw new Unknown('a conditional type');
  if (types.length === 1) return types[0] as TypeCode;
  const codes = types.map((one) => one.code);
  if (isOneOrNothing(types)) return plain(codes.join(' | '), true);
  return { code: union(codes), hugs: false, union: true, object: false };
}

/** `Name | null` is never broken. */
function isOneOrNothing(types: readonly TypeCode[]): boolean {
  const things = types.filter(({ code }) => code !== 'null' && code !== 'void');
  const [only] = things;
  return things.length === 1 && only !== undefined && (only.object || isReference(only));
}

const KEYWORDS = /^(string|number|boolean|unknown|never|undefined|bigint|symbol|object|any)$/;

function isReference({ code, object }: TypeCode): boolean {
  return (
    !object &&
    /^[\p{ID_Start}$_][\p{ID_Continue}$.]*(<|$)/u.test(code) &&
    !code.endsWith(']') &&
    !KEYWORDS.test(code)
  );
}

/** What stands after `:` or `=`, with the blank before it; a union brings its own. */
export function annotated(type: TypeCode): Layout {
  return type.union ? type.code : ` ${type.code}`;
}

function functionType(reader: TypeReader): TypeCode {
  const parameters = reader.parameters();
  reader.cursor.want('=>');
  const returns = readType(reader);
  return plain(group(`${reader.parametersCode(parameters)} =>${annotated(returns)}`));
}

function intersection(reader: TypeReader): TypeCode {
  const first = operated(reader);
  if (!reader.cursor.is('&')) return first;
  let { code } = first;
  while (reader.cursor.skip('&')) code += ` & ${operated(reader).code}`;
  return plain(code);
}

function operated(reader: TypeReader): TypeCode {
  const { cursor } = reader;
  for (const word of ['readonly', 'keyof', 'asserts', 'unique']) {
    if (cursor.is(word)) return plain(`${cursor.take().text} ${operated(reader).code}`);
  }
  if (cursor.is('is', 1)) return plain(`${cursor.word()} ${cursor.word()} ${operated(reader).code}`);
  return suffixed(reader);
}

function suffixed(reader: TypeReader): TypeCode {
  const { cursor } = reader;
  let type = primary(reader);
  while (cursor.is('[') && cursor.peek().above === 'nothing') {
    cursor.take();
    const inner = cursor.is(']') ? '' : readType(reader).code;
    cursor.want(']');
    type = plain(`${type.code}[${inner}]`);
  }
  return type;
}

function primary(reader: TypeReader): TypeCode {
  const { cursor } = reader;
  if (cursor.skip('(')) {
    const inner = readType(reader);
    cursor.want(')');
    return plain(`(${inner.union ? group(inner.code) : inner.code})`);
  }
  if (cursor.skip('['))
    return plain(
      list(
        '[',
        cursor.commas(']', () => readType(reader).code + (cursor.skip('?') ? '?' : '')),
        ']',
      ),
    );
  if (cursor.is('{')) return { ...plain(objectType(reader), true), object: true };
  if (cursor.skip('-')) return plain(`-${cursor.take().text}`);
  const { kind } = cursor.peek();
  if (kind === 'string' || kind === 'number' || kind === 'template') return plain(cursor.take().text);
  if (cursor.skip('typeof')) return plain(`typeof ${named(reader).code}`);
  return named(reader);
}

function named(reader: TypeReader): TypeCode {
  const { cursor } = reader;
  let name = cursor.word();
  while (cursor.skip('.')) name += `.${cursor.word()}`;
  if (!cursor.is('<')) return plain(name, true);
  return plain(name + typeArguments(reader));
}

export function typeArguments(reader: TypeReader): Layout {
  reader.cursor.want('<');
  const types = reader.cursor.commas('>', () => readType(reader));
  const codes = types.map((one) => (one.union ? group(one.code).replace(MARKS.line, '') : one.code));
  const [only] = types;
  if (types.length === 1 && only?.hugs) return `<${codes.join('')}>`;
  return list('<', codes, '>', { trailing: false });
}

/** `{ a: A; b(c: C): D }`, one a line where the text has a new line after the brace. */
export function objectType(reader: TypeReader): Layout {
  const { cursor } = reader;
  cursor.want('{');
  const broken = cursor.peek().above !== 'nothing';
  const found: Layout[] = [];
  while (!cursor.is('}')) {
    const comments = cursor.claim();
    if (comments.some((one) => one.includes('\n'))) throw new Unknown('a long comment');
    const blank = cursor.peek().above === 'blank' && found.length > 0 ? hardline : '';
    found.push(blank + comments.map((one) => one + hardline).join('') + typeMember(reader));
    if (!cursor.skip(';') && !cursor.skip(',')) break;
  }
  cursor.want('}');
  return members(found, { broken });
}

function typeMember(reader: TypeReader): Layout {
  const { cursor } = reader;
  let head = '';
  if (cursor.is('readonly') && !cursor.is(':', 1) && !cursor.is('?', 1)) head = `${cursor.take().text} `;
  if (cursor.is('[')) throw new Unknown('an index signature');
  head += cursor.is('(') || cursor.is('<') ? '' : cursor.take().text;
  if (cursor.skip('?')) head += '?';
  if (cursor.is('<')) throw new Unknown('a generic member');
  if (cursor.is('(')) {
    const parameters = reader.parameters();
    const returns = cursor.skip(':') ? `:${annotated(readType(reader))}` : '';
    return group(head + reader.parametersCode(parameters) + returns);
  }
  return cursor.skip(':') ? `${head}:${annotated(readType(reader))}` : head;
}

/** `<T, U extends V = W>` of a declaration. */
export function typeParametersOf(reader: TypeReader): Layout {
  const { cursor } = reader;
  cursor.want('<');
  const names = cursor.commas('>', () => {
    let code = cursor.skip('const') ? `const ${cursor.word()}` : cursor.word();
    if (cursor.skip('extends')) code += ` extends ${readType(reader).code}`;
    if (cursor.skip('=')) code += ` = ${readType(reader).code}`;
    return code;
  });
  return list('<', names, '>', { trailing: true });
}
