import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hatmax, tree, write } from '../cli/hatmax.ts';
import { type Answer, asked, script } from './asked.ts';
import { install } from './installed.ts';

type Fields = Readonly<Record<string, string>>;

const BASE: Fields = { title: 'string!', status: 'enum(open, done) = open', notes: 'text?', size: 'int?' };

function specText(fields: Fields): string {
  const shop = { kind: 'atom', models: { Item: { fields }, Owner: { fields: { name: 'string!' } } } };
  return `${JSON.stringify({ version: 1, name: 'shop', services: { shop } }, null, 2)}\n`;
}

interface Branch {
  readonly fields: Fields;
  /** A row that only a database which ran this branch's migration takes. */
  readonly row: Readonly<Record<string, string | number>>;
}

interface Case {
  readonly what: string;
  readonly one: Branch;
  readonly other: Branch;
  readonly merged: Fields;
  /** How many migrations there are in the end. */
  readonly files: number;
}

const { notes: _, ...WITHOUT_NOTES } = BASE;
const LATER = 'enum(open, done, later) = open';
const CASES: readonly Case[] = [
  {
    what: 'one changes a column, the other adds one before it in the order of names',
    one: { fields: { ...BASE, status: LATER }, row: { title: 'of one', status: 'later' } },
    other: { fields: { ...BASE, mood: 'string?' }, row: { title: 'of other', mood: 'glad' } },
    merged: { ...BASE, status: LATER, mood: 'string?' },
    files: 3,
  },
  {
    what: 'one changes and drops columns, the other adds some that need values, an index and a reference',
    one: {
      fields: { ...WITHOUT_NOTES, status: LATER, size: 'int >= 0 = 1' },
      row: { title: 'of one', status: 'later', size: 3 },
    },
    other: {
      fields: { ...BASE, title: 'string! unique', rank: 'decimal(6,2) = 1.5', owner: 'ref(Owner)?' },
      row: { title: 'of other', rank: '7.25' },
    },
    merged: {
      ...WITHOUT_NOTES,
      title: 'string! unique',
      status: LATER,
      size: 'int >= 0 = 1',
      rank: 'decimal(6,2) = 1.5',
      owner: 'ref(Owner)?',
    },
    files: 3,
  },
  {
    what: 'both change one column',
    one: { fields: { ...BASE, status: LATER }, row: { title: 'of one', status: 'later' } },
    other: {
      fields: { ...BASE, status: 'enum(open, done, never) = open', mood: 'string?' },
      row: { title: 'of other', status: 'never', mood: 'glad' },
    },
    merged: { ...BASE, status: 'enum(open, done, later, never) = open', mood: 'string?' },
    files: 4,
  },
];

/** What a database is, in no order, once the migrations of a folder ran over it. */
const DESCRIBE = `
import { pathToFileURL } from 'node:url';
import { migrate } from './packages/kit/src/migrations.ts';
import { openSqlite } from './packages/kit/src/sqlite.ts';
const [file, folder] = process.argv.slice(2);
const db = openSqlite(file);
migrate(db, pathToFileURL(folder + '/'));
const sorted = (all) => all.map((one) => JSON.stringify(one)).sort();
const tables = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('schema_migrations', 'idempotency_keys') ORDER BY name").all();
const described = tables.map(({ name, sql }) => ({
  name,
  columns: sorted(db.prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?)').all(name)),
  keys: sorted(db.prepare('SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(?)').all(name)),
  checks: (sql.match(/CHECK \\(.*\\)/g) ?? []).map((one) => one.replace(/,$/, '')).sort(),
  indexes: sorted(db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?").all(name)),
}));
process.stdout.write(JSON.stringify({ described, broken: db.pragma('integrity_check') }));
`;

