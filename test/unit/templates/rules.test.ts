import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rendered } from './rendered.ts';

const RULES = readFileSync(join(import.meta.dirname, '../../fixtures/spec/rules.yml'), 'utf8');
const files = rendered(RULES);
const textOf = (path: string): string => files.get(path) ?? '';

describe('words of a validation', () => {
  const contract = textOf('packages/contracts/src/desk/ticket.ts');

  it.each([
    "required: 'Every ticket has a code',",
    "message: 'is three capitals, a dash and digits, which may be very long words to be told indeed',",
    "mail: email({ format: 'is no address' }),",
    "min: { is: 1, message: 'at least one' }, below: 9 }),",
    "oneOf: { is: ['1.50', '2.00'], message: 'has two prices' },",
    "min: { is: '2026-01-01T00:00:00.000Z', message: 'is long gone' }",
    "max: { is: '17:30:00', message: 'is too late' }",
    "{ maxItems: { is: 3, message: 'are too many' } }",
    "pattern: ['^[a-z]', { is: '[0-9]$', message: 'ends with a digit' }]",
    "code: fixed('A code is for ever').optional(),",
  ])('are in the contract: %s', (part) => {
    expect(contract).toContain(part);
  });

  it('stand in place of what a function of the user says, and of what the database refuses', () => {
    expect(textOf('services/desk/src/domain/ticket.ts')).toContain(
      "knownMail(ticket.mail) && 'is nobody we know'",
    );
    expect(textOf('services/desk/src/repository/sqlite/ticket.ts')).toContain(
      "taken: { code: 'Somebody else has this code already' },",
    );
  });

  it('are asked for by the tests', () => {
    const tests = textOf('services/desk/test/http/ticket.test.ts');
    expect(tests).toContain("['code', undefined, 'Every ticket has a code'],");
    expect(tests).toContain("['count', 0, 'at least one'],");
    expect(tests).toContain("wordsOn(answer, 'code')).toEqual(['Somebody else has this code already'])");
    expect(tests).toContain("[['code', 'A code is for ever']]");
  });
});

describe('the fewest children of a root', () => {
  it('are wanted by the contract, where nothing stands in for them, and by the domain', () => {
    const contract = textOf('packages/contracts/src/desk/basket.ts');
    expect(contract).toContain('lines: list(LineCreate, { minItems: 1, maxItems: 9 }),');
    expect(contract).toContain('parts: list(PartCreate, { minItems: 3, maxItems: 1000 }),');
    const domain = textOf('services/desk/src/domain/basket.ts');
    expect(domain).toContain("...tooFew('lines', basket.lines, 1),");
    expect(domain).toContain("...tooFew('parts', basket.parts, 3),");
  });

  it('are in samples and demo data, and are not left by the tests', () => {
    expect(textOf('services/desk/test/http/samples/basket.ts')).toContain('[await lineBody(api, n + 4)]');
    expect(textOf('services/desk/src/seed/basket.ts')).toContain("lines: [{ sku: 'Sample 1'");
    expect(textOf('services/desk/test/http/basket.test.ts')).toContain(
      "it('is not left with fewer than 3 of its parts', async () => {",
    );
  });

  it('are told apart: what must not repeat has a value for each of them', () => {
    const skus = /sku: pick\(\s*\[([^\]]*)\]/.exec(textOf('services/desk/test/http/samples/basket.ts'))?.[1];
    expect(new Set(skus?.match(/'[^']+'/g)).size).toBe(8);
  });
});

it('a service says in package.json what it starts after', () => {
  const text = RULES.replace('  desk:\n', '  desk:\n    depends_on: [bank]\n').concat(
    '  bank:\n    models: {Money: {fields: {sum: int!}}}\n',
  );
  const of = (service: string) => JSON.parse(rendered(text).get(`services/${service}/package.json`) ?? '');
  expect(of('desk')).toMatchObject({ config: { startsAfter: ['bank'] } });
  expect(of('bank')).not.toHaveProperty('config');
});

it('the description of a route is in OpenAPI and above the method of the client', () => {
  const words = 'All tickets, the newest last.';
  expect(textOf('services/desk/src/http/ticket.ts')).toMatch(new RegExp(`description:\\s+'${words}`));
  expect(textOf('packages/contracts/src/desk/client.ts')).toMatch(
    new RegExp(`\\* ${words}[^/]*/\\s+ticketList`),
  );
});
