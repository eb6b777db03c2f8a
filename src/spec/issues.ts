import type { core } from 'zod';
import { pathText } from './path.ts';
import type { Problem } from './report.ts';
import { didYouMean, enumerate } from './suggest.ts';
import type { Span, Tree } from './tree.ts';

export interface Found {
  readonly path: readonly string[];
  /** What stands there, or undefined where a key is missing. */
  readonly tree: Tree | undefined;
  /** The key of the value, or that of the map a key is missing in. */
  readonly keyAt: Span;
}

type Issue = core.$ZodIssue;

/** What zod found, in words for people. */
export function describeIssue(issue: Issue, found: Found): Problem {
  const { tree } = found;
  if (found.path.length === 1 && found.path[0] === 'version' && tree !== undefined) return version(tree);
  if (tree === undefined) return missing(issue, found);
  const at = tree.kind === 'scalar' ? tree.at : found.keyAt;
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'HM1021', at, ...wrongType(expectation(issue.expected), tree, found) };
    case 'invalid_value':
      return { code: 'HM1022', at, ...notAmong(issue.values.map(String), tree, found) };
    case 'too_small':
    case 'too_big':
      return bound(issue, at, found);
    case 'invalid_format':
      return { code: 'HM1025', at, ...format(issue.message, tree, found) };
    case 'invalid_union':
      return { code: 'HM1021', at, ...wrongType(unionText(issue), tree, found) };
    default:
      return { code: 'HM1021', at, ...wrongType('something else', tree, found) };
  }
}

const newest = 1;

function version(tree: Tree): Problem {
  const value = tree.kind === 'scalar' ? tree.value : undefined;
  if (typeof value === 'number' && value > newest)
    return {
      code: 'HM1028',
      at: tree.at,
      summary: `Version ${value} of the language needs a newer hatmax`,
      why: `This hatmax knows versions 1, 0.2 and 0.1. What a later version means cannot be guessed.`,
      todo: 'Update: `npm install hatmax@latest`.',
    };
  return {
    code: 'HM1029',
    at: tree.at,
    summary: `${value === undefined || value === null ? 'This' : `\`${value}\``} is not a version of the language`,
    why: 'The version says how the rest of the file is read: 1, or 0.1 and 0.2 for files of the Go tool.',
    todo: 'Write `version: 1`.',
  };
}

function missing(issue: Issue, { path, keyAt }: Found): Problem {
  const key = path.at(-1) ?? '';
  const inside = path.slice(0, -1);
  return {
    code: 'HM1023',
    at: keyAt,
    summary: `The key \`${key}\` is missing ${inside.length === 0 ? 'at the top level' : `in \`${pathText(inside)}\``}`,
    why: 'It has no default, since nothing would be right for everybody.',
    todo: isField(inside)
      ? `Write a type: \`${inside.at(-1)}: string\`.`
      : `Add \`${key}: ${sample(issue, inside.length === 0 ? key : '')}\`.`,
  };
}

const samples: Readonly<Record<string, string>> = {
  version: '1',
  name: 'shop',
  services: '{todo: {kind: atom}}',
};

function sample(issue: Issue, key: string): string {
  const own = samples[key];
  if (own !== undefined) return own;
  if (issue.code === 'invalid_value') return issue.values.slice(0, 4).join(' | ');
  return '...';
}

function expectation(expected: string): string {
  return texts[expected] ?? expected;
}

const texts: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys',
  record: 'a map of names',
  array: 'a list',
};

function unionText(issue: Issue & { code: 'invalid_union' }): string {
  const expected = issue.errors.flatMap((option) =>
    option.flatMap((inner) => (inner.code === 'invalid_type' ? [expectation(inner.expected)] : [])),
  );
  return expected.length === 0 ? 'something else' : [...new Set(expected)].join(' or ');
}

/** What stands there: `the text "abc"`, `a list`. */
export function kindText(tree: Tree): string {
  if (tree.kind === 'list') return 'a list';
  if (tree.kind === 'map') return 'a map';
  if (tree.value === null) return 'nothing';
  if (typeof tree.value === 'string') return `the text ${JSON.stringify(tree.value.slice(0, 60))}`;
  if (typeof tree.value === 'boolean') return `\`${tree.value}\``;
  return `the number ${tree.source ?? tree.value}`;
}

function nameOf({ path }: Found): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  return /^[0-9]+$/.test(last) && path.length > 1 ? `An item of \`${path.at(-2)}\`` : `\`${last}\``;
}

