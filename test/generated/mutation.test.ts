import { beforeAll, describe, expect, test } from 'vitest';
import { read, tree, write } from '../cli/hatmax.ts';
import { installedExample, npm } from './installed.ts';

interface Mutation {
  readonly what: string;
  readonly file: RegExp;
  readonly from: RegExp;
  readonly to: string;
}

/** Ten ways to break a generated service, each in another place of it. */
const MUTATIONS: readonly Mutation[] = [
  {
    what: 'a stale version is accepted',
    file: /repository\/sqlite\/item\.ts$/,
    from: /AND version = /,
    to: 'AND version >= ',
  },
  {
    what: 'a create forgets a field',
    file: /domain\/item\.ts$/,
    from: /priority: input\.priority[^,\n]*/,
    to: 'priority: 1',
  },
  {
    what: 'a deleted row is found',
    file: /repository\/sqlite\/item\.ts$/,
    from: / AND deleted_at IS NULL/g,
    to: '',
  },
  {
    what: 'a missing row is no error',
    file: /usecases\/item\.ts$/,
    from: /throw new NotFound\(/,
    to: 'void new NotFound(',
  },
  {
    what: 'a unique value may come twice',
    file: /migrations\/sqlite\/0001_initial\.sql$/,
    from: /CREATE UNIQUE INDEX lists_name_key/,
    to: 'CREATE INDEX lists_name_key',
  },
  {
    what: 'a length is not checked',
    file: /contracts\/src\/todo\/item\.ts$/,
    from: /maxLength: 200\b/,
    to: 'maxLength: 2000',
  },
  { what: 'create answers 200', file: /src\/http\/item\.ts$/, from: /201/g, to: '200' },
  {
    what: 'a version does not grow',
    file: /domain\/item\.ts$/,
    from: /version: ([a-z]+)\.version \+ 1/,
    to: 'version: $1.version',
  },
  {
    what: 'a filter is not used',
    file: /src\/repository\/sqlite\/item\.ts$/,
    from: /^ *\.\.\.meeting\('status', query\.filter\.status\),\n/m,
    to: '',
  },
  {
    what: 'an unknown field is let through',
    file: /contracts\/src\/fields\.ts$/,
    from: /z\.strictObject\(/g,
    to: 'z.object(',
  },
];

describe('ten mutations of a generated service', () => {
  let cwd: string;

  beforeAll(async () => {
    ({ cwd } = await installedExample('todo'));
  });

  test('at least nine are noticed by its own tests', async () => {
    const files = [...tree(cwd).keys()];
    const survived: string[] = [];
    for (const { what, file, from, to } of MUTATIONS) {
      const path = files.find((candidate) => file.test(candidate)) ?? '';
      const before = path === '' ? '' : read(cwd, path);
      const mutated = before.replace(from, to);
      // A mutation that changes nothing proves nothing: the generated code has moved on, and so must this list.
      expect(mutated, `${what}: ${path || String(file)}`).not.toBe(before);
      write(cwd, path, mutated);
      const { code } = await npm(['test'], cwd);
      write(cwd, path, before);
      if (code === 0) survived.push(what);
    }
    expect((await npm(['test'], cwd)).code).toBe(0);
    expect(survived.length, `not noticed: ${survived.join('; ')}`).toBeLessThanOrEqual(1);
  });
});
