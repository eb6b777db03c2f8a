import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, hatmax, ROOT, read, write } from './hatmax.ts';

/** Writes the guide while doing what it says: `npm run golden` renews it, and this test holds it to what happens. */
class Guide {
  readonly #cwd = folder();
  #text = '<!-- Made by `npm run golden`: the commands are run, and their output is what they said. -->\n\n';

  get text(): string {
    return `${this.#text.trimEnd()}\n`;
  }

  say(prose: string): void {
    this.#text += `${prose}\n\n`;
  }

  /** Shows the first `most` lines and the last `last`. */
  async run(args: readonly string[], { most = 40, last = 0, code = 0 } = {}): Promise<void> {
    const ran = await hatmax(args, { cwd: this.#cwd });
    expect(ran.code, ran.stderr).toBe(code);
    const lines = `${ran.stdout}${ran.stderr}`.trimEnd().split('\n');
    const left = lines.length - most - last;
    const tail = last === 0 ? [] : lines.slice(-last);
    const shown = left > 0 ? [...lines.slice(0, most), `... (${left} more lines)`, ...tail] : lines;
    this.#text += `\`\`\`console\n$ hatmax ${args.join(' ')}\n${shown.join('\n')}\n\`\`\`\n\n`;
  }

  edit(path: string, from: string, to: string): void {
    const before = read(this.#cwd, path);
    expect(before).toContain(from);
    write(this.#cwd, path, before.replace(from, to));
  }

  show(path: string, language: string): void {
    this.#text += `\`\`\`${language}\n${read(this.#cwd, path).trimEnd()}\n\`\`\`\n\n`;
  }
}

test('docs/guide.md tells what happens', async () => {
  const guide = new Guide();
  guide.say('# Five minutes with hatmax');
  guide.say('## A first spec');
  await guide.run(['init', 'shop']);
  guide.say(
    'The file says what you want; everything else has a default. Editors that know YAML schemas complete it and check it.',
  );
  guide.show('hatmax.yml', 'yaml');
  guide.say('## Plan');
  guide.say('A plan says what would be done. It only reads, so it is always safe to ask.');
  await guide.run(['plan', '--diff', 'none'], { most: 24 });
  guide.say('## Apply');
  guide.say(
    '`hatmax apply` shows the plan again, asks, and carries it out: all of it or nothing. Where there is no terminal it needs `--auto-approve`.',
  );
  await guide.run(['apply', '--auto-approve', '--diff', 'none'], { most: 1, last: 1 });
  await guide.run(['plan']);
  guide.say(
    'Now `npm install` and `npm run dev` start the service on SQLite, with its documentation page. `npm test` runs the tests that were generated with it.',
  );
  guide.say('## Change your mind, and the code');
  guide.say(
    'Write a line into a generated file, say `packages/contracts/src/todo/item.ts`, and add a field `priority: int = 3` to the spec. The plan names the edit, and what becomes of it:',
  );
  guide.edit(
    'packages/contracts/src/todo/item.ts',
    '\nconst fields',
    '\n// Fields of an item, as clients see them.\nconst fields',
  );
  guide.edit('hatmax.yml', '          due: date?\n', '          due: date?\n          priority: int = 3\n');
  await guide.run(['plan', '--diff', 'none'], { most: 50 });
  await guide.run(['apply', '--auto-approve', '--diff', 'none'], { most: 1, last: 1 });
  guide.say(
    'The line you wrote is still there, and the new field beside it. Until somebody says yes to the edit, it stays visible:',
  );
  await guide.run(['drift']);
  await guide.run(['drift', '--accept', 'packages/contracts/src/todo/item.ts']);
  await guide.run(['plan']);
  guide.say('## Ask why');
  await guide.run(['why', 'packages/contracts/src/todo/item.ts']);
  guide.say('## Make a mistake');
  guide.edit('hatmax.yml', 'done: bool', 'done: boool');
  await guide.run(['plan'], { code: 1 });
  await expect(guide.text).toMatchFileSnapshot('../../docs/guide.md');
});

test('what README.md shows of hatmax is in the guide', () => {
  const guide = readFileSync(join(ROOT, 'docs', 'guide.md'), 'utf8');
  const shown = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```console\n([\s\S]*?)```/g)];
  expect(shown.length).toBeGreaterThan(2);
  for (const [, block = ''] of shown)
    for (const line of block.split('\n')) expect(guide).toContain(line.replace(/^\.\.\..*$/, ''));
});
