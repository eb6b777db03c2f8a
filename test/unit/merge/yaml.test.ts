import { describe, expect, it } from 'vitest';
import { mergeYaml } from '../../../src/merge/yaml.ts';

const BASE = 'name: ci\njobs:\n  build:\n    runs-on: ubuntu\n    steps:\n      - run: npm ci\n';
const text = (ours: string, theirs: string, base = BASE) => {
  const merge = mergeYaml(base, ours, theirs);
  return merge.kind === 'merged' ? merge.text : merge;
};

describe('a merge of YAML', () => {
  it('leaves comments, order and other keys of the user as they are', () => {
    const ours =
      '# my file\njobs:\n  # mine\n  extra:\n    runs-on: "mac" # quoted\n  build:\n    runs-on: ubuntu\n    steps:\n      - run: npm ci\nname: ci\n';
    const theirs = BASE.replace('ubuntu', 'debian').replace('name: ci\n', 'name: ci\non: push\n');
    expect(text(ours, theirs)).toBe(
      '# my file\njobs:\n  # mine\n  extra:\n    runs-on: "mac" # quoted\n  build:\n    runs-on: debian\n    steps:\n      - run: npm ci\nname: ci\non: push\n',
    );
  });

  it('puts a new key after its neighbour and takes removed ones out', () => {
    expect(text('a: 1\nz: 1\nmine: 2\n', 'a: 1\nb: 1\n', 'a: 1\nz: 1\n')).toBe('a: 1\nb: 1\nmine: 2\n');
  });

  it('conflicts where both sides changed one key', () => {
    expect(mergeYaml(BASE, BASE.replace('ubuntu', 'mac'), BASE.replace('ubuntu', 'debian'))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ path: ['jobs', 'build', 'runs-on'] }],
    });
  });

  it('adds to a list what both sides add', () => {
    expect(text('a:\n- x\n- mine\n', 'a:\n- x\n- y\n', 'a:\n- x\n')).toBe('a:\n- x\n- mine\n- y\n');
  });

  it('keeps line endings', () => {
    expect(text(BASE.replaceAll('\n', '\r\n'), BASE.replace('ubuntu', 'debian'))).toBe(
      BASE.replace('ubuntu', 'debian').replaceAll('\n', '\r\n'),
    );
  });

  it.each(['a: [', 'a: 1\na: 2\n', 'a: 1\n---\nb: 2\n', 'a: &x [*x]\n', '&a a: *b\n'])(
    'does not touch what it cannot read: %s',
    (ours) => {
      expect(mergeYaml('a: 1\n', ours, 'a: 2\n')).toMatchObject({ kind: 'unparsable', side: 'ours' });
    },
  );

  it('does not blow up on a bomb of aliases', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
    ];
    expect(mergeYaml('a: 1\n', `${bomb.join('\n')}\n`, 'a: 2\n')).toMatchObject({
      kind: 'unparsable',
      side: 'ours',
    });
  });
});
