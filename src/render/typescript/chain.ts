import { choice, group, hardline, type Layout, MARKS, nest } from '../layout.ts';
import { callArguments } from './arguments.ts';
import { breaks, type Coder } from './shape.ts';
import type { Expression } from './syntax.ts';

/** A step of `head.a(b).c[d]`. */
interface Link {
  readonly of: Expression;
  readonly code: Layout;
}

type Call = Expression & { kind: 'call' };

/** A call on a member: on one line, or with the calls one a line where there are enough of them. */
export function memberChain(coder: Coder, value: Call, isStatement: boolean): Layout {
  const { links, head, groups, merged, short } = partsOf(coder, value, isStatement);
  const written = groups.map((one) => one.map((link) => link.code).join(''));
  const start = head.map((link) => link.code).join('');
  const flat = start + written.join('');
  if (short && !written.slice(0, -1).some(breaks)) return group(flat);
  const rest = merged ? written.slice(1) : written;
  const broken =
    start + (merged ? (written[0] ?? '') : '') + nest(rest.map((one) => hardline + one).join(''));
  const calls = links.filter((link) => link.of.kind === 'call').map((link) => link.of as Call);
  const complex = calls.length > 2 && calls.some((one) => !one.args.every((arg) => isSimple(arg)));
  if (complex || written.slice(0, -1).some(breaks)) return group(broken);
  return (breaks(flat) ? MARKS.breakGroups : '') + choice([flat, broken]);
}

interface Parts {
  readonly links: readonly Link[];
  readonly head: readonly Link[];
  readonly groups: readonly (readonly Link[])[];
  readonly merged: boolean;
  /** It has too few calls to be broken at them. */
  readonly short: boolean;
}

function partsOf(coder: Coder, value: Call, isStatement: boolean): Parts {
  const links = linksOf(coder, value);
  const count = headCount(links);
  const head = links.slice(0, count);
  const groups = groupsOf(links.slice(count));
  const merged = groups.length > 0 && merges(head, isStatement);
  return { links, head, groups, merged, short: groups.length <= (merged ? 2 : 1) };
}

/** Whether it may be broken at its calls, one a line. */
export function breaksAtCalls(coder: Coder, value: Expression): boolean {
  if (value.kind !== 'call' || value.prefix !== '' || value.callee.kind !== 'member') return false;
  return !partsOf(coder, value, false).short;
}

function linksOf(coder: Coder, value: Expression): readonly Link[] {
  if (value.kind === 'call' && value.prefix === '') {
    const written = value.mark + value.types + callArguments(coder, value);
    return [...linksOf(coder, value.callee), { of: value, code: written }];
  }
  if (value.kind === 'member') return [...linksOf(coder, value.object), { of: value, code: value.name }];
  if (value.kind === 'index')
    return [...linksOf(coder, value.object), { of: value, code: `${value.mark}[${coder.code(value.at)}]` }];
  return [{ of: value, code: coder.code(value, 'object') }];
}

function headCount(links: readonly Link[]): number {
  let count = 1;
  while (links[count]?.of.kind === 'call' || links[count]?.of.kind === 'index') count += 1;
  if (links[0]?.of.kind === 'call') return count;
  while (links[count]?.of.kind === 'member' && links[count + 1]?.of.kind === 'member') count += 1;
  return count;
}

/** `.a.b(c)(d)` each. */
function groupsOf(links: readonly Link[]): readonly (readonly Link[])[] {
  const groups: Link[][] = [];
  for (const link of links) {
    const last = groups.at(-1);
    const opens = link.of.kind === 'member' && last?.at(-1)?.of.kind !== 'member';
    if (last === undefined || opens) groups.push([link]);
    else last.push(link);
  }
  return groups;
}

/** Whether the first call stays beside a head that is short, or a class. */
function merges(head: readonly Link[], isStatement: boolean): boolean {
  const isClass = (name: string): boolean => /^[A-Z]|^[$_]+$/.test(name);
  const last = head.at(-1)?.of;
  if (head.length === 1) {
    if (last?.kind !== 'atom') return false;
    return last.text === 'this' || isClass(last.text) || (isStatement && last.text.length <= 2);
  }
  return last?.kind === 'member' && isClass(last.name.replace(/^\??\./, ''));
}

function isSimple(value: Expression, depth = 0): boolean {
  switch (value.kind) {
    case 'atom':
      return value.of !== 'regex' || value.text.length <= 7;
    case 'object':
      return value.properties.every(
        (one) => one.value === undefined || (one.key !== '' && isSimple(one.value, depth)),
      );
    case 'array':
      return value.items.every((one) => isSimple(one, depth));
    case 'call':
      return (
        depth < 2 && isSimple(value.callee, depth) && value.args.every((one) => isSimple(one, depth + 1))
      );
    case 'member':
      return isSimple(value.object, depth);
    case 'index':
      return isSimple(value.object, depth) && isSimple(value.at, depth);
    case 'unary':
      return /^[!-]$/.test(value.operator) && isSimple(value.of, depth);
    default:
      return false;
  }
}
