import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, hatmax, ROOT } from '../cli/hatmax.ts';
import { fc, SEED } from '../seeded.ts';

const AWKWARD = readFileSync(join(ROOT, 'test/fixtures/spec/awkward.yml'), 'utf8');
const TYPES = [
  'string! unique',
  'text?',
  'int! >= 1',
  'decimal(9,3)?',
  'bool?',
  'enum(aa, bb)',
  'date?',
  '[string]',
  'json?',
  'uuid?',
  'bytes?',
  'email!',
];

/** No word of the language begins with a q. */
const NAME = /^q[a-z]{4,9}(_[a-z]{4,9})?$/;

const pascal = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A service of some models with some fields each, one that refers to another, and an aggregate. */
const specs = fc
  .record({
    names: fc.uniqueArray(fc.stringMatching(NAME), { minLength: 60, maxLength: 60 }),
    models: fc.array(fc.subarray(TYPES, { minLength: 1, maxLength: 6 }), { minLength: 3, maxLength: 4 }),
  })
  .map(({ names, models }) => {
    const next = () => names.pop() ?? '';
    const called = models.map(() => pascal(next()));
    const lines = models.flatMap((types, index) => [
      `      ${called[index]}:`,
      '        fields:',
      ...types.map((type) => `          ${next()}: ${type}`),
      ...(index === 1 ? [`          ${next()}: ref(${called[0]})?`] : []),
    ]);
    return [
      ...[
        'version: 1',
        'name: sys',
        'services:',
        `  ${next().replace('_', '-')}:`,
        '    kind: atom',
        '    models:',
      ],
      ...lines,
      ...['    aggregates:', `      ${pascal(next())}:`, `        fields: {${next()}: string!}`],
      ...['        children:', `          ${next()}: {of: ${called[2]}}`, ''],
    ].join('\n');
  });

describe('what is generated passes Biome as it is', () => {
  async function checked(spec: string, ...flags: readonly string[]): Promise<string> {
    const cwd = folder({ 'hatmax.yml': spec });
    const applied = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(applied.code, `${spec}\n${applied.stderr}`).toBe(0);
    execFileSync('git', ['init', '-q'], { cwd });
    const biome = join(ROOT, 'node_modules/.bin/biome');
    return execFileSync(biome, ['check', ...flags, '.'], { cwd, encoding: 'utf8' });
  }

  test('for long and awkward names', async () => {
    expect(await checked(AWKWARD, '--linter-enabled=false')).toMatch(/No fixes applied/);
  });

  test.each(fc.sample(specs, { numRuns: 6, seed: SEED }))('for any spec: %#', async (spec) => {
    expect(await checked(spec, '--error-on-warnings')).toMatch(/No fixes applied/);
  });
});
