import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue, explain } from '../../../src/diagnostics/catalogue.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../../src/diagnostics/print.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { ownTime } from '../../own-time.ts';
import { fixtureText } from '../spec/fixtures.ts';

const plain = { color: false, width: 80 };
const invalid = new URL('../../fixtures/invalid/', import.meta.url);

function printed(
  text: string,
  start: number,
  end: number,
  more: Partial<Diagnostic> = {},
  options = plain,
): string {
  const found: Diagnostic = {
    code: 'HM1020',
    severity: 'error',
    summary: 'Wrong',
    range: { file: 'a.yml', start, end },
    ...more,
  };
  return printDiagnostics([found], new Map([['a.yml', text]]), options);
}

/** The lines of code and of carets. */
const frame = (text: string) => text.split('\n').slice(3, 5);

describe('printing several', () => {
  const of = (...severities: readonly Diagnostic['severity'][]) =>
    printDiagnostics(
      severities.map((severity) => ({ code: 'HM1020', severity, summary: 'Wrong' })),
      new Map(),
      plain,
    );

  it('ends with how many errors there are, where there is more than one', () => {
    expect(of('error', 'warning', 'error')).toMatch(/Wrong\n\n2 errors, 1 warning\.\n$/);
    expect(of('error', 'error', 'error')).toMatch(/\n\n3 errors\.\n$/);
    for (const few of [of('error'), of('error', 'warning'), of('warning', 'warning')])
      expect(few).toMatch(/Wrong\n$/);
  });
});

describe('printing a diagnostic', () => {
  it.each(['HM1006', 'HM1020', 'HM1028', 'HM1030', 'HM1047', 'HM1072', 'HM1084'])(
    '%s reads as it should',
    async (code) => {
      const file = `${code}.yml`;
      expect(readdirSync(invalid)).toContain(file);
      const text = fixtureText(readFileSync(new URL(file, invalid), 'utf8'));
      const { diagnostics } = loadSpec({ file: 'hatmax.yml', text });
      const page = printDiagnostics(diagnostics, new Map([['hatmax.yml', text]]), plain);
      await expect(page).toMatchFileSnapshot(`golden/${code}.txt`);
    },
  );

  it('underlines under tabs, wide and combining characters', () => {
    expect(frame(printed('a\tb', 2, 3))).toEqual(['1 | a   b', '  |     ^']);
    expect(frame(printed('日本 x', 3, 4))).toEqual(['1 | 日本 x', '  |      ^']);
    expect(frame(printed('日本 x', 0, 2))).toEqual(['1 | 日本 x', '  | ^^^^']);
    expect(frame(printed('e\u0301te\u0301 x', 6, 7))).toEqual(['1 | e\u0301te\u0301 x', '  |     ^']);
    expect(frame(printed('👩‍👧 x', 6, 7))[1]).toBe('  |    ^');
  });

  it('never lets control characters through', () => {
    const page = printed('a\u001b[31mb\u202ec\u0007', 0, 1, {
      summary: 'x\u001b[2Jy',
      detail: 'line\nline',
      hint: '\u009b1m',
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be in it
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(page).toContain('␛[31mb<U+202E>c␇');
  });

  it('cuts long lines around the place', () => {
    const text = `${'a'.repeat(100_000)}HERE${'b'.repeat(100_000)}`;
    const [code = '', carets = ''] = frame(printed(text, 100_000, 100_004));
    expect(code.length).toBeLessThanOrEqual(80);
    expect(code.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
    expect(code).toMatch(/\| …a+HEREb+…$/);
  });

  it('is quick on lines of a megabyte', () => {
    const text = '字'.repeat(1_000_000);
    const spent = ownTime();
    for (let i = 0; i < 20; i++) printed(text, 500_000, 500_001);
    expect(spent()).toBeLessThan(2);
  });

  it('marks the place after the end of the text, and ranges over lines to the end of the first', () => {
    expect(frame(printed('abc', 3, 4))).toEqual(['1 | abc', '  |    ^']);
    expect(frame(printed('abc\ndef', 1, 6))).toEqual(['1 | abc', '  |  ^^']);
    expect(printed('abc\r\ndef', 5, 6)).toContain('a.yml:2:1');
  });

  it('shows related places, and files whose text is not known', () => {
    const page = printed('a: 1\na: 2', 5, 6, {
      related: [{ range: { file: 'a.yml', start: 0, end: 1 }, summary: 'first' }],
    });
    expect(page).toContain(' ::: a.yml:1:1\n');
    expect(page).toContain('- first');
    expect(printed('', 0, 0, { range: { file: 'b.yml', start: 0, end: 0 } })).toContain('--> b.yml\n');
  });

  it('colours only where it is asked to', () => {
    expect(printed('a', 0, 1, {}, { color: true, width: 80 })).toContain('\u001b[31;1m');
  });
});

describe('the catalogue', () => {
  it('explains every code it has', () => {
    for (const [code, { title, explanation, todo }] of catalogue) {
      expect(code).toMatch(/^HM[1-6][0-9]{3}$/);
      expect(title).toMatch(/^\S.*[^.]$/);
      expect(explanation).toMatch(/\.$/);
      expect(todo).toMatch(/\S/);
    }
    expect(explain('hm1020')).toBe(catalogue.get('HM1020'));
    expect(explain('HM9999')).toBeUndefined();
  });
});
