import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatSpec } from '../../../src/spec/format.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { fc } from '../../seeded.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const specs = ['examples/minimal', 'examples/todo', 'examples/catalog'].map((name) =>
  read(`${name}/hatmax.yml`),
);
specs.push(read('test/fixtures/spec/everything.yml'), read('test/fixtures/spec/go-0.1.yml'));

function format(text: string): string {
  const { value, diagnostics } = formatSpec(text);
  expect(diagnostics).toEqual([]);
  return value ?? '';
}

describe('formatting', () => {
  it.each(specs.map((text, index) => [index, text] as const))(
    'keeps what spec %i means, and its comments',
    (_, text) => {
      const formatted = format(text);
      expect(loadSpec({ file: 'a', text: formatted }).value?.spec).toEqual(
        loadSpec({ file: 'a', text }).value?.spec,
      );
      expect(formatted.match(/# \S.*/g)).toEqual(text.match(/# \S.*/g));
      expect(format(formatted)).toBe(formatted);
    },
  );

  it('keeps comments, the order of keys, and one blank line at most', () => {
    const text =
      '# top\nname:    shop   # the name\n\n\n\nversion: 1\nservices:\n      todo:   {kind: atom}\n\n# end\n';
    expect(format(text)).toBe(
      '# top\nname: shop # the name\n\nversion: 1\nservices:\n  todo: {kind: atom}\n\n# end\n',
    );
  });

  it('leaves what does not load as it is', () => {
    expect(formatSpec('a: 1\na: 2\n').value).toBeUndefined();
    expect(formatSpec('a: [\n').value).toBeUndefined();
  });

  it('means the same and is stable for any values', () => {
    const key = fc.stringMatching(/^[a-z_]{1,8}$/);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string({ maxLength: 200 }).filter((text) => /^[\P{C}]*$/u.test(text)),
        fc.integer(),
        fc.boolean(),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }), (value) => {
        const formatted = format(JSON.stringify(value));
        expect(parse(formatted)).toEqual(value);
        expect(format(formatted)).toBe(formatted);
      }),
      { numRuns: 100 },
    );
  });
});
