import { after, fluid, group, type Layout } from '../layout.ts';
import { breaksAtCalls } from './chain.ts';
import { breaks, type Coder, inlinesLogical } from './shape.ts';
import type { Expression } from './syntax.ts';

/** What has fewer columns before its colon gains nothing by a new line. */
const SHORT_KEY = 5;
/** A quarter of a line. */
const SHORT_ARGUMENT = 27;

/** `left operator right`: where the right side goes if both do not fit on a line. */
export function assigned(
  coder: Coder,
  left: Layout,
  operator: string,
  right: Expression,
  { keyWidth = SHORT_KEY }: { readonly keyWidth?: number } = {},
): Layout {
  const short = keyWidth < SHORT_KEY;
  const written = coder.code(right);
  const head = group(left) + operator;
  if (breaksAfter(right, short)) return group(head + after(written));
  if (staysBehind(right, short)) return `${head} ${written}`;
  if (right.kind === 'atom' && right.of === 'string') return group(head + after(written));
  if (isPoorChain(right) && !breaksAtCalls(coder, right))
    return breaks(written) ? `${head} ${written}` : group(head + after(written));
  return head + fluid(written);
}

function breaksAfter(right: Expression, short: boolean): boolean {
  if (right.kind === 'binary') return !inlinesLogical(right);
  if (right.kind === 'conditional') return right.test.kind === 'binary' && !inlinesLogical(right.test);
  if (short) return false;
  let value: Expression = right;
  while (value.kind === 'unary' && value.operator !== '...') value = value.of;
  return (value.kind === 'atom' && value.of === 'string') || isMemberPath(value);
}

function staysBehind(right: Expression, short: boolean): boolean {
  if (right.kind === 'arrow' && right.body.kind === 'arrow') return true;
  if (right.kind !== 'atom') return short && isMemberPath(right);
  return right.of === 'template' || (short && (right.of === 'string' || right.of === 'word'));
}

function isMemberPath(value: Expression): boolean {
  if (value.kind !== 'member') return false;
  return value.object.kind === 'member' ? isMemberPath(value.object) : value.object.kind === 'atom';
}

/** Names and calls of next to nothing: it has no good place to break in. */
function isPoorChain(value: Expression, inside = false): boolean {
  if (value.kind === 'unary' && value.operator === 'await ') return isPoorChain(value.of);
  if (value.kind === 'member') return isPoorChain(value.object, true);
  if (value.kind === 'call' && value.prefix === '') {
    const [first] = value.args;
    if (value.args.length > 1 || (first !== undefined && !isShort(first))) return false;
    return isPoorChain(value.callee, true);
  }
  return inside && value.kind === 'atom' && value.of === 'word';
}

function isShort(value: Expression): boolean {
  if (value.kind === 'unary') return isShort(value.of);
  if (value.kind === 'object') return value.properties.length === 0;
  if (value.kind === 'array') return value.items.length === 0;
  return value.kind === 'atom' && value.of !== 'regex' && value.text.length <= SHORT_ARGUMENT;
}
