import { parse } from 'yaml';
import { child, list, mapOf, type ScalarTree, scalar, spanInside, type Tree, textTree } from '../tree.ts';
import { Cursor } from './cursor.ts';
import { fault, readType, type TypeFault } from './type-text.ts';

export type FieldFault = TypeFault;

const ORDER =
  'A field in short is TYPE, then `!` (required) or `?` (nullable), then `unique`, then bounds (`>= 0`, `len 2..80`, `~ /regex/`), then `= default`.';

/** Reads `decimal(12,2)! unique >= 0 = 1` into the long form of a field. */
export function readField(owner: ScalarTree): Tree | FieldFault {
  const cursor = new Cursor(String(owner.value));
  const type = readType(cursor, owner);
  if ('code' in type) return type;
  const parts: Record<string, Tree> = { type };
  const validations: Tree[] = [];
  const both = readMarks(cursor, owner, parts);
  if (both !== undefined) return both;
  for (;;) {
    const bound = readBound(cursor, owner, type);
    if (bound === undefined) break;
    if ('code' in bound) return bound;
    validations.push(...bound);
  }
  if (validations.length > 0) parts.validations = list(validations, owner.at);
  const problem = readDefault(cursor, owner, parts);
  return problem ?? mapOf(owner.at, parts);
}

function readMarks(cursor: Cursor, owner: ScalarTree, parts: Record<string, Tree>): FieldFault | undefined {
  const first = cursor.skipSpace();
  if (cursor.match(/!\s*\?|\?\s*!/y) !== undefined)
    return fault(
      'HM1030',
      first,
      cursor.offset,
      'A field is either required or nullable',
      '`!` says that there must be a value, and `?` that there may be none.',
      'Delete one of the two.',
    );
  for (const [mark, key] of [
    ['!', 'required'],
    ['?', 'nullable'],
  ] as const) {
    const start = cursor.skipSpace();
    if (cursor.take(mark)) parts[key] = scalar(true, spanInside(owner, start, cursor.offset));
  }
  const start = cursor.skipSpace();
  if (cursor.match(/unique\b/y) !== undefined)
    parts.unique = scalar(true, spanInside(owner, start, cursor.offset));
  return undefined;
}

type Bounds = readonly Tree[] | FieldFault | undefined;

function readBound(cursor: Cursor, owner: ScalarTree, type: Tree): Bounds {
  const start = cursor.skipSpace();
  const sign = cursor.match(/>=|<=|>|<|len\b|~/y);
  if (sign === undefined) return undefined;
  if (sign === 'len') return readLengths(cursor, owner, start);
  if (sign === '~') return readPattern(cursor, owner, start);
  cursor.skipSpace();
  const valueStart = cursor.offset;
  const value = cursor.match(/[^\s=<>~]+/y);
  if (value === undefined)
    return fault(
      'HM1030',
      start,
      cursor.offset,
      `\`${sign}\` needs a value`,
      ORDER,
      `Write it like \`${sign} 0\`.`,
    );
  const bound = boundTree(value, type, spanInside(owner, valueStart, cursor.offset));
  const at = spanInside(owner, start, cursor.offset);
  return [rule(sign.startsWith('>') ? 'min' : 'max', bound, at, sign.length === 1)];
}

/** Bounds of decimals, dates and times are texts, those of numbers numbers. */
function boundTree(value: string, type: Tree, at: Tree['at']): Tree {
  const name = child(type, 'name');
  const isNumber = name?.kind === 'scalar' && (name.value === 'int' || name.value === 'float');
  return isNumber && value.trim() !== '' && !Number.isNaN(Number(value))
    ? { ...scalar(Number(value), at), source: value }
    : textTree(value, at);
}

function rule(name: string, value: Tree, at: Tree['at'], exclusive = false): Tree {
  return mapOf(at, {
    name: textTree(name, at),
    value,
    ...(exclusive ? { exclusive: scalar(true, at) } : {}),
  });
}