function git(cwd: string, ...args: string[]) {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const { PATH } = process.env;
  const env = { PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' };
  return spawnSync('git', [...who, ...args], { cwd, env, encoding: 'utf8' });
}

function done({ status, stderr }: ReturnType<typeof git>): void {
  expect(status, stderr).toBe(0);
}

function commit(cwd: string, name: string): void {
  done(git(cwd, 'add', '-A'));
  done(git(cwd, 'commit', '-q', '-m', name));
}

async function applied(cwd: string): Promise<void> {
  const ran = await hatmax(['apply', '--auto-approve', '--allow-destructive'], { cwd });
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
}

/** Where git left two renderings of one line there is nothing of a person's: the new one is taken. */
async function appliedAfterMerge(cwd: string): Promise<void> {
  const { stdout } = await hatmax(['apply', '--auto-approve', '--allow-destructive'], { cwd });
  for (const [, path = ''] of stdout.matchAll(/-> .*hatmax resolve (\S+) --/g)) {
    const resolved = await hatmax(['resolve', path, '--theirs'], { cwd });
    expect(resolved, resolved.stderr).toMatchObject({ code: 0 });
  }
  await applied(cwd);
}

const post = (payload: object) => ({ method: 'POST', url: '/shop/items', payload });
const list = { method: 'GET', url: '/shop/items?sort=title' };
const itemsOf = (answer: Answer | undefined) =>
  (answer?.body as { readonly items: readonly object[] } | undefined)?.items;

function emptyFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hatmax-branches-'));
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

let installed: string;

beforeAll(async () => {
  installed = emptyFolder();
  write(installed, 'hatmax.yml', specText(BASE));
  await applied(installed);
  await install(installed);
});

async function described(cwd: string, file: string, from: string): Promise<unknown> {
  const folder = join(from, 'services/shop/migrations/sqlite');
  const { code, stdout, stderr } = await script(cwd, DESCRIBE, [file, folder]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('databases of two branches', () => {
  test.each(CASES)('become one, with all their rows: $what', async ({ one, other, merged, files }) => {
    const cwd = emptyFolder();
    cpSync(installed, cwd, { recursive: true, verbatimSymlinks: true });
    done(git(cwd, 'init', '-q', '-b', 'main'));
    write(cwd, '.git/info/exclude', '/*.sqlite*\n');
    commit(cwd, 'first');
    const seeded = await asked(cwd, 'main.sqlite', [post({ title: 'a', notes: 'n', size: 2 })]);
    expect(seeded).toMatchObject([{ status: 201 }]);
    for (const [name, branch] of [['one', one] as const, ['other', other] as const]) {
      done(git(cwd, 'checkout', '-q', '-b', name, 'main'));
      write(cwd, 'hatmax.yml', specText(branch.fields));
      await applied(cwd);
      commit(cwd, name);
      cpSync(join(cwd, 'main.sqlite'), join(cwd, `${name}.sqlite`));
      const [made] = await asked(cwd, `${name}.sqlite`, [post(branch.row)]);
      expect(made, JSON.stringify(made)).toMatchObject({ status: 201, body: branch.row });
    }
    git(cwd, 'merge', '-q', '--no-edit', 'one');
    write(cwd, 'hatmax.yml', specText(merged));
    await appliedAfterMerge(cwd);
    commit(cwd, 'merged');
    const plan = await hatmax(['plan', '--detailed-exitcode'], { cwd });
    expect(plan.stdout).toBe('No changes. The files match hatmax.yml.\n');
    expect([...tree(cwd).keys()].filter((path) => path.endsWith('.sql'))).toHaveLength(files);

    const kept = { title: 'a', size: 2, ...('notes' in merged ? { notes: 'n' } : {}) };
    const rows = {
      main: [kept],
      one: [kept, one.row],
      other: [kept, other.row],
      fresh: [],
    };
    for (const [name, expected] of Object.entries(rows)) {
      const [found] = await asked(cwd, `${name}.sqlite`, [list]);
      expect(found, `${name}: ${JSON.stringify(found)}`).toMatchObject({ status: 200 });
      expect(itemsOf(found), name).toMatchObject(expected);
      const taken = await asked(cwd, `${name}.sqlite`, [
        post({ ...one.row, title: 'x' }),
        post({ ...other.row, title: 'y' }),
      ]);
      expect(taken, name).toMatchObject([{ status: 201 }, { status: 201 }]);
    }

    const scratch = emptyFolder();
    write(scratch, 'hatmax.yml', specText(merged));
    await applied(scratch);
    const wanted = await described(cwd, 'wanted.sqlite', scratch);
    for (const name of Object.keys(rows)) expect(await described(cwd, `${name}.sqlite`, cwd)).toEqual(wanted);
  });
});

/** Runs what a folder has, and dies at a statement; says how many there were where it did not. */
const MIGRATE = `
import { pathToFileURL } from 'node:url';
import { migrate } from './packages/kit/src/migrations.ts';
import { openSqlite } from './packages/kit/src/sqlite.ts';
const [file, folder, at] = process.argv.slice(2);
let statements = 0;
const db = openSqlite(file, {
  onStatement: () => {
    statements += 1;
    if (statements === Number(at)) process.kill(process.pid, 'SIGKILL');
  },
});
migrate(db, pathToFileURL(folder + '/'));
process.stdout.write(String(statements));
`;

describe('a migration of a database with rows', () => {
  const FOLDER = 'services/shop/migrations/sqlite';
  let cwd: string;

  beforeAll(async () => {
    cwd = emptyFolder();
    cpSync(installed, cwd, { recursive: true, verbatimSymlinks: true });
    const rows = [post({ title: 'a', size: 2 }), post({ title: 'a', status: 'done' })];
    expect(await asked(cwd, 'rows.sqlite', rows)).toMatchObject([{ status: 201 }, { status: 201 }]);
  });

  /** The folder of a spec that comes after the first one. */
  async function folderOf(fields: Fields): Promise<string> {
    const made = emptyFolder();
    cpSync(join(cwd, 'hatmax.yml'), join(made, 'hatmax.yml'));
    await applied(made);
    write(made, 'hatmax.yml', specText(fields));
    await applied(made);
    return join(made, FOLDER);
  }

  function copied(name: string): string {
    cpSync(join(cwd, 'rows.sqlite'), join(cwd, name));
    return name;
  }

  test('that makes values unique says which are not, and leaves everything as it was', async () => {
    const folder = await folderOf({ ...BASE, title: 'string! unique', mood: 'string?' });
    const file = copied('twice.sqlite');
    const { code, stderr } = await script(cwd, MIGRATE, [file, folder]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/MigrationError: 0002_\w+ failed: UNIQUE constraint failed: items\.title/);
    expect(await asked(cwd, file, [list])).toMatchObject([{ status: 200, body: { items: [{}, {}] } }]);
  });

  test('that was edited after it ran is refused by its name', async () => {
    const folder = await folderOf({ ...BASE, mood: 'string?' });
    const file = copied('edited.sqlite');
    expect(await script(cwd, MIGRATE, [file, folder])).toMatchObject({ code: 0 });
    write(folder, '0002_add_item_mood.sql', 'ALTER TABLE items ADD COLUMN temper TEXT;');
    const { code, stderr } = await script(cwd, MIGRATE, [file, folder]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/0002_add_item_mood was changed after it was applied/);
  });

  test('that is killed at any statement is done by the next start', async () => {
    const folder = await folderOf({ ...BASE, status: LATER, size: 'int = 1', rank: 'decimal(6,2) = 1.5' });
    const whole = await script(cwd, MIGRATE, [copied('whole.sqlite'), folder]);
    expect(whole, whole.stderr).toMatchObject({ code: 0 });
    const count = Number(whole.stdout);
    expect(count).toBeGreaterThan(20);
    const look = 'SELECT title, status, size, rank, rank_sort FROM items ORDER BY id';
    const READ = `
      import { openSqlite } from './packages/kit/src/sqlite.ts';
      process.stdout.write(JSON.stringify(openSqlite(process.argv[2]).prepare('${look}').all()));
    `;
    const { stdout: wanted } = await script(cwd, READ, ['whole.sqlite']);
    for (let at = 6; at <= count; at += 2) {
      const file = copied(`killed-${at}.sqlite`);
      expect(await script(cwd, MIGRATE, [file, folder, String(at)])).toMatchObject({ code: null });
      expect(await script(cwd, MIGRATE, [file, folder])).toMatchObject({ code: 0 });
      expect((await script(cwd, READ, [file])).stdout).toBe(wanted);
    }
  });
});
