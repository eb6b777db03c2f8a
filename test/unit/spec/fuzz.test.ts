import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printDiagnostics } from '../../../src/diagnostics/print.ts';
import { formatSpec } from '../../../src/spec/format.ts';
import { loadSpec } from '../../../src/spec/load.ts';

const seed = readFileSync(new URL('../../fixtures/spec/everything.yml', import.meta.url), 'utf8');
const words = [
  '*a',
  '&a',
  '<<:',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '\t',
  '---\n',
  '? ',
  '!x',
  '~',
  '"',
  "'",
  '#',
  '\r',
  '\u0000',
  '\u202e',
  '__proto__',
  ': ',
  '- ',
  '= ',
  '..',
  '9e999',
  '.nan',
  '日本',
];

/** A file with a few things in the wrong places. */
const damaged = fc
  .array(fc.record({ at: fc.nat(seed.length), cut: fc.nat(12), put: fc.constantFrom('', ...words) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), seed),
  );

function holds(text: string): void {
  const file = 'hatmax.yml';
  const { value, diagnostics } = loadSpec({ file, text });
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(failed).toBe(value === undefined);
  const strays = diagnostics.filter(
    ({ range }) => range === undefined || range.start < 0 || range.end < range.start,
  );
  expect(strays).toEqual([]);
  const printed = printDiagnostics(diagnostics, new Map([[file, text]]), { color: false, width: 80 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may reach a terminal
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  formatSpec(text);
}

describe('no input brings the loader down', () => {
  it('damaged specs', () => {
    fc.assert(fc.property(damaged, holds), { numRuns: 40 });
  });

  it('bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => holds(new TextDecoder().decode(bytes))),
      { numRuns: 150 },
    );
  });

  it('any YAML values under any key', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const service = fc.dictionary(
      fc.constantFrom(
        'kind',
        'models',
        'api',
        'aggregates',
        'usecases',
        'events',
        'deployment',
        'pages',
        'clients',
        'config',
        'relations',
      ),
      value,
    );
    const spec = fc.record({
      version: fc.constantFrom(1, 0.1, 2),
      name: value,
      services: fc.dictionary(fc.string(), fc.oneof(service, value)),
      roles: value,
      moved: value,
    });
    fc.assert(
      fc.property(spec, (made) => holds(JSON.stringify(made))),
      { numRuns: 50 },
    );
  });
});
