import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hatmax, read, tree, write } from '../cli/hatmax.ts';
import { asked } from './asked.ts';
import { install, npm } from './installed.ts';

type Fields = Record<string, string>;

interface ModelSpec {
  table?: string;
  fields: Fields;
  indexes?: readonly object[];
}

interface Shop {
  models: Record<string, ModelSpec>;
  aggregates: Record<string, { fields: Fields; children: Record<string, object> }>;
  moved: readonly { from: string; to: string }[];
}

function firstShop(): Shop {
  return {
    models: {
      Item: {
        fields: {
          title: 'string! len 1..80',
          status: 'enum(open, doing, done) = open',
          size: 'int >= 0 = 1',
          price: 'decimal(8,2)?',
        },
      },
      Line: { fields: { product: 'string!', count: 'int = 1' } },
    },
    aggregates: { Order: { fields: { name: 'string!' }, children: { lines: { of: 'Line' } } } },
    moved: [],
  };
}

/** JSON is YAML. */
function specText({ models, aggregates, moved }: Shop): string {
  const shop = { kind: 'atom', models, aggregates };
  return `${JSON.stringify({ version: 1, name: 'shop', services: { shop }, moved }, null, 2)}\n`;
}

function renamed<T>(all: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name === from ? to : name, one]));
}

interface Edit {
  readonly what: string;
  readonly edit: (shop: Shop) => void;
  readonly sql: RegExp;
  readonly file: RegExp;
  readonly destructive?: true;
  /** What the first item looks like then, and where it is found. */
  readonly items?: string;
  readonly item?: object;
  readonly order?: object;
}

const model = (shop: Shop, name: string): ModelSpec => shop.models[name] ?? { fields: {} };

/** Each goes on from the one before, over the same database. */
const EDITS: readonly Edit[] = [
  {
    what: 'a field is added',
    edit: (shop) => {
      model(shop, 'Item').fields.notes = 'text?';
    },
    sql: /ALTER TABLE items ADD COLUMN notes TEXT;/,
    file: /0002_add_item_notes\.sql$/,
    item: { title: 'one', notes: null },
  },
  {
    what: 'a field is renamed',
    edit: (shop) => {
      const item = model(shop, 'Item');
      item.fields = renamed(item.fields, 'title', 'name');
      const from = 'service.shop.models.Item.fields';
      shop.moved = [{ from: `${from}.title`, to: `${from}.name` }];
    },
    sql: /RENAME COLUMN title TO name;/,
    file: /0003_rename_item_title_to_name_[0-9a-f]{4}\.sql$/,
    item: { name: 'one', size: 5 },
  },
  {
    what: 'an enum gets a value',
    edit: (shop) => {
      model(shop, 'Item').fields.status = 'enum(open, doing, done, later) = open';
    },
    sql: /CHECK \(status IN \('open', 'doing', 'done', 'later'\)\)/,
    file: /0004_change_item_status_[0-9a-f]{4}\.sql$/,
    item: { status: 'done' },
  },
  {
    what: 'an enum loses a value that no row has',
    edit: (shop) => {
      model(shop, 'Item').fields.status = 'enum(open, done, later) = open';
    },
    sql: /CHECK \(status IN \('open', 'done', 'later'\)\)/,
    file: /0005_change_item_status_[0-9a-f]{4}\.sql$/,
    destructive: true,
    item: { status: 'done' },
  },
  {
    what: 'an index is added',
    edit: (shop) => {
      model(shop, 'Item').indexes = [{ fields: ['status', 'size'] }];
    },
    sql: /CREATE INDEX items_status_size_idx ON items \(status, size\);/,
    file: /0006_[a-z_]+\.sql$/,
  },
  {
    what: 'a field becomes unique',
    edit: (shop) => {
      model(shop, 'Item').fields.name = 'string! unique len 1..80';
    },
    sql: /CREATE UNIQUE INDEX items_name_key ON items \(name\);/,
    file: /0007_[a-z_]+\.sql$/,
  },
  {
    what: 'bounds become tighter',
    edit: (shop) => {
      model(shop, 'Item').fields.size = 'int >= 0 <= 10 = 1';
    },
    sql: /CHECK \(size >= 0 AND size <= 10\)/,
    file: /0008_change_item_size_[0-9a-f]{4}\.sql$/,
    destructive: true,
    item: { size: 5 },
  },
  {
    what: 'a decimal gets more digits',
    edit: (shop) => {
      model(shop, 'Item').fields.price = 'decimal(10,3)?';
    },
    sql: /price_sort/,
    file: /0009_change_item_price_[0-9a-f]{4}\.sql$/,
    item: { price: '12.500' },
  },
  {
    what: 'a child gets a field',
    edit: (shop) => {
      model(shop, 'Line').fields.remark = 'string = none';
    },
    sql: /ALTER TABLE lines ADD COLUMN remark TEXT NOT NULL DEFAULT 'none'/,
    file: /0010_add_line_remark\.sql$/,
    order: { lines: [{ product: 'tea', remark: 'none' }, { product: 'milk' }] },
  },
  {
    what: 'a child is renamed',
    edit: (shop) => {
      shop.models = renamed(shop.models, 'Line', 'Position');
      shop.aggregates = { Order: { fields: { name: 'string!' }, children: { lines: { of: 'Position' } } } };
      shop.moved = [{ from: 'service.shop.models.Line', to: 'service.shop.models.Position' }];
    },
    sql: /ALTER TABLE lines RENAME TO positions;/,
    file: /0011_[a-z0-9_]+\.sql$/,
    order: { lines: [{ product: 'tea' }, { product: 'milk' }] },
  },
  {
    what: 'a model is renamed',
    edit: (shop) => {
      shop.models = renamed(shop.models, 'Item', 'Task');
      shop.moved = [{ from: 'service.shop.models.Item', to: 'service.shop.models.Task' }];
    },
    sql: /ALTER TABLE items RENAME TO tasks;/,
    file: /0012_[a-z0-9_]+\.sql$/,
    items: 'tasks',
    item: { name: 'one', price: '12.500' },
  },
  {
    what: 'a table is renamed',
    edit: (shop) => {
      model(shop, 'Task').table = 'chores';
    },
    sql: /ALTER TABLE tasks RENAME TO chores;/,
    file: /0013_[a-z_]+\.sql$/,
    item: { name: 'one' },
  },
  {
    what: 'a field goes',
    edit: (shop) => {
      delete model(shop, 'Task').fields.notes;
    },
    sql: /ALTER TABLE chores DROP COLUMN notes;/,
    file: /0014_drop_task_notes\.sql$/,
    destructive: true,
    item: { name: 'one' },
  },
];

