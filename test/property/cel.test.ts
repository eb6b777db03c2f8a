import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { printCel } from '../../src/cel/print.ts';
import type { ValueType, Variable } from '../../src/cel/types.ts';
import { printLayout } from '../../src/render/print-layout.ts';
import { fc } from '../seeded.ts';

const variable = (printed: string, type: ValueType): Variable => ({ printed, type });
const int = { kind: 'int', nullable: false } as const;
const text = { kind: 'string', nullable: false } as const;
const line = new Map([
  ['n', variable('n', int)],
  ['t', variable('t', text)],
  ['m', variable('m', { ...int, nullable: true })],
]);
const scope = {
  variables: new Map([
    ['a', variable('a', int)],
    ['b', variable('b', int)],
    ['x', variable('x', { ...int, nullable: true })],
    ['s', variable('s', text)],
    ['r', variable('r', { ...text, nullable: true })],
    ['p', variable('p', { kind: 'bool', nullable: false })],
    [
      'ls',
      variable('ls', {
        kind: 'list',
        of: { kind: 'object', fields: line, nullable: false },
        nullable: false,
      }),
    ],
  ] as const),
};

const small = fc.integer({ min: -3, max: 3 });
const word = fc.constantFrom('', 'a', 'ab', 'b', 'é😀');
const values = fc.record({
  a: small,
  b: small,
  x: fc.option(small),
  s: word,
  r: fc.option(word),
  p: fc.boolean(),
  ls: fc.array(fc.record({ n: small, t: word, m: fc.option(small) }), { maxLength: 3 }),
});

const sign = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
const number = fc.letrec<{ number: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('a', 'b', 'size(ls)', 'size(s)'),
    small.map((value) => (value < 0 ? `(${value})` : String(value))),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
      .map(([l, op, r]) => `(${l} ${op} ${r})`),
    fc
      .tuple(tie('number'), fc.constantFrom('/', '%'), fc.constantFrom('2', '3'))
      .map(([l, op, r]) => `(${l} ${op} ${r})`),
  ),
})).number;

const atom = fc.oneof(
  fc.constant('p'),
  fc.tuple(fc.constantFrom('a', 'b', 'size(ls)'), sign, number).map((parts) => parts.join(' ')),
  fc.tuple(sign, number).map(([op, right]) => `(x == null || x ${op} ${right})`),
  fc.tuple(sign, number).map(([op, right]) => `(x != null && x ${op} ${right})`),
  fc.tuple(sign, word).map(([op, right]) => `s ${op} '${right}'`),
  fc.tuple(fc.constantFrom('==', '!='), word).map(([op, right]) => `r ${op} '${right}'`),
  fc
    .tuple(fc.constantFrom('startsWith', 'endsWith', 'contains'), word)
    .map(([name, part]) => `s.${name}('${part}')`),
  fc.constantFrom("s in ['a', 'ab']", 'a in [1, 2, -1]', "s.matches('^a')", '(r == null ? p : size(r) > a)'),
  fc
    .tuple(fc.constantFrom('all', 'exists', 'exists_one'), sign, number)
    .map(([name, op, right]) => `ls.${name}(l, l.n ${op} ${right})`),
  fc.tuple(sign, number).map(([op, right]) => `ls.all(l, l.m == null || l.m ${op} l.n + ${right})`),
  fc.tuple(sign, small).map(([op, right]) => `size(ls.filter(l, l.t != s)) ${op} ${right}`),
);

const rule = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc
      .tuple(tie('rule'), fc.constantFrom('&&', '||'), tie('rule'))
      .map(([l, op, r]) => `(${l}) ${op} (${r})`),
    fc
      .tuple(tie('rule'), fc.constantFrom('&&', '||'), tie('rule'), fc.constantFrom('&&', '||'), tie('rule'))
      .map((p) => p.join(' ')),
    tie('rule').map((inner) => `!(${inner})`),
    fc.tuple(tie('rule'), tie('rule'), tie('rule')).map(([q, l, r]) => `((${q}) ? (${l}) : (${r}))`),
  ),
})).rule;

/** CEL's ints are bigints. */
function asCel(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(asCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asCel(one)]));
}

const environment = new Environment({ unlistedVariablesAreDyn: true });

describe('a printed rule', () => {
  it('is true exactly where cel-js says that the rule is', () => {
    let compared = 0;
    fc.assert(
      fc.property(rule, fc.array(values, { minLength: 3, maxLength: 3 }), (cel, samples) => {
        const result = printCel(cel, scope);
        if ('fault' in result) {
          // The rules above use nothing that cannot be printed, but may well use only what stands in them.
          expect(result.fault.message).toMatch(/at least one field|stand in the rule/);
          return;
        }
        const code = printLayout(result.rule.code, 100_000);
        const run = new Function(...result.rule.names, `return ${code};`);
        for (const sample of samples) {
          const given = new Map<string, unknown>(Object.entries(sample));
          const wanted: unknown = environment.evaluate(cel, asCel(sample) as Record<string, unknown>);
          expect(run(...result.rule.names.map((name) => given.get(name))), `${cel}\n${code}`).toBe(wanted);
          compared += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(900);
  });
});
