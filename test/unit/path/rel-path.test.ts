import { describe, expect, it } from 'vitest';
import { parseRelPath, relPath } from '../../../src/path/rel-path.ts';
import { fc } from '../../seeded.ts';

describe('parseRelPath', () => {
  it.each([
    ['', 'empty'],
    ['/etc/passwd', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['C:/windows', 'absolute'],
    ['../up', 'leaves-root'],
    ['a/../../up', 'leaves-root'],
    ['a//b', 'not-normalised'],
    ['./a', 'not-normalised'],
    ['a/', 'not-normalised'],
    ['a\\b', 'not-normalised'],
    ['a/b. ', 'not-normalised'],
    ['a/b.', 'not-normalised'],
    ['a\u0000b', 'control-character'],
    ['a\nb', 'control-character'],
    ['.git/hooks/post-checkout', 'git-folder'],
    ['a/.GIT/config', 'git-folder'],
    ['GIT~1/config', 'git-folder'],
    ['.git::$INDEX_ALLOCATION/config', 'git-folder'],
    ['a/nul.txt', 'reserved-name'],
    ['COM1', 'reserved-name'],
    ['dir/a:b', 'reserved-name'],
    [`${'x'.repeat(256)}`, 'too-long'],
    [`${'x/'.repeat(3000)}x`, 'too-long'],
  ] as const)('refuses %j as %s', (text, fault) => {
    expect(parseRelPath(text)).toEqual({ fault });
  });

  it.each([
    'hatmax.yml',
    '.gitignore',
    '.github/workflows/ci.yml',
    'services/täglich/src/main.ts',
    'a b/c',
    'nullable.ts',
    '.gitkeep',
  ])('takes %j', (text) => {
    expect(parseRelPath(text)).toEqual({ path: text });
  });

  it('never takes a path that resolves above the root', () => {
    const segment = fc.constantFrom('..', '.', '', 'a', '.git', 'b.ts', '\\', 'C:', '~', '/');
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        const text = segments.join('/');
        const parsed = parseRelPath(text);
        if (!('path' in parsed)) return;
        expect(new URL(`file:///root/${encodeURI(text)}`).pathname.startsWith('/root/')).toBe(true);
        expect(text.split('/')).not.toContain('..');
      }),
    );
  });
});

describe('relPath', () => {
  it('throws where the path is faulty, since hatmax itself spelled it', () => {
    expect(() => relPath('../x')).toThrow(/leaves-root/);
  });
});
