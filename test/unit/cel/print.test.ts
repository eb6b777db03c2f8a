import { describe, expect, it } from 'vitest';
import { printCel } from '../../../src/cel/print.ts';
import type { ValueType, Variable } from '../../../src/cel/types.ts';
import { printLayout } from '../../../src/render/print-layout.ts';

const variable = (printed: string, type: ValueType): Variable => ({ printed, type });
const line = new Map([
  ['quantity', variable('quantity', { kind: 'int', nullable: false })],
  ['price', variable('price', { kind: 'decimal', nullable: false })],
  ['discount', variable('discount', { kind: 'float', nullable: true })],
]);
const scope = {
  variables: new Map([
    [
      'lines',
      variable('lines', {
        kind: 'list',
        of: { kind: 'object', fields: line, nullable: false },
        nullable: false,
      }),
    ],
    ['status', variable('status', { kind: 'enum', values: ['open', 'paid'], nullable: false })],
    ['valid_from', variable('validFrom', { kind: 'date', nullable: false })],
    ['valid_until', variable('validUntil', { kind: 'date', nullable: true })],
    ['total', variable('total', { kind: 'int', nullable: false })],
    ['weight', variable('weight', { kind: 'float', nullable: false })],
    ['name', variable('name', { kind: 'string', nullable: false })],
    ['note', variable('note', { kind: 'string', nullable: true })],
    ['tags', variable('tags', { kind: 'list', of: { kind: 'string', nullable: false }, nullable: false })],
    ['data', variable('data', { kind: 'opaque', nullable: true })],
    ['paid', variable('paid', { kind: 'bool', nullable: false })],
    ['cost', variable('cost', { kind: 'decimal', nullable: false })],
    ['closed_at', variable('closedAt', { kind: 'datetime', nullable: true })],
  ] as const),
};

function printed(rule: string): string {
  const result = printCel(rule, scope);
  return 'rule' in result ? printLayout(result.rule.code) : `fault: ${result.fault.message}`;
}

describe('a rule in TypeScript', () => {
  it.each([
    ["size(lines) > 0 || status == 'open'", "lines.length > 0 || status === 'open'"],
    ['valid_until == null || valid_until >= valid_from', 'validUntil === null || validUntil >= validFrom'],
    ["valid_until != null && valid_until > '2026-01-01'", "validUntil !== null && validUntil > '2026-01-01'"],
    [
      '!(valid_until == null) && valid_until > valid_from',
      '!(validUntil === null) && validUntil > validFrom',
    ],
    [
      'valid_until == null ? paid : valid_until > valid_from',
      'validUntil === null ? paid : validUntil > validFrom',
    ],
    ['lines.all(l, l.quantity >= 1)', 'lines.every((l) => l.quantity >= 1)'],
    ['lines.exists(l, l.quantity > total)', 'lines.some((l) => l.quantity > total)'],
    ['lines.exists_one(l, l.quantity == 1)', 'lines.filter((l) => l.quantity === 1).length === 1'],
    ['size(lines.filter(l, l.quantity > 1)) < 3', 'lines.filter((l) => l.quantity > 1).length < 3'],
    [
      'lines.all(l, l.discount == null || l.discount < 0.5)',
      'lines.every((l) => l.discount === null || l.discount < 0.5)',
    ],
    ['cost >= 0', "compareDecimals(cost, '0') >= 0"],
    ["lines.all(l, l.price != '0.50')", "lines.every((l) => compareDecimals(l.price, '0.50') !== 0)"],
    ["name.startsWith('a') && name.contains('b')", "name.startsWith('a') && name.includes('b')"],
    ["name.matches('^[a-z]+$')", '/^[a-z]+$/u.test(name)'],
    ['size(name) < 5', '[...name].length < 5'],
    ["status in ['open', 'paid']", "['open', 'paid'].includes(status)"],
    ["'x' in tags", "tags.includes('x')"],
    ['total + 2 * 3 > (total + 2) * 3', 'total + 2 * 3 > (total + 2) * 3'],
    ['total / 2 > 1 && total % 2 == 0', 'Math.trunc(total / 2) > 1 && total % 2 === 0'],
    ['total - (total - 1) == 1', 'total - (total - 1) === 1'],
    ['-total < 0', '-total < 0'],
    ['paid && !paid || paid', '(paid && !paid) || paid'],
    ["name + '!' != 'a!'", "name + '!' !== 'a!'"],
    ['data == null', 'data === null'],
  ])('%s', (rule, code) => {
    expect(printed(rule)).toBe(code);
  });

  it('names what it uses, once, as TypeScript calls it', () => {
    const result = printCel(
      'valid_until == null || valid_until > valid_from || lines.all(l, l.quantity > total)',
      scope,
    );
    expect(result).toMatchObject({
      rule: { names: ['validUntil', 'validFrom', 'lines', 'total'], calls: [] },
    });
  });
});

describe('a rule that cannot be used', () => {
  it.each([
    ['size(lines) >', 'not an expression: Unexpected token: EOF', 13, 13],
    ['size(line) > 0', 'there is no line', 5, 9],
    ['lines.all(l, l.amount > 0)', 'there is no amount in it', 13, 21],
    ['valid_until > valid_from', 'valid_until may be null here', 0, 11],
    ['valid_until == null && valid_until > valid_from', 'valid_until may be null here', 23, 34],
    [
      'paid || valid_until != null && paid || valid_until > valid_from',
      'valid_until may be null here',
      39,
      50,
    ],
    ["status == 'closed'", "status is never 'closed'", 0, 18],
    ["status > 'open'", 'one of open, paid has no order; compare with == or !=', 0, 15],
    ['name == 1', 'text cannot be compared with a number', 0, 9],
    ['valid_from > closed_at', 'closed_at may be null here', 13, 22],
    ['total + weight > 1.0', '+ does not go with a number and a number', 0, 14],
    ['total / total > 1', '/ wants a number other than zero that stands in the rule', 8, 13],
    ['1 < 2', 'this compares two values that stand in the rule', 0, 5],
    ['total', 'a rule is true or false; this is a number', 0, 5],
    ['true', 'a rule speaks of at least one field', 0, 4],
    ['name == null', 'name is never null here', 0, 12],
    ['has(lines.x)', 'every field is there; one that is empty is null', 0, 12],
    ['tags[0] == name', 'rules have no indexes, maps and optional values', 0, 7],
    ['lines.sum(l, l.quantity) > 1', 'there is no function sum', 0, 24],
    ["name.matches('[')", 'not a pattern: [', 13, 16],
    ['lines == lines', 'a list cannot be compared with a list', 0, 14],
    ["data == 'x'", 'a value rules cannot look into cannot be compared with text', 0, 11],
  ])('%s', (rule, message, start, end) => {
    const result = printCel(rule, scope);
    expect('fault' in result ? result.fault : result).toMatchObject({ message, start, end });
  });
});
