import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { specCodes } from '../../../src/diagnostics/catalogue/spec.ts';
import { Lines } from '../../../src/diagnostics/lines.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { ownTime } from '../../own-time.ts';
import { fixtureText } from './fixtures.ts';

const folder = new URL('../../fixtures/invalid/', import.meta.url);
const files = readdirSync(folder).filter((name) => /^HM1[0-9]{3}(-[a-z]+)?\.yml$/.test(name));

function problemsOf(name: string) {
  const raw = readFileSync(new URL(name, folder), 'utf8');
  const text = fixtureText(raw);
  const lines = new Lines(text);
  const spent = ownTime();
  const { value, diagnostics } = loadSpec({ file: name, text });
  const took = spent();
  const found = diagnostics.map(({ code, range }) => {
    const { line, column } = lines.positionOf(range?.start ?? -1);
    return `${code} ${line}:${column}`;
  });
  const expected = /^# expects (.*)$/m.exec(raw)?.[1] ?? '';
  return { value, diagnostics, found, expected, took };
}

describe('what a spec can have wrong', () => {
  it.each(files.filter((name) => name !== 'HM1099.yml'))(
    '%s: exactly what its first line says, with position',
    (name) => {
      const { value, diagnostics, found, expected } = problemsOf(name);
      expect(found.join(', ')).toBe(expected);
      expect(found.every((problem) => problem.startsWith(name.slice(0, 6)))).toBe(true);
      expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      for (const { summary, detail, hint } of diagnostics) {
        expect(summary).toMatch(/^\S.*[^.\s]$/);
        expect(detail).toMatch(/\S/);
        expect(hint).toMatch(/\S/);
      }
    },
  );

  it('shows 200 problems, and says that there are more', () => {
    const { found } = problemsOf('HM1099.yml');
    expect(found).toHaveLength(201);
    expect(found.at(-1)).toMatch(/^HM1099 /);
  });

  it.each(files)('%s takes less than a second', (name) => {
    expect(problemsOf(name).took).toBeLessThan(1);
  });

  it('has a fixture for every code, and no code without an explanation', () => {
    const codes = new Set(files.map((name) => name.slice(0, 6)));
    expect([...codes].sort()).toEqual(Object.keys(specCodes).sort());
  });
});
