import { choice, group, type Layout, list, MARKS } from '../layout.ts';
import { breaks, type Coder } from './shape.ts';
import type { Expression } from './syntax.ts';

/** `(a, b)`. The brackets stay close to a last argument that breaks well by itself. */
export function callArguments(coder: Coder, call: Expression & { kind: 'call' }): Layout {
  const { args } = call;
  if (args.length === 0) return '()';
  if (isTest(call)) return `(${args.map((one) => coder.code(one)).join(', ')})`;
  const written = args.map((one) => coder.code(one, 'argument'));
  const [only] = args;
  if (args.length === 1 && only?.kind === 'atom' && only.text.includes('\n')) return `(${only.text})`;
  const spread = list('(', written, ')', { broken: true });
  if (hugsFirst(args)) return huggedFirst(written, spread);
  if (!hugsLast(args)) return list('(', written, ')');
  return huggedLast(coder, args, written, spread);
}

function huggedLast(
  coder: Coder,
  args: readonly Expression[],
  written: readonly Layout[],
  spread: Layout,
): Layout {
  const before = written.slice(0, -1);
  if (before.some(breaks)) return spread;
  const last = args.at(-1) as Expression;
  const close = last.kind === 'arrow' ? coder.hugged(last) : (written.at(-1) ?? '');
  if (close.includes('\n')) return spread;
  const head = `(${before.map((one) => `${one}, `).join('')}`;
  return choice([`${head}${close})`, `${head}${group(MARKS.breakGroups + close)})`, spread]);
}

function huggedFirst(written: readonly Layout[], spread: Layout): Layout {
  const [first = '', ...rest] = written;
  if (rest.some(breaks)) return spread;
  const tail = `${rest.map((one) => `, ${one}`).join('')})`;
  return choice([`(${first}${tail}`, `(${group(MARKS.breakGroups + first)}${tail}`, spread]);
}

function isFunction(value: Expression | undefined): boolean {
  return value?.kind === 'function' || (value?.kind === 'arrow' && value.body.kind === 'block');
}

function hugsFirst(args: readonly Expression[]): boolean {
  const [first, second] = args;
  if (args.length !== 2 || second === undefined || !isFunction(first)) return false;
  return (
    second.kind !== 'conditional' && second.kind !== 'function' && second.kind !== 'arrow' && !expands(second)
  );
}

function hugsLast(args: readonly Expression[]): boolean {
  const last = args.at(-1);
  const before = args.at(-2);
  if (last === undefined || !expands(last) || before?.kind === last.kind) return false;
  if (args.length === 2 && before?.kind === 'arrow' && last.kind === 'array') return false;
  return !(args.length > 1 && last.kind === 'array' && isNumbers(last.items));
}

function isNumbers(items: readonly Expression[]): boolean {
  return items.length > 1 && items.every((one) => one.kind === 'atom' && one.of === 'number');
}

function expands(value: Expression): boolean {
  switch (value.kind) {
    case 'object':
      return value.properties.length > 0;
    case 'array':
      return value.items.length > 0;
    case 'as':
      return expands(value.of);
    case 'function':
      return true;
    case 'arrow':
      return expandsBody(value.body);
    default:
      return false;
  }
}

function expandsBody(body: (Expression & { kind: 'arrow' })['body']): boolean {
  if (body.kind === 'block' || body.kind === 'arrow' || body.kind === 'call' || body.kind === 'conditional')
    return body.kind !== 'call' || body.prefix === '';
  const inner = body.kind === 'paren' ? body.of : body;
  return inner.kind === 'object' || inner.kind === 'array' || (inner.kind === 'as' && expands(inner));
}

/** `test('what', () => {` keeps to one line, whatever its title takes. */
function isTest({ callee, args }: Expression & { kind: 'call' }): boolean {
  if (args.length < 2 || args.length > 3) return false;
  const [title, body, time] = args;
  const root = callee.kind === 'member' ? callee.object : callee;
  if (root.kind !== 'atom' || !/^(describe|it|test|beforeEach|afterEach)$/.test(root.text)) return false;
  if (callee.kind === 'member' && !/^\.(only|skip)$/.test(callee.name)) return false;
  if (title?.kind !== 'atom' || (title.of !== 'string' && title.of !== 'template')) return false;
  if (time !== undefined && (time.kind !== 'atom' || time.of !== 'number')) return false;
  return isFunction(body) && (body?.kind !== 'arrow' || body.signature.parameters.length <= 1);
}
