import type { Json } from '../json/json.ts';
import * as layout from './layout.ts';
import * as literals from './literals.ts';
import type { Handlebars } from './runtime.ts';

/**
 * What templates may call. Helpers format; what is decided is decided in model.ts. See templates/README.md.
 * Every argument must be there: one that is undefined or null is a template's bug and throws.
 */
export type InlineHelper = (args: readonly unknown[], hash: Readonly<Record<string, unknown>>) => string;

export const INLINE_HELPERS: Readonly<Record<string, InlineHelper>> = {
  tsString: ([text]) => literals.tsString(aString(text)),
  tsKey: ([text]) => literals.tsKey(aString(text)),
  ts: ([value]) => literals.tsLiteral(value as Json),
  json: ([value], hash) => literals.jsonLayout(value as Json, { expand: hash.expand === true }),
  jsonString: ([text]) => literals.jsonString(aString(text)),
  yamlString: ([text]) => literals.yamlString(aString(text)),
  sqlString: ([text]) => literals.sqlString(aString(text)),
  sqlName: ([text]) => literals.sqlName(aString(text)),
  doc: ([text]) => literals.docComment(aString(text)),
  comment: ([text]) => literals.lineComment(aString(text)),
  markdown: ([text]) => literals.markdownText(aString(text)),
  paragraph: ([text]) => layout.paragraph(aString(text)),
  list: ([open, items, close], hash) =>
    layout.list(aString(open), strings(items), aString(close), listOptions(hash)),
  call: ([callee, items], hash) => layout.call(aString(callee), strings(items), listOptions(hash)),
  members: ([items], hash) => layout.members(strings(items), listOptions(hash)),
  union: ([types]) => layout.union(strings(types)),
  after: ([text]) => layout.after(aString(text)),
  chain: ([head, calls], hash) =>
    layout.chain(aString(head), strings(calls), { complex: hash.complex === true }),
  importFrom: ([path, names], hash) =>
    layout.importFrom(aString(path), strings(names), { type: hash.type === true }),
  fill: ([parts]) => layout.fill(strings(parts)),
  join: ([parts, separator]) => strings(parts).join(aString(separator)),
  line: () => layout.line,
  softline: () => layout.softline,
  hardline: () => layout.hardline,
  ifBroken: ([broken, flat]) => layout.ifBroken(aString(broken), flat === undefined ? '' : aString(flat)),
  /** What a bare `{{path}}` is compiled to. */
  show: ([value]) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value);
    throw new Error(`only text, numbers and booleans can be written, not ${typeof value}`);
  },
};

interface BlockOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: object;
  readonly fn: Block;
  readonly inverse: Block;
}

type Block = (context: unknown, options?: { data: object; blockParams?: unknown[] }) => string;

/** Blocks that only wrap what is in them. */
export const WRAPPING_HELPERS: Readonly<Record<string, (content: string, prefix: string) => string>> = {
  group: (content) => layout.group(content),
  nest: (content, prefix) => layout.nest(content, prefix),
};

export const BLOCK_HELPERS = ['if', 'unless', 'each', 'with', ...Object.keys(WRAPPING_HELPERS)] as const;

export function registerHelpers(
  handlebars: Handlebars,
  onCondition: (at: string, outcome: boolean) => void,
): void {
  for (const name of Object.keys(handlebars.helpers)) handlebars.unregisterHelper(name);
  for (const [name, helper] of Object.entries(INLINE_HELPERS)) {
    handlebars.registerHelper(name, (...given: unknown[]) => {
      const options = given.pop() as BlockOptions;
      given.forEach((value, index) => {
        present(value, `argument ${index + 1} of {{${name}}}`);
      });
      return helper(given, options.hash);
    });
  }
  for (const [name, wrap] of Object.entries(WRAPPING_HELPERS)) {
    handlebars.registerHelper(name, function (this: unknown, options: BlockOptions) {
      return wrap(options.fn(this), String(options.hash.prefix ?? '  '));
    });
  }
  const condition = (name: 'if' | 'unless', wanted: boolean) =>
    function (this: unknown, value: unknown, options: BlockOptions): string {
      const at = String(options.hash.at);
      if (typeof value !== 'boolean')
        throw new Error(`{{#${name}}} wants a boolean, not ${typeof value} (${at})`);
      onCondition(at, value);
      return value === wanted ? options.fn(this) : options.inverse(this);
    };
  handlebars.registerHelper('if', condition('if', true));
  handlebars.registerHelper('unless', condition('unless', false));
  handlebars.registerHelper('each', each);
  handlebars.registerHelper('with', (value: unknown, options: BlockOptions) => {
    present(value, `{{#with}} (${String(options.hash.at)})`);
    return options.fn(value, { data: options.data, blockParams: [value] });
  });
}

/** `{{#each list}}` with `@index`, `@first`, `@last`; `separator="..."` is written between two of them. */
function each(values: unknown, options: BlockOptions): string {
  if (!Array.isArray(values))
    throw new Error(`{{#each}} wants a list, not ${typeof values} (${String(options.hash.at)})`);
  const parts = values.map((value: unknown, index) => {
    const data = { ...Object.create(null), ...options.data, _parent: options.data };
    const position = { index, first: index === 0, last: index === values.length - 1 };
    return options.fn(value, { data: Object.assign(data, position), blockParams: [value, index] });
  });
  return parts.join(typeof options.hash.separator === 'string' ? options.hash.separator : '');
}

function present(value: unknown, what: string): void {
  if (value === undefined || value === null) throw new Error(`${what} is ${value}`);
}

function aString(value: unknown): string {
  if (typeof value !== 'string')
    throw new Error(`a string is wanted, not ${value === null ? 'null' : typeof value}`);
  return value;
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new Error(`a list of strings is wanted, not ${typeof value}`);
  return value.map(aString);
}

function listOptions(hash: Readonly<Record<string, unknown>>): layout.ListOptions {
  return { trailing: hash.trailing !== false, broken: hash.broken === true };
}
