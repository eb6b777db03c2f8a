import { describe, expect, it } from 'vitest';
import { mergeJson } from '../../../src/merge/json.ts';

const BASE =
  '{\n  "name": "x",\n  "scripts": {\n    "build": "tsc",\n    "test": "vitest"\n  },\n  "files": ["dist"]\n}\n';
const text = (base: string, ours: string, theirs: string) => {
  const merge = mergeJson(base, ours, theirs);
  return merge.kind === 'merged' ? merge.text : merge;
};

describe('a merge of JSON', () => {
  it('leaves layout, order, comments and other keys of the user as they are', () => {
    const ours =
      '{\n\t// mine\n\t"extra": {"tight":true},\n\t"scripts": { "test": "vitest", "build": "tsc", "mine": "x" }, // same line\n\t"name": "x",\n\t"files": ["dist"],\n}\n';
    const theirs = BASE.replace('"tsc"', '"tsc -b"').replace(
      '"test": "vitest"',
      '"test": "vitest",\n    "lint": "biome"',
    );
    expect(text(BASE, ours, theirs)).toBe(
      '{\n\t// mine\n\t"extra": {"tight":true},\n\t"scripts": { "test": "vitest", "lint": "biome", "build": "tsc -b", "mine": "x" }, // same line\n\t"name": "x",\n\t"files": ["dist"],\n}\n',
    );
  });

  it('puts a new key after its neighbour, below the comment that is on its line', () => {
    const ours = '{\n  "a": 1, // about a\n  // about z\n  "z": 1 // last\n}\n';
    expect(text('{"a":1}', ours, '{\n  "a": 1,\n  "b": {\n    "c": []\n  }\n}\n')).toBe(
      '{\n  "a": 1, // about a\n  "b": {\n    "c": []\n  },\n  // about z\n  "z": 1 // last\n}\n',
    );
    expect(text('{"z":1}', '{\n  "z": 1 // last\n}\n', '{\n  "z": 1,\n  "zz": 2\n}\n')).toBe(
      '{\n  "z": 1, // last\n  "zz": 2\n}\n',
    );
    expect(text('{"z":1}', '{\n  "z": 1\n}\n', '{\n  "a": 2,\n  "z": 1\n}\n')).toBe(
      '{\n  "a": 2,\n  "z": 1\n}\n',
    );
    expect(text('{}', '{}', '{\n  "a": 2,\n  "z": 1\n}\n')).toBe('{\n  "a": 2,\n  "z": 1\n}');
  });

  it('takes a removed key out with its line and leaves the comments', () => {
    const ours = '{\n  // about a\n  "a": 1,\n  "b": 2 // about b\n}\n';
    expect(text('{"a":1,"b":2}', ours, '{"a":1}')).toBe('{\n  // about a\n  "a": 1\n  // about b\n}\n');
  });

  it('conflicts where both sides changed one key, and names it', () => {
    const ours = BASE.replace('vitest', 'jest');
    expect(mergeJson(BASE, ours, BASE.replace('vitest', 'node --test'))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ path: ['scripts', 'test'] }],
    });
    expect(mergeJson(BASE, ours, BASE.replace(',\n    "test": "vitest"', ''))).toMatchObject({
      kind: 'conflict',
    });
    expect(
      mergeJson(BASE, BASE.replace(',\n    "test": "vitest"', ''), BASE.replace('vitest', 'jest')),
    ).toMatchObject({ kind: 'conflict' });
  });

  it('adds to a list what both sides add, and takes it as one value otherwise', () => {
    const add = (...names: readonly string[]) => BASE.replace('["dist"]', JSON.stringify(['dist', ...names]));
    expect(text(BASE, add('mine'), add('bin'))).toBe(BASE.replace('["dist"]', '["dist","mine", "bin"]'));
    expect(mergeJson(BASE, add('mine'), BASE.replace('["dist"]', '["lib"]'))).toMatchObject({
      kind: 'conflict',
    });
  });

  it('keeps line endings and byte order mark', () => {
    const ours = `\ufeff${BASE.replaceAll('\n', '\r\n')}`;
    expect(
      text(BASE, ours, BASE.replace('"tsc"', '"tsc -b"').replace('"x",', '"x",\n  "type": "module",')),
    ).toBe(
      `\ufeff${BASE.replace('"tsc"', '"tsc -b"').replace('"x",', '"x",\n  "type": "module",').replaceAll('\n', '\r\n')}`,
    );
  });

  it.each([
    ['{ "a": ', /line 1/],
    ['{ "a": 1, "a": 2 }', /"a" twice/],
    ['', /.+/],
  ])('does not touch what it cannot read: %s', (ours, why) => {
    expect(mergeJson('{"a":1}', ours, '{"a":2}')).toEqual({
      kind: 'unparsable',
      side: 'ours',
      why: expect.stringMatching(why),
    });
  });
});