type Words = Pick<Problem, 'summary' | 'why' | 'todo'>;

/** `services.todo.models.Item.fields.due`, and so for aggregates and payloads. */
function isField(path: readonly string[]): boolean {
  return path.length >= 4 && ['fields', 'payload'].includes(path.at(-2) ?? '');
}

/** What is one level further out than it was meant to be. */
const KEYS_OF_A_SERVICE = ['kind', 'description', 'port', 'models', 'aggregates', 'fields', 'api', 'config'];

function placeAdvice({ path }: Found): string | undefined {
  const [top, key = ''] = path;
  if (isField(path)) return `Write a type, such as \`${path.at(-1)}: string\`, or a map with \`type\`.`;
  if (top !== 'services') return undefined;
  if (path.length === 1) return 'Write a name and below it what it is: `todo: {kind: atom}`.';
  return path.length === 2 && KEYS_OF_A_SERVICE.includes(key)
    ? `\`${key}\` is a key of a service: put it below the name of one, two spaces further right.`
    : undefined;
}

function wrongType(expected: string, tree: Tree, found: Found): Words {
  return {
    summary: `${nameOf(found)} must be ${expected}, and is ${kindText(tree)}`,
    why: `\`${pathText(found.path)}\` is read as ${expected}.`,
    todo: placeAdvice(found) ?? typeAdvice(expected, tree) ?? `Write ${expected} here.`,
  };
}

function typeAdvice(expected: string, tree: Tree): string | undefined {
  if (tree.kind !== 'scalar') return undefined;
  const { value } = tree;
  if (expected === 'a text' && (typeof value === 'number' || typeof value === 'boolean'))
    return `Put it into quotes: "${tree.source ?? value}".`;
  if (expected === 'true or false' && typeof value === 'string' && /^(yes|no|on|off|y|n)$/i.test(value))
    return 'YAML 1.2 knows only `true` and `false`; `yes`, `no`, `on` and `off` are texts.';
  if (/number/.test(expected) && typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)))
    return `Leave out the quotes: ${value}.`;
  if (expected === 'a list' && value !== null) return `Put it into brackets: [${value}].`;
  return undefined;
}

function notAmong(values: readonly string[], tree: Tree, found: Found): Words {
  const written =
    tree.kind === 'scalar' && tree.value !== null ? `\`${String(tree.value).slice(0, 60)}\`` : kindText(tree);
  return {
    summary: `${nameOf(found)} cannot be ${written}`,
    why: values.length === 1 ? `It can only be \`${values[0]}\`.` : `It is one of ${enumerate(values, 20)}.`,
    todo:
      tree.kind === 'scalar' ? didYouMean(String(tree.value), values) : `Use one of ${enumerate(values)}.`,
  };
}

type Bound = Issue & { code: 'too_small' | 'too_big' };

function bound(issue: Bound, at: Span, found: Found): Problem {
  const small = issue.code === 'too_small';
  const limit = String(small ? issue.minimum : issue.maximum);
  if (issue.origin === 'number' || issue.origin === 'int')
    return {
      code: 'HM1024',
      at,
      summary: `${nameOf(found)} must be ${small ? 'at least' : 'at most'} ${limit}`,
      why: `Nothing ${small ? 'less' : 'more'} makes sense for \`${pathText(found.path)}\`.`,
      todo: `Write a number of ${limit} or ${small ? 'more' : 'less'}.`,
    };
  const what = issue.origin === 'string' ? 'characters' : 'elements';
  return {
    code: small ? 'HM1026' : 'HM1027',
    at,
    summary: small
      ? `${isEnum(found) ? 'The enum' : nameOf(found)} is empty`
      : `${nameOf(found)} has more than ${limit} ${what}`,
    why: small ? `It needs at least ${limit === '1' ? 'one' : limit}.` : `At most ${limit} ${what} are read.`,
    todo: small ? emptyAdvice(found) : 'Make it shorter.',
  };
}

function isEnum({ path }: Found): boolean {
  return path.at(-1) === 'values' || (path.at(-1) === 'value' && path.at(-3) === 'values');
}

function emptyAdvice(found: Found): string {
  return isEnum(found) ? 'Write its values: `enum(draft, live)`.' : 'Write something, or leave the key out.';
}

function format(expected: string, tree: Tree, found: Found): Words {
  return {
    summary: `${nameOf(found)} must be ${expected}`,
    why: `${kindText(tree).replace(/^t/, 'T')} cannot be read as that.`,
    todo: `Write ${expected}.`,
  };
}
