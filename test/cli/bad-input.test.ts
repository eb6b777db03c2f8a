import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, hatmax, tree, write } from './hatmax.ts';

const GOOD =
  'version: 1\nname: shop\nservices:\n  shop:\n    kind: atom\n    models:\n      Item:\n        fields:\n          text: string!\n';

/** What is wrong, the spec, and what has to be said about it. */
const BAD: readonly (readonly [string, string, RegExp])[] = [
  ['an empty file', '', /hatmax\.yml:1:1/],
  ['a file of comments', '# nothing here\n', /hatmax\.yml:1:1/],
  ['an unknown key', GOOD.replace('name: shop', 'name: shop\nnmae: shop'), /hatmax\.yml:3:1/],
  ['a wrong type', GOOD.replace('version: 1', 'version: [1]'), /hatmax\.yml:1:/],
  ['a duplicate key', `${GOOD}name: again\n`, /hatmax\.yml:10:1/],
  ['tab indentation', GOOD.replace('  shop:', '\tshop:'), /hatmax\.yml:4:1/],
  ['an alias bomb', aliasBomb(), /hatmax\.yml:\d+:\d+/],
  ['a name with ..', GOOD.replace('  shop:\n', '  "..":\n'), /hatmax\.yml:4:3/],
  ['a name with /', GOOD.replace('  shop:\n', '  "a/b":\n'), /hatmax\.yml:4:3/],
  ['a project name that leaves the root', GOOD.replace('name: shop', 'name: "../../etc"'), /hatmax\.yml:2:/],
  ['a missing model', GOOD.replace('text: string!', 'text: ref(Nothing)'), /hatmax\.yml:9:/],
  ['a spec of a newer version', GOOD.replace('version: 1', 'version: 7'), /hatmax\.yml:1:/],
  ['a route twice', `${GOOD}    api:\n      handlers:\n${route()}${route()}`, /hatmax\.yml:1[23]:/],
  ['two files with one path', withMigrationTwin(), /hatmax\.yml:\d+:\d+/],
  ['not YAML', '{{{\n', /hatmax\.yml:[12]:/],
  ['a file of 10 MB', `${GOOD}# ${'x'.repeat(10_000_000)}\n`, /hatmax\.yml:1:1/],
  [
    'a literal secret',
    GOOD.replace(
      '    kind: atom',
      '    kind: atom\n    config:\n      api_token: {type: string, secret: true, default: hunter2}',
    ),
    /hatmax\.yml:7:/,
  ],
];

function aliasBomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let depth = 1; depth < 12; depth += 1) {
    lines.push(`a${depth}: &a${depth} [${Array.from({ length: 9 }, () => `*a${depth - 1}`).join(', ')}]`);
  }
  return `${GOOD}x-bomb:\n${lines.map((line) => `  ${line}\n`).join('')}x-use: *a11\n`;
}

function route(): string {
  return '        - {route: "GET /shop/items", source: repo, model: Item, op: list}\n';
}

/** Two models whose files would have one path. */
function withMigrationTwin(): string {
  return GOOD.replace(
    '      Item:\n',
    '      HTTPItem:\n        fields:\n          a: string!\n      HttpItem:\n',
  );
}

const COMMANDS = [['validate'], ['plan'], ['apply', '--auto-approve']];

describe.each(BAD)('%s', (_name, spec, place) => {
  test.each(COMMANDS)(
    'is a coded error with a position for %s, and nothing is written',
    async (...command) => {
      const cwd = folder({ 'hatmax.yml': spec });
      const before = tree(cwd);
      const ran = await hatmax(command, { cwd });
      expect(ran.code).toBe(1);
      expect(ran.stdout).toBe('');
      expect(ran.stderr).toMatch(/^error\[HM\d{4}\]: /m);
      expect(ran.stderr).toMatch(place);
      expect(ran.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
      expect(tree(cwd)).toEqual(before);
    },
  );
});

describe('a spec that cannot be read', () => {
  test('10 MB are refused at once, naming the file', async () => {
    const cwd = folder({ 'hatmax.yml': `${GOOD}# ${'x'.repeat(10 * 1024 * 1024)}\n` });
    const ran = await hatmax(['plan'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^error\[HM1002\]: The spec is too large: .*\n --> hatmax\.yml:1:1$/m);
  });

  test('no spec: says how to get one', async () => {
    const ran = await hatmax(['plan'], { cwd: folder() });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^error\[HM5007\].*\n.*hatmax init/m);
  });

  test('a folder in its place', async () => {
    const cwd = folder({ 'hatmax.yml/x': '' });
    const ran = await hatmax(['validate'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^error\[HM5008\]/m);
  });

  test('bytes that are no text', async () => {
    const cwd = folder({ 'hatmax.yml': Uint8Array.from([0xff, 0xfe, 0x00, 0x01, 0x80]) });
    const ran = await hatmax(['validate'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^error\[HM\d{4}\]/m);
  });

  test('--chdir to nowhere', async () => {
    const ran = await hatmax(['plan', '--chdir', 'nowhere'], { cwd: folder() });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^error\[HM5009\]/m);
  });

  test('all problems of a file are said at once', async () => {
    const cwd = folder();
    write(
      cwd,
      'hatmax.yml',
      GOOD.replace('name: shop', 'nmae: shop')
        .replace('string!', 'strin!')
        .replace('kind: atom', 'kind: atm'),
    );
    const { stderr, code } = await hatmax(['validate'], { cwd });
    expect(code).toBe(1);
    expect(stderr.match(/^error\[/gm)?.length).toBeGreaterThanOrEqual(3);
    expect(stderr).toContain('name');
    expect(stderr).toContain('atom');
    expect(stderr).toContain('string');
  });
});

test('a file in another encoding is refused where it stops being UTF-8', async () => {
  const cwd = folder({});
  writeFileSync(
    join(cwd, 'hatmax.yml'),
    Buffer.from(GOOD.replace('name: shop', 'name: sh\u00f6p'), 'latin1'),
  );
  const { code, stderr } = await hatmax(['plan'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('HM1003');
  expect(stderr).toContain('hatmax.yml:2:9');
});
