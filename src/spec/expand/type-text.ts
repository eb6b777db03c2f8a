import { fieldTypeNames } from '../schema/field-types.ts';
import { didYouMean } from '../suggest.ts';
import { list, mapOf, type ScalarTree, scalar, spanInside, type Tree, textTree } from '../tree.ts';
import type { Cursor } from './cursor.ts';

/** What a type's text could not be read as; positions count inside the text. */
export interface TypeFault {
  readonly code: 'HM1030' | 'HM1031' | 'HM1032';
  readonly start: number;
  readonly end: number;
  readonly summary: string;
  readonly why: string;
  readonly todo: string;
}

const known: ReadonlySet<string> = new Set(fieldTypeNames);

/** Reads a TYPE from the cursor on: `string`, `decimal(12,2)`, `enum(a, b)`, `ref(shop.Item)`, `[T]`, `OrderLine`. */
export function readType(cursor: Cursor, owner: ScalarTree): Tree | TypeFault {
  const start = cursor.skipSpace();
  if (cursor.take('[')) return readList(cursor, owner, start);
  const name = cursor.match(/[A-Za-z_][A-Za-z0-9_]*/y);
  if (name === undefined)
    return fault('HM1030', start, cursor.end, 'This is not a type', HOW_TYPES_START, LIST_TYPES);
  const nameEnd = cursor.offset;
  if (!known.has(name)) return shapeOrUnknown(owner, name, start, nameEnd);
  cursor.skipSpace();
  const args = cursor.peek() === '(' ? readArguments(cursor) : undefined;
  if (args !== undefined && 'code' in args) return args;
  return typeTree(owner, name, args, start, cursor.offset);
}

const HOW_TYPES_START = 'A field starts with its type.';
const LIST_TYPES = `Use one of ${[...known].join(', ')}, or a list of one in brackets.`;

function readList(cursor: Cursor, owner: ScalarTree, start: number): Tree | TypeFault {
  const of = readType(cursor, owner);
  if ('code' in of) return of;
  cursor.skipSpace();
  if (!cursor.take(']'))
    return fault(
      'HM1030',
      start,
      cursor.end,
      'The bracket is not closed',
      'A list is written [TYPE].',
      'Add `]`.',
    );
  const at = spanInside(owner, start, cursor.offset);
  return mapOf(at, { name: textTree('list', at), of });
}

interface Argument {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function readArguments(cursor: Cursor): readonly Argument[] | TypeFault {
  const open = cursor.offset;
  cursor.take('(');
  const found: Argument[] = [];
  for (;;) {
    cursor.skipSpace();
    const start = cursor.offset;
    const text = cursor.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^,()]*/y) ?? '';
    found.push({ text: unquoted(text.trim()), start, end: start + text.trimEnd().length });
    cursor.skipSpace();
    if (cursor.take(',')) continue;
    if (cursor.take(')')) return found;
    return fault(
      'HM1030',
      open,
      cursor.end,
      'The parenthesis is not closed',
      'What a type needs to know stands in parentheses, separated by commas.',
      'Add `)`.',
    );
  }
}

function unquoted(text: string): string {
  return /^(".*"|'.*')$/s.test(text) ? text.slice(1, -1) : text;
}

function shapeOrUnknown(owner: ScalarTree, name: string, start: number, end: number): Tree | TypeFault {
  if (/^[A-Z]/.test(name)) {
    const at = spanInside(owner, start, end);
    return mapOf(at, { name: textTree('shape', at), model: textTree(name, at) });
  }
  return fault(
    'HM1031',
    start,
    end,
    `There is no type \`${name}\``,
    'The types of fields are fixed, so that each database, the API and the forms know them.',
    didYouMean(name, [...known, ...aliases.keys()], 'known').replace(/`(\w+)`\?$/, (_, near: string) => {
      return `\`${aliases.get(near) ?? near}\`?`;
    }),
  );
}

/** What people from other languages write. */
const aliases = new Map([
  ['integer', 'int'],
  ['number', 'float'],
  ['double', 'float'],
  ['boolean', 'bool'],
  ['str', 'string'],
  ['varchar', 'string'],
  ['timestamp', 'datetime'],
  ['numeric', 'decimal'],
  ['money', 'decimal'],
  ['binary', 'bytes'],
  ['blob', 'bytes'],
  ['object', 'json'],
  ['jsonb', 'json'],
]);

