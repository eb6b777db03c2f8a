import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder, hatmax, ROOT } from './hatmax.ts';

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly summary?: string;
        readonly examples?: readonly (string | { readonly command: string })[];
        readonly args: Readonly<Record<string, { readonly required?: boolean }>>;
        readonly flags: Readonly<
          Record<
            string,
            {
              readonly type: string;
              readonly char?: string;
              readonly summary?: string;
              readonly options?: readonly string[];
            }
          >
        >;
      }
    >
  >;
}

let manifest: Manifest;

beforeAll(() => {
  manifest = JSON.parse(readFileSync(join(ROOT, 'dist', 'oclif.manifest.json'), 'utf8'));
});

/** Help is laid out for 80 columns where there is no terminal. */
describe('help', () => {
  test('of hatmax', async () => {
    const ran = await hatmax(['help'], { cwd: folder() });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    await expect(ran.stdout).toMatchFileSnapshot('../golden/help/hatmax.txt');
    for (const asked of [['--help'], ['-h'], []]) {
      expect((await hatmax(asked, { cwd: folder() })).stdout).toBe(ran.stdout);
    }
  });

  test('of every command, by --help and by help COMMAND', async () => {
    const ids = Object.keys(manifest.commands);
    expect(ids.length).toBeGreaterThan(18);
    for (const id of ids) {
      const words = id.split(':');
      const ran = await hatmax([...words, '--help'], { cwd: folder() });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      await expect(ran.stdout).toMatchFileSnapshot(`../golden/help/${words.join('-')}.txt`);
    }
    const plan = await hatmax(['plan', '--help'], { cwd: folder() });
    expect((await hatmax(['help', 'plan'], { cwd: folder() })).stdout).toBe(plan.stdout);
  });

  test('commands and flags are what they were: a change here is a change for scripts', async () => {
    const frozen = Object.entries(manifest.commands).map(([id, { args, flags }]) => ({
      command: id.replaceAll(':', ' '),
      args: Object.entries(args).map(([name, { required }]) => (required ? name : `[${name}]`)),
      flags: Object.entries(flags)
        .map(
          ([name, { type, char, options }]) =>
            `${char ? `-${char} ` : ''}--${name}${type === 'option' ? `=${options?.join('|') ?? '...'}` : ''}`,
        )
        .sort(),
    }));
    await expect(`${JSON.stringify(frozen, null, 2)}\n`).toMatchFileSnapshot('../golden/commands.json');
  });

  test('every command and flag explains itself in a line, and every command has an example', () => {
    for (const [id, command] of Object.entries(manifest.commands)) {
      expect(command.summary, id).toMatch(/^[A-Z].*\.$/);
      for (const [name, flag] of Object.entries(command.flags))
        expect(flag.summary, `${id} --${name}`).toMatch(/^[A-Z].*\.$/);
      expect(command.examples?.length, id).toBeGreaterThan(0);
    }
  });
});

describe('version', () => {
  test('is the one of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const asked of ['--version', '-v']) {
      expect(await hatmax([asked], { cwd: folder() })).toMatchObject({
        code: 0,
        stdout: `hatmax ${version}\n`,
        stderr: '',
      });
    }
  });
});
