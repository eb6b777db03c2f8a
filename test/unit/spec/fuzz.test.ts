import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/diagnostics/catalogue.ts';
import { printDiagnostics } from '../../../src/diagnostics/print.ts';
import { formatSpec } from '../../../src/spec/format.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { ownTime } from '../../own-time.ts';
import { fc } from '../../seeded.ts';

// The same inputs in every run, so that a red run is of the change and not of the day; HATMAX_FUZZ_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.HATMAX_FUZZ_SEED ?? 20_261_122) });

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

/** What the loader says, in the time it may take. */
function loadInTime(text: string): ReturnType<typeof loadSpec> {
  const spent = ownTime();
  const loaded = loadSpec({ file: 'hatmax.yml', text });
  // Half a second for cold code, whatever the length.
  expect(spent()).toBeLessThan(0.5 + Math.max(1, text.length / 100_000));
  return loaded;
}

function holds(text: string): void {
  const file = 'hatmax.yml';
  const { value, diagnostics } = loadInTime(text);
  expect(diagnostics.filter(({ code }) => explain(code) === undefined)).toEqual([]);
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(failed).toBe(value === undefined);
  const strays = diagnostics.filter(
    ({ range }) =>
      range === undefined || range.start < 0 || range.end < range.start || range.end > text.length + 1,
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

  it('large files with a few things in the wrong places', () => {
    const large = fc
      .tuple(fc.integer({ min: 20, max: 60 }), damaged)
      .map(([times, text]) => text + seed.repeat(times).slice(0, 200_000));
    fc.assert(fc.property(large, holds), { numRuns: 4 });
  });

  // Time is asked of the process; the test itself may wait for a busy machine.
  it('what only grows: one thing many times over', { timeout: 600_000 }, () => {
    const many = fc.tuple(
      fc.constantFrom('', 'version: 1\nname: a\nservices:\n', 'version: 1\nname: '),
      fc.constantFrom(...words, 'a', ' ', '\n', 'a:\n ', '"a', '- a\n', 'x: {y: ', '  a: {kind: atom}\n'),
    );
    const grown = ([head, part]: readonly [string, string]) =>
      head + part.repeat(Math.ceil(100_000 / part.length));
    fc.assert(
      fc.property(many, (one) => holds(grown(one))),
      { numRuns: 12 },
    );
  });

  it('anything, as often as there is time for', { timeout: 3_600_000 }, () => {
    const bytes = fc.uint8Array({ maxLength: 2000 }).map((some) => new TextDecoder().decode(some));
    const mixed = fc.oneof(
      damaged,
      bytes,
      fc.tuple(damaged, bytes).map(([one, other]) => one + other),
    );
    const seconds = Number(process.env.HATMAX_FUZZ_SECONDS ?? 0);
    const endless = {
      numRuns: 1_000_000,
      interruptAfterTimeLimit: 1000 * seconds,
      markInterruptAsFailure: false,
    };
    const limits = seconds === 0 ? { numRuns: 100 } : endless;
    fc.assert(fc.property(mixed, holds), limits);
  });
});