function readLengths(cursor: Cursor, owner: ScalarTree, start: number): Bounds {
  cursor.skipSpace();
  const text = cursor.match(/[0-9]+\.\.[0-9]+|[0-9]+\.\.|\.\.[0-9]+|[0-9]+/y);
  if (text === undefined)
    return fault('HM1030', start, cursor.offset, '`len` needs a length', ORDER, 'Write it like `len 2..80`.');
  const at = spanInside(owner, start, cursor.offset);
  const [least, most] = text.includes('..') ? text.split('..') : [text, text];
  const found: Tree[] = [];
  if (least) found.push(rule('min_len', scalar(Number(least), at), at));
  if (most) found.push(rule('max_len', scalar(Number(most), at), at));
  return found;
}

function readPattern(cursor: Cursor, owner: ScalarTree, start: number): Bounds {
  cursor.skipSpace();
  const from = cursor.offset;
  const literal = cursor.match(/\/(?:[^/\\]|\\.)+\//y);
  if (literal === undefined)
    return fault(
      'HM1030',
      start,
      cursor.end,
      'The pattern does not end',
      'A pattern stands between slashes; a slash inside is written `\\/`.',
      'Write it like `~ /^[a-z]+$/`.',
    );
  const at = spanInside(owner, start, cursor.offset);
  const value = textTree(
    literal.slice(1, -1).replaceAll('\\/', '/'),
    spanInside(owner, from + 1, cursor.offset - 1),
  );
  return [rule('pattern', value, at)];
}

function readDefault(cursor: Cursor, owner: ScalarTree, parts: Record<string, Tree>): FieldFault | undefined {
  const start = cursor.skipSpace();
  if (cursor.done) return undefined;
  if (!cursor.take('=')) return leftOver(cursor, start);
  const from = cursor.skipSpace();
  const text = cursor.text.slice(from).trimEnd();
  if (text === '')
    return fault(
      'HM1030',
      start,
      cursor.end,
      '`=` needs a default',
      ORDER,
      'Write it like `= 0`, or leave `=` out.',
    );
  const at = spanInside(owner, from, from + text.length);
  parts.default = defaultTree(text, parts.type, at);
  return undefined;
}

function leftOver(cursor: Cursor, start: number): FieldFault {
  const rest = cursor.text.slice(start);
  const word = /^\S+/.exec(rest)?.[0] ?? rest;
  return fault(
    'HM1030',
    start,
    start + word.length,
    `\`${word.slice(0, 40)}\` is not understood here`,
    ORDER,
    advice(word),
  );
}

function advice(word: string): string {
  if (/^(required|not_null|notnull)$/i.test(word)) return 'Write `!` right after the type.';
  if (/^(optional|null|nullable)$/i.test(word)) return 'Write `?` right after the type.';
  if (/^(unique|!|\?)$/.test(word)) return `Put \`${word}\` before the bounds and the default.`;
  if (/^(default:?|:)/.test(word)) return 'A default is written `= value`, at the end.';
  return 'Put the parts in this order, or use the long form with keys.';
}

const readAsText = new Set([
  'string',
  'text',
  'email',
  'url',
  'slug',
  'phone',
  'date',
  'time',
  'datetime',
  'duration',
  'uuid',
  'enum',
  'decimal',
  'bytes',
  'ref',
]);

/** What a default's text stands for depends on the type: `= 1` is a number for int and a text for string. */
function defaultTree(text: string, type: Tree | undefined, at: Tree['at']): Tree {
  const quoted = /^"(?:[^"\\]|\\.)*"$|^'[^']*'$/s.test(text);
  const name = child(type, 'name');
  if (text === 'null') return scalar(null, at);
  if (!quoted && name?.kind === 'scalar' && readAsText.has(String(name.value))) return textTree(text, at);
  return plainTree(yamlValue(text), at);
}

function yamlValue(text: string): unknown {
  try {
    return parse(text, { uniqueKeys: false, maxAliasCount: 0 });
  } catch {
    return text;
  }
}

function plainTree(value: unknown, at: Tree['at']): Tree {
  if (Array.isArray(value))
    return list(
      value.map((item) => plainTree(item, at)),
      at,
    );
  if (typeof value === 'object' && value !== null)
    return mapOf(
      at,
      Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainTree(item, at)])),
    );
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return scalar(value, at);
  return textTree(String(value), at);
}
