import { describe, expect, it } from 'vitest';
import * as layout from '../../../src/render/layout.ts';
import { docComment, jsonLayout, lineComment, tsLiteral, tsString } from '../../../src/render/literals.ts';
import { printLayout } from '../../../src/render/print-layout.ts';

const names = ['alpha', 'beta', 'gamma'];
const many = Array.from({ length: 20 }, (_, index) => `parameter${index}`);

describe('layout', () => {
  it('leaves a list flat where it fits', () => {
    expect(printLayout(`  f${layout.list('(', names, ')')};`)).toBe('  f(alpha, beta, gamma);');
    expect(printLayout(layout.list('{', names, '}'))).toBe('{ alpha, beta, gamma }');
    expect(printLayout(layout.list('{', [], '}'))).toBe('{}');
  });

  it('breaks a list under the indentation of its line, with a trailing comma', () => {
    const text = `const x = 1;\n  const made = make${layout.list('(', many, ')')};\n`;
    const wanted = `const x = 1;\n  const made = make(\n${many.map((one) => `    ${one},\n`).join('')}  );\n`;
    expect(printLayout(text)).toBe(wanted);
  });

  it('counts what follows up to the next new line', () => {
    const eighty = 'x'.repeat(80);
    expect(printLayout(`f(${layout.list('[', [eighty], ']')}, ${'y'.repeat(22)});\nz`)).toContain(
      `[${eighty}]`,
    );
    expect(printLayout(`f(${layout.list('[', [eighty], ']')}, ${'y'.repeat(23)});\nz`)).toContain('[\n');
  });

  it('breaks the outer group before the inner one', () => {
    const inner = layout.call('inner', ['a', 'b']);
    const text = layout.call('outer', [inner, 'z'.repeat(90), inner]);
    expect(printLayout(text)).toBe(`outer(\n  inner(a, b),\n  ${'z'.repeat(90)},\n  inner(a, b),\n)`);
  });

  it('leaves out the trailing comma where asked', () => {
    expect(printLayout(layout.list('(', many, ')', { trailing: false }))).toMatch(/parameter19\n\)$/);
  });

  it('writes a union flat or one a line', () => {
    expect(printLayout(`type A =${layout.union(["'a'", "'b'"])};`)).toBe("type A = 'a' | 'b';");
    const long = many.map((one) => `'${one}'`);
    const lines = long.map((one) => `  | ${one}`).join('\n');
    expect(printLayout(`type A =${layout.union(long)};`)).toBe(`type A =\n${lines};`);
  });

  it('breaks a chain of three calls where it is too long or complex, never a chain of two', () => {
    const short = ['.string()', '.min(1)', '.max(2)'];
    expect(printLayout(layout.chain('z', short))).toBe('z.string().min(1).max(2)');
    expect(printLayout(layout.chain('z', short, { complex: true }))).toBe(
      'z\n  .string()\n  .min(1)\n  .max(2)',
    );
    expect(printLayout(layout.chain('z', short.slice(1), { complex: true }))).toBe('z.min(1).max(2)');
  });

  it('never breaks off a single imported name', () => {
    const name = 'n'.repeat(100);
    expect(printLayout(layout.importFrom('./x.ts', [name]))).toBe(`import { ${name} } from './x.ts';`);
    expect(printLayout(layout.importFrom('./x.ts', many, { type: true }))).toMatch(
      /^import type \{\n {2}parameter0,\n/,
    );
  });

  it('fills numbers and paragraphs', () => {
    const numbers = tsLiteral(Array.from({ length: 60 }, (_, index) => index));
    const lines = printLayout(numbers).split('\n');
    expect(lines[0]).toBe('[');
    expect(lines[1]?.length).toBeGreaterThan(100);
    expect(lines.at(-2)).toMatch(/59,$/);
    expect(Math.max(...lines.map((one) => one.length))).toBeLessThanOrEqual(110);
  });

  it('throws on marks that do not pair up', () => {
    expect(() => printLayout(layout.MARKS.groupOpen)).toThrow('never closed');
    expect(() => printLayout(layout.MARKS.groupClose)).toThrow('never opened');
  });
});

describe('literals', () => {
  it.each([
    ['\u0024{x} `y` \\', '`\\\u0024{x} \\`y\\` \\\\`'],
    ['plain', "'plain'"],
    ["won't", '"won\'t"'],
    [`'"`, `'\\'"'`],
    ['back\\slash', "'back\\\\slash'"],
    ['a\nb\u2028c\u0000\uFDD0', "'a\\nb\\u2028c\\u0000\\ufdd0'"],
  ])('writes %j as TypeScript', (text, wanted) => {
    expect(tsString(text)).toBe(wanted);
    expect(new Function(`return ${tsString(text)}`)()).toBe(text);
  });

  it('quotes only the keys that need it', () => {
    expect(printLayout(tsLiteral({ a: 1, 'b-c': [true, null] }))).toBe("{ a: 1, 'b-c': [true, null] }");
    const table = [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ];
    expect(printLayout(tsLiteral(table))).toBe('[\n  { a: 1, b: 2 },\n  { a: 3, b: 4 },\n]');
    expect(printLayout(tsLiteral([{ a: 1 }, { a: 2 }]))).toBe('[{ a: 1 }, { a: 2 }]');
  });

  it('writes JSON as a formatter would', () => {
    const text = printLayout(jsonLayout({ a: [1, 2], b: {}, c: { d: ['x'] } }));
    expect(text).toBe('{\n  "a": [1, 2],\n  "b": {},\n  "c": {\n    "d": ["x"]\n  }\n}');
    expect(printLayout(jsonLayout({ a: ['x'] }, { expand: true }))).toBe('{\n  "a": [\n    "x"\n  ]\n}');
  });

  it('writes a comment on one line or wrapped, and does not let it end early', () => {
    expect(printLayout(docComment('A */ B'))).toBe('/** A *\\/ B */');
    const long = printLayout(`  ${docComment('word '.repeat(40))}\n`).split('\n');
    expect(long[0]).toBe('  /**');
    expect(long[1]).toMatch(/^ {3}\* word/);
    expect(long.at(-2)).toBe('   */');
    expect(printLayout(lineComment('word '.repeat(40)))).toMatch(/^\/\/ word[^\n]*\n\/\/ word/);
  });
});
