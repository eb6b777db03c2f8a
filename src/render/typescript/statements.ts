import { Cursor } from './cursor.ts';
import { type Reader, readExpression, readParameters, readSignature } from './expressions.ts';
import { isLong } from './long.ts';
import { parametersCode } from './print.ts';
import type { Block, Expression, Statement } from './syntax.ts';
import { Unknown } from './tokens.ts';
import { objectType, readType, typeParametersOf } from './types.ts';

interface StatementReader extends Reader {
  readonly text: string;
}

/** A statement without its place. */
type Read = Statement extends infer One
  ? One extends Statement
    ? Omit<One, 'start' | 'end'>
    : never
  : never;

/** The statements of a text; it throws `Unknown` where it holds what is never generated. */
export function readStatements(text: string): readonly Statement[] {
  const cursor = new Cursor(text);
  const reader: StatementReader = {
    text,
    cursor,
    block: () => readBlock(reader),
    parameters: () => readParameters(reader),
    parametersCode,
  };
  const found: Statement[] = [];
  cursor.claim();
  while (cursor.peek().kind !== 'end') {
    found.push(readStatement(reader));
    cursor.claim();
  }
  return found;
}

function readBlock(reader: StatementReader): Block {
  const { cursor } = reader;
  const close = cursor.closing();
  const { start } = cursor.want('{');
  if (close === undefined) throw new Unknown('a block without an end');
  const inside = reader.text.slice(start + 1, cursor.peek(close - 1).start);
  const statements: Statement[] = [];
  if (!isLong(inside)) cursor.leap(close - 1);
  else for (cursor.claim(); !cursor.is('}'); cursor.claim()) statements.push(readStatement(reader));
  cursor.want('}');
  return { kind: 'block', start, end: cursor.end, empty: inside.trim() === '', statements };
}

function readStatement(reader: StatementReader): Statement {
  const { cursor } = reader;
  cursor.claim();
  const { start } = cursor.peek();
  return { ...readKind(reader), start, end: cursor.end } as Statement;
}

function readKind(reader: StatementReader): Read {
  const { cursor } = reader;
  const exported = cursor.is('export') && !cursor.is('{', 1) && !cursor.is('*', 1) ? 1 : 0;
  if (exported === 1 && cursor.is('type', 1) && cursor.is('{', 2)) return readNames(reader);
  const word = cursor.peek(exported).text;
  switch (word) {
    case 'import':
      if (cursor.is('(', 1) || cursor.is('.', 1)) break;
      return readNames(reader);
    case 'export':
      return readNames(reader);
    case 'const':
    case 'let':
      return readDeclaration(reader, exported);
    case 'async':
    case 'function':
      if (word === 'async' && !cursor.is('function', exported + 1)) break;
      return readFunction(reader);
    case 'type':
      if (cursor.peek(exported + 1).kind !== 'word') break;
      return readAlias(reader, exported);
    case 'interface':
      return readInterface(reader, exported);
    case 'return':
    case 'throw':
      return readGiven(reader);
    case 'if':
      return readIf(reader);
    case 'for':
    case 'while':
      return readLoop(reader);
    case 'try':
      return readTry(reader);
    case 'class':
    case 'switch':
    case 'do':
    case 'abstract':
    case 'default':
      throw new Unknown(word);
    default:
  }
  if (exported === 1) throw new Unknown(word);
  const value = readExpression(reader);
  cursor.want(';');
  return { kind: 'expression', value };
}

function words(reader: StatementReader, count: number): string {
  return Array.from({ length: count }, () => reader.cursor.word()).join(' ');
}

/** `import { a, b } from 'c';` and `export { a } from 'b';`; what has no braces never breaks. */
function readNames(reader: StatementReader): Read {
  const { cursor } = reader;
  const taken: string[] = [];
  while (!cursor.is('{')) {
    if (cursor.is(';')) {
      cursor.take();
      return { kind: 'text' };
    }
    taken.push(cursor.take().text);
  }
  cursor.want('{');
  const names = cursor.commas('}', () => {
    let name = cursor.word();
    while (cursor.peek().kind === 'word') name += ` ${cursor.word()}`;
    return name;
  });
  let tail = '';
  while (!cursor.is(';')) tail += ` ${cursor.take().text}`;
  cursor.want(';');
  return { kind: 'names', head: taken.join(' '), names, tail };
}