describe('a database that goes through every kind of change', () => {
  const shop = firstShop();
  let cwd: string;
  let items = 'items';
  let applied = 1;

  const ask = (requests: readonly object[]) => asked(cwd, 'kept.sqlite', requests);

  const migrations = () => [...tree(cwd).keys()].filter((path) => path.includes('/migrations/'));

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'hatmax-migrated-'));
    afterAll(() => rmSync(cwd, { recursive: true, force: true }));
    write(cwd, 'hatmax.yml', specText(shop));
    const first = await hatmax(['apply', '--auto-approve'], { cwd });
    expect(first, first.stderr).toMatchObject({ code: 0 });
    await install(cwd);
    const post = (url: string, payload: object) => ({ method: 'POST', url: `/shop/${url}`, payload });
    const answers = await ask([
      post('items', { title: 'one', status: 'done', size: 5, price: '12.50' }),
      post('items', { title: 'two' }),
      post('orders', { name: 'first', lines: [{ product: 'tea' }, { product: 'milk', count: 2 }] }),
    ]);
    expect(answers).toMatchObject([{ status: 201 }, { status: 201 }, { status: 201 }]);
  });

  test.each(EDITS)('$what', async (one) => {
    const before = new Map(migrations().map((path) => [path, read(cwd, path)]));
    shop.moved = [];
    one.edit(shop);
    write(cwd, 'hatmax.yml', specText(shop));

    const plan = await hatmax(['plan', '--allow-destructive'], { cwd });
    expect(plan, plan.stderr).toMatchObject({ code: 0 });
    expect(plan.stdout).toMatch(one.sql);
    if (one.destructive === true) {
      const refused = await hatmax(['apply', '--auto-approve'], { cwd });
      expect(refused.code).toBe(3);
      expect(refused.stderr).toMatch(/HM\d{4}/);
      expect(refused.stderr).toMatch(/allow-destructive/);
      expect(migrations()).toEqual([...before.keys()]);
    }
    const flags = one.destructive === true ? ['--allow-destructive'] : [];
    const ran = await hatmax(['apply', '--auto-approve', ...flags], { cwd });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });

    applied += 1;
    const added = migrations().filter((path) => !before.has(path));
    expect(added).toEqual([expect.stringMatching(one.file)]);
    expect(added[0]).toContain(`/${String(applied).padStart(4, '0')}_`);
    for (const [path, text] of before) expect(read(cwd, path)).toBe(text);
    const again = await hatmax(['plan', '--detailed-exitcode'], { cwd });
    expect(again.stdout).toContain('No changes.');
    expect(again.code).toBe(0);

    items = one.items ?? items;
    const [listed, orders] = await ask(
      [`/shop/${items}`, '/shop/orders'].map((url) => ({ method: 'GET', url })),
    );
    expect(listed).toMatchObject({ status: 200, body: { items: [{ size: 5, ...one.item }, { size: 1 }] } });
    expect(orders).toMatchObject({ status: 200, body: { items: [{ name: 'first', ...one.order }] } });
  });

  test('and in the end the tests and the types of what was generated hold', async () => {
    for (const command of ['tsc -p tsconfig.json', 'biome ci --error-on-warnings .', 'vitest run services']) {
      const { code, output } = await npm(['exec', '-c', command], cwd);
      expect(code, output).toBe(0);
    }
  });
});
