/**
 * Layout: text that is laid out flat where it fits into 110 columns and broken over lines where it does not, as Biome
 * does. A `Layout` is a string with marks in it, so that it goes through a template like any other string and nests
 * freely; `printLayout` resolves the marks once the whole file is rendered and every column is known.
 *
 * The marks are Unicode noncharacters, which are reserved for use inside a program; a spec that holds one is refused.
 */
export type Layout = string;

export const MARKS = {
  groupOpen: '\uFDD0',
  groupClose: '\uFDD1',
  nestOpen: '\uFDD2',
  nestClose: '\uFDD3',
  fillOpen: '\uFDD4',
  fillClose: '\uFDD5',
  brokenOpen: '\uFDD6',
  brokenClose: '\uFDD7',
  flatOpen: '\uFDD8',
  flatClose: '\uFDD9',
  line: '\uFDDA',
  softline: '\uFDDB',
  hardline: '\uFDDC',
  /** Ends the prefix that follows `nestOpen`. */
  prefixEnd: '\uFDDD',
  /** Breaks the groups around it and writes nothing. */
  breakGroups: '\uFDDE',
  choiceOpen: '\uFDDF',
  choiceNext: '\uFDE0',
  choiceClose: '\uFDE1',
  fluidOpen: '\uFDE2',
  fluidClose: '\uFDE3',
} as const;

export const ANY_MARK = /[\uFDD0-\uFDEF]/;

/** A space where its group is flat, a new line where it is broken. */
export const line: Layout = MARKS.line;
/** Nothing where its group is flat, a new line where it is broken. */
export const softline: Layout = MARKS.softline;
/** Always a new line; breaks every group around it. */
export const hardline: Layout = MARKS.hardline;

/** Flat if all of it, and what follows up to the next possible break, fits; else broken at each of its own lines. */
export function group(content: Layout): Layout {
  return MARKS.groupOpen + content + MARKS.groupClose;
}

/** New lines inside start with `prefix`, after what the surrounding lines start with. */
export function nest(content: Layout, prefix = '  '): Layout {
  return MARKS.nestOpen + prefix + MARKS.prefixEnd + content + MARKS.nestClose;
}

/** As many parts on a line as fit. */
export function fill(parts: readonly Layout[], separator: Layout = line): Layout {
  return MARKS.fillOpen + parts.join(separator) + MARKS.fillClose;
}

/** One text where the group is broken, another where it is flat. */
export function ifBroken(broken: Layout, flat: Layout = ''): Layout {
  return MARKS.brokenOpen + broken + MARKS.brokenClose + MARKS.flatOpen + flat + MARKS.flatClose;
}

export interface ListOptions {
  /** A comma after the last one where it is broken; not after rest parameters. Default true. */
  readonly trailing?: boolean;
  /** One a line even where they fit. Default false. */
  readonly broken?: boolean;
  /** False: broken where the group around it is. Default true. */
  readonly grouped?: boolean;
}

/**
 * `open a, b close`, or one a line with a trailing comma. Braces are padded where flat: `{ a, b }`.
 * For arguments, parameters, arrays, objects, type literals, type arguments.
 */
export function list(
  open: string,
  items: readonly Layout[],
  close: string,
  options: ListOptions = {},
): Layout {
  if (items.length === 0) return open + close;
  const edge = open.endsWith('{') ? line : softline;
  const last = options.trailing === false ? '' : ifBroken(',');
  const force = options.broken === true ? MARKS.breakGroups : '';
  const written = `${open}${force}${nest(edge + items.join(`,${line}`) + last)}${edge}${close}`;
  return options.grouped === false ? written : group(written);
}

/** The members of a type literal or interface: `{ a: string; b: number }`, or one a line. */
export function members(items: readonly Layout[], options: ListOptions = {}): Layout {
  if (items.length === 0) return '{}';
  const force = options.broken === true ? MARKS.breakGroups : '';
  return group(`{${force}${nest(line + items.join(`;${line}`) + ifBroken(';'))}${line}}`);
}

/** `callee(a, b)`. */
export function call(callee: string, args: readonly Layout[], options: ListOptions = {}): Layout {
  return list(`${callee}(`, args, ')', options);
}

/** What stands after `=` or `:` when it is a union; write no space before it: `type Status ={{union values}};`. */
export function union(types: readonly Layout[]): Layout {
  return group(nest(line + ifBroken('| ') + types.join(`${line}| `)));
}

/**
 * What stands after `=` or `=>` or `:` and goes to the next line, indented, where it does not fit on this one. Write no
 * space before it.
 */
export function after(content: Layout): Layout {
  return group(nest(line + content));
}

/**
 * `head.a().b().c()`. Up to two calls stay on the line. Three or more are broken, one a line, where they do not fit, or
 * where `complex` is set: an argument is a function, or a regular expression of more than five characters.
 */
export function chain(head: string, calls: readonly Layout[], options: { complex?: boolean } = {}): Layout {
  if (calls.length <= 2) return head + calls.join('');
  const force = options.complex === true ? MARKS.breakGroups : '';
  return group(head + force + nest(calls.map((one) => softline + one).join('')));
}

/** The first of these that fits up to its first new line; the last one where none does. */
export function choice(options: readonly Layout[]): Layout {
  return MARKS.choiceOpen + options.join(MARKS.choiceNext) + MARKS.choiceClose;
}

/**
 * As `after`, but `content` stays on this line if it fits up to where it may break first. Write no space before it.
 */
export function fluid(content: Layout): Layout {
  return MARKS.fluidOpen + content + MARKS.fluidClose;
}

/** A whole import statement; a single name is never broken off. */
export function importFrom(path: string, names: readonly string[], options: { type?: boolean } = {}): Layout {
  const keyword = options.type === true ? 'import type' : 'import';
  const braces = names.length === 1 ? `{ ${names[0]} }` : list('{', names, '}');
  return `${keyword} ${braces} from '${path}';`;
}

/** Text in a comment or a paragraph, wrapped; new lines in it stay. */
export function paragraph(text: string): Layout {
  return text
    .trim()
    .split(/\r?\n/)
    .map((one) => fill(one.trim().split(/\s+/)))
    .join(hardline);
}