function readDeclaration(reader: StatementReader, exported: number): Read {
  const { cursor } = reader;
  const head = words(reader, exported + 1);
  if (cursor.is('{') || cursor.is('[')) {
    const read = readExpression(reader);
    cursor.want(';');
    if (read.kind !== 'assign') throw new Unknown('a pattern without a value');
    return { kind: 'declare', head, name: read.left, type: undefined, value: read.right };
  }
  const name: Expression = { kind: 'atom', text: cursor.word(), of: 'word' };
  const type = cursor.skip(':') ? readType(reader) : undefined;
  const value = cursor.skip('=') ? readExpression(reader) : undefined;
  cursor.want(';');
  return { kind: 'declare', head, name, type, value };
}

function readFunction(reader: StatementReader): Read {
  const { cursor } = reader;
  let head = cursor.word();
  while (cursor.peek().kind === 'word') head += ` ${cursor.word()}`;
  const signature = readSignature(reader);
  if (cursor.skip(';')) throw new Unknown('an overload');
  return { kind: 'function', head, signature, body: reader.block() };
}

function readAlias(reader: StatementReader, exported: number): Read {
  const { cursor } = reader;
  let head = words(reader, exported + 2);
  if (cursor.is('<')) head += typeParametersOf(reader);
  cursor.want('=');
  const type = readType(reader);
  cursor.want(';');
  return { kind: 'type', head, type };
}

function readInterface(reader: StatementReader, exported: number): Read {
  const { cursor } = reader;
  let head = words(reader, exported + 2);
  if (cursor.is('<')) head += typeParametersOf(reader);
  if (cursor.skip('extends')) head += ` extends ${readType(reader).code}`;
  return { kind: 'interface', head, body: objectType(reader) };
}

function readGiven(reader: StatementReader): Read {
  const { cursor } = reader;
  const word = cursor.word();
  if (cursor.skip(';')) return { kind: 'text' };
  const value = readExpression(reader);
  cursor.want(';');
  return { kind: 'give', word, value };
}

function readBody(reader: StatementReader): Block | Statement {
  return reader.cursor.is('{') ? reader.block() : readStatement(reader);
}

function readIf(reader: StatementReader): Read {
  const { cursor } = reader;
  cursor.want('if');
  cursor.want('(');
  const test = readExpression(reader);
  cursor.want(')');
  const then = readBody(reader);
  return { kind: 'if', test, then, otherwise: cursor.skip('else') ? readBody(reader) : undefined };
}

function readLoop(reader: StatementReader): Read {
  const { cursor } = reader;
  let head = cursor.word();
  if (head === 'for' && cursor.skip('await')) head += ' await';
  cursor.want('(');
  head += ' (';
  if (head.startsWith('for')) {
    const word = cursor.word();
    const name = cursor.is('{') || cursor.is('[') ? flatPattern(reader) : cursor.word();
    if (!cursor.is('of') && !cursor.is('in')) throw new Unknown('a counted loop');
    head += `${word} ${name} ${cursor.word()} `;
  }
  const over = readExpression(reader);
  cursor.want(')');
  return { kind: 'loop', head, over, body: readBody(reader) };
}

function flatPattern(reader: StatementReader): string {
  const { cursor } = reader;
  const open = cursor.take().text;
  const names = cursor.commas(open === '[' ? ']' : '}', () => cursor.word());
  return open === '[' ? `[${names.join(', ')}]` : `{ ${names.join(', ')} }`;
}

function readTry(reader: StatementReader): Read {
  const { cursor } = reader;
  cursor.want('try');
  const parts: (string | Block)[] = ['try ', reader.block()];
  if (cursor.skip('catch')) {
    const name = cursor.skip('(') ? `(${cursor.word()}) ` : '';
    if (name !== '') cursor.want(')');
    parts.push(` catch ${name}`, reader.block());
  }
  if (cursor.skip('finally')) parts.push(' finally ', reader.block());
  return { kind: 'blocks', parts };
}