function typeTree(
  owner: ScalarTree,
  name: string,
  args: readonly Argument[] | undefined,
  start: number,
  end: number,
): Tree | TypeFault {
  const at = spanInside(owner, start, end);
  const tag = textTree(name, spanInside(owner, start, start + name.length));
  switch (name) {
    case 'decimal':
      return decimalTree(owner, args, { tag, start, end });
    case 'enum':
      return mapOf(at, {
        name: tag,
        ...(args === undefined
          ? {}
          : {
              values: list(
                args.map((arg) => enumTree(owner, arg)),
                at,
              ),
            }),
      });
    case 'ref':
      return refTree(owner, args, { tag, start, end });
    case 'bytes':
      return bytesTree(owner, args, { tag, start, end });
    default:
      if (args === undefined) return mapOf(at, { name: tag });
      return fault(
        'HM1032',
        start,
        end,
        `\`${name}\` takes nothing in parentheses`,
        'Only decimal, enum, ref and bytes do.',
        name === 'string' ? 'For a length write `string len ..80`.' : `Write \`${name}\`.`,
      );
  }
}

interface Head {
  readonly tag: Tree;
  readonly start: number;
  readonly end: number;
}

function enumTree(owner: ScalarTree, arg: Argument): Tree {
  const at = spanInside(owner, arg.start, arg.end);
  return mapOf(at, { value: textTree(arg.text, at), label: textTree(labelOf(arg.text), at) });
}

/** `wont_fix` -> `Wont fix`. */
export function labelOf(value: string): string {
  const words = value.replace(/[_-]+/g, ' ').trim();
  return words === '' ? value : words.charAt(0).toUpperCase() + words.slice(1);
}

function decimalTree(owner: ScalarTree, args: readonly Argument[] | undefined, head: Head): Tree | TypeFault {
  const at = spanInside(owner, head.start, head.end);
  if (args === undefined) return mapOf(at, { name: head.tag });
  const [precision, scale] = args;
  if (precision === undefined || args.length > 2 || args.some((arg) => !/^[0-9]{1,4}$/.test(arg.text)))
    return fault(
      'HM1032',
      head.start,
      head.end,
      'A decimal has one or two whole numbers in parentheses',
      'The first is the number of digits in all, the second that of digits after the point.',
      'Write it like `decimal(12,2)`.',
    );
  return mapOf(at, {
    name: head.tag,
    precision: numberTree(owner, precision),
    scale: scaleTree(owner, scale, at),
  });
}

function numberTree(owner: ScalarTree, arg: Argument): Tree {
  return scalar(Number(arg.text), spanInside(owner, arg.start, arg.end));
}

function scaleTree(owner: ScalarTree, arg: Argument | undefined, at: Tree['at']): Tree {
  return arg === undefined ? scalar(0, at) : numberTree(owner, arg);
}

function refTree(owner: ScalarTree, args: readonly Argument[] | undefined, head: Head): Tree | TypeFault {
  const [only] = args ?? [];
  const parts = only === undefined ? [] : only.text.split('.');
  const model = parts.pop();
  if (only === undefined || args?.length !== 1 || model === undefined || model === '' || parts.length > 1)
    return fault(
      'HM1032',
      head.start,
      head.end,
      '`ref` needs one model in parentheses',
      'A reference holds the id of a row of a model, of this service or of another.',
      'Write it like `ref(Category)` or `ref(catalog.Category)`.',
    );
  const service = parts[0];
  const modelStart = only.start + (service === undefined ? 0 : service.length + 1);
  return mapOf(spanInside(owner, head.start, head.end), {
    name: head.tag,
    ...(service === undefined
      ? {}
      : { service: textTree(service, spanInside(owner, only.start, only.start + service.length)) }),
    model: textTree(model, spanInside(owner, modelStart, only.end)),
  });
}

function bytesTree(owner: ScalarTree, args: readonly Argument[] | undefined, head: Head): Tree | TypeFault {
  const at = spanInside(owner, head.start, head.end);
  if (args === undefined) return mapOf(at, { name: head.tag });
  const [most] = args;
  if (most === undefined || args.length !== 1 || !/^[0-9]{1,10}$/.test(most.text))
    return fault(
      'HM1032',
      head.start,
      head.end,
      '`bytes` takes one number in parentheses',
      'It is the most bytes a value may have.',
      'Write it like `bytes(65536)`, or `bytes` for 1 MiB.',
    );
  return mapOf(at, { name: head.tag, max_bytes: numberTree(owner, most) });
}

export function fault(
  code: TypeFault['code'],
  start: number,
  end: number,
  summary: string,
  why: string,
  todo: string,
): TypeFault {
  return { code, start, end: Math.max(end, start + 1), summary, why, todo };
}
