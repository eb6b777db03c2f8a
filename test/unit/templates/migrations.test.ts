import { describe, expect, it } from 'vitest';
import { buildDesired } from '../../../src/desired/build.ts';
import { address } from '../../../src/graph/address.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import type { Json } from '../../../src/json/json.ts';
import { headsOf, logFromJson, schemaAfter } from '../../../templates/atom/migrations/log.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { recordOf } from '../desired/support.ts';
import { systemOf } from '../system/support.ts';

const MIGRATIONS = address('service.demo.migrations.sqlite');

function spec(fields: readonly string[], more: readonly string[] = []): string {
  const models = [
    '    models:',
    '      Item:',
    '        fields:',
    ...fields.map((one) => `          ${one}`),
  ];
  return ['version: 1', 'name: demo', 'services:', '  demo:', '    kind: atom', ...models, ...more, ''].join(
    '\n',
  );
}

/** What is planned for a spec after another one was applied. */
function planned(before: string, now: string) {
  const first = buildDesired(systemOf(before), capabilities, { kind: 'absent' });
  if (first.value === undefined) throw new Error(JSON.stringify(first.diagnostics));
  return buildDesired(systemOf(now), capabilities, recordOf(first.value));
}

function migrationOf({ value }: ReturnType<typeof planned>) {
  return value?.components.find(({ address }) => address === 'service.demo.migrations.sqlite');
}

const filesIn = (facts: Json | undefined) => logFromJson(facts)?.map(({ file }) => file);

const codes = ({ diagnostics }: ReturnType<typeof planned>) => diagnostics.map(({ code }) => code);

describe('renames before one apply', () => {
  const moves = (...pairs: readonly (readonly [string, string])[]) => [
    'moved:',
    ...pairs.map(([from, to]) => `  - {from: service.demo.models.${from}, to: service.demo.models.${to}}`),
  ];
  const summaries = (found: ReturnType<typeof planned>) =>
    migrationOf(found)?.notices.map(({ kind, summary }) => `${kind}: ${summary}`);

  it.each([
    [
      'of a field twice',
      [
        ['Item.fields.one', 'Item.fields.two'],
        ['Item.fields.two', 'Item.fields.three'],
      ],
    ],
    [
      'in any order',
      [
        ['Item.fields.two', 'Item.fields.three'],
        ['Item.fields.one', 'Item.fields.two'],
      ],
    ],
  ] as const)('%s are followed back to the column', (_, pairs) => {
    const found = planned(spec(['one: int?']), spec(['three: int?'], moves(...pairs)));
    expect(codes(found)).toEqual([]);
    expect(summaries(found)).toEqual(['migration: renames column items.one to three']);
  });

  it.each([
    [
      'before its model',
      [
        ['Item.fields.one', 'Item.fields.two'],
        ['Item', 'Entry'],
      ],
    ],
    [
      'after its model',
      [
        ['Item', 'Entry'],
        ['Entry.fields.one', 'Entry.fields.two'],
      ],
    ],
  ] as const)('of a field %s are followed back to both', (_, pairs) => {
    const now = spec(['two: decimal(6,2)?'], moves(...pairs)).replace('      Item:', '      Entry:');
    const found = planned(spec(['one: decimal(6,2)?']), now);
    expect(codes(found)).toEqual([]);
    expect(summaries(found)).toEqual([
      'migration: renames table items to entries',
      'migration: renames column entries.one to two',
      'migration: renames column entries.one_sort to two_sort',
    ]);
  });
});

describe('a migration', () => {
  it('is none where nothing about the tables changed', () => {
    const same = planned(
      spec(['name: string!']),
      spec(['name: {type: string, required: true, help: What it is}']),
    );
    expect(migrationOf(same)?.notices).toEqual([]);
    expect(filesIn(migrationOf(same)?.facts)).toEqual(['0001_initial.sql']);
  });

  it('has one file for all that changed, and says of each step whether values are lost', () => {
    const found = planned(spec(['name: string!', 'old: int?']), spec(['name: string!', 'fresh: int?']));
    expect(codes(found)).toEqual([]);
    expect(filesIn(migrationOf(found)?.facts)).toEqual([
      '0001_initial.sql',
      '0002_drop_item_old_and_add_item_fresh.sql',
    ]);
    const steps = migrationOf(found)?.notices.map(({ kind, summary }) => [kind, summary]);
    expect(steps).toContainEqual(['destructive', 'drops column items.old and the values in it']);
    expect(steps).toContainEqual(['migration', 'adds column items.fresh']);
  });

  it.each([
    [
      'string! len ..80',
      'string! len ..40',
      'name may have at most 40 characters; fails, and changes nothing, where a row breaks this',
    ],
    [
      'string! len ..80',
      'string! len 3..40',
      'name has to have at least 3 characters; name may have at most 40 characters; fails, and',
    ],
    ['string?', 'string = none', "name may no longer be null; rows without one get 'none'"],
    [
      'string? len ..80',
      'string len ..40 = none',
      "name may no longer be null; name may have at most 40 characters; rows without one get 'none'; fails, and changes nothing",
    ],
  ])(
    'says of a stricter rule what becomes of rows that break it, and not that values are lost: %s -> %s',
    (before, after, said) => {
      const found = planned(spec([`name: ${before}`]), spec([`name: ${after}`]));
      expect(codes(found)).toEqual([]);
      const notices = (migrationOf(found)?.notices ?? []).filter(({ summary }) =>
        summary.startsWith('changes'),
      );
      expect(notices).toMatchObject([{ kind: 'stricter', summary: expect.stringContaining(said) }]);
    },
  );

  it('keeps the values of what is renamed: nothing is dropped', () => {
    const moved = [
      'moved:',
      '  - {from: service.demo.models.Item.fields.old, to: service.demo.models.Item.fields.fresh}',
    ];
    const found = planned(
      spec(['name: string!', 'old: int?']),
      spec(['name: string!', 'fresh: int?'], moved),
    );
    const notices = migrationOf(found)?.notices ?? [];
    expect(notices.map(({ kind }) => kind)).not.toContain('destructive');
    const statements = notices.flatMap((notice) => notice.statements);
    expect(statements).toContain('ALTER TABLE items RENAME COLUMN old TO fresh;');
  });

  it('HM2201: fills no required column with what nobody said', () => {
    const found = planned(spec(['name: string!']), spec(['name: string!', 'code: string!']));
    expect(codes(found)).toEqual(['HM2201']);
  });

  it('HM2202: does not guess what values mean in another type', () => {
    const found = planned(spec(['name: string!', 'size: string?']), spec(['name: string!', 'size: int?']));
    expect(codes(found)).toEqual(['HM2202']);
  });

  it('HM2207: takes no rows to another service', () => {
    const other = ['  other:', '    kind: atom', '    port: 8090', '    models:'];
    const thing = ['      Thing:', '        fields: {name: string!}'];
    const before = spec(['name: string!'], [...other, ...thing]);
    const now = spec(
      ['name: string!'],
      [
        ...other,
        ...thing,
        '      Item:',
        '        fields: {name: string!}',
        'moved:',
        '  - {from: service.demo.models.Item, to: service.other.models.Item}',
      ],
    );
    expect(codes(planned(before, now))).toEqual(['HM2207']);
  });

  it('goes along with a service that is renamed, models and all', () => {
    const before = spec(['name: string!', 'old: int?']);
    const now = spec(
      ['name: string!', 'fresh: int?'],
      [
        'moved:',
        '  - {from: service.demo, to: service.shop}',
        '  - {from: service.demo.models.Item.fields.old, to: service.shop.models.Item.fields.fresh}',
      ],
    ).replace('  demo:\n', '  shop:\n');
    const found = planned(before, now);
    expect(codes(found)).toEqual([]);
    const migrations = found.value?.components.find(
      ({ address }) => address === 'service.shop.migrations.sqlite',
    );
    expect(migrations?.notices.map(({ kind }) => kind)).not.toContain('destructive');
    expect(filesIn(migrations?.facts)).toEqual(['0001_initial.sql', expect.stringMatching(/^0002_/)]);
  });
});

/** What is planned for a spec after two branches of one base were merged. */
function afterMerge(base: string, one: string, other: string, now: string) {
  const first = recordOf(graphOf(buildDesired(systemOf(base), capabilities, { kind: 'absent' })));
  const [ours, theirs] = [one, other].map((text) => {
    const found = graphOf(buildDesired(systemOf(text), capabilities, first));
    const record = recordOf(found, first);
    const component = record.kind === 'present' ? record.components.get(MIGRATIONS) : undefined;
    if (component === undefined) throw new Error('no migrations');
    return { component, facts: factsOf(found) };
  });
  if (ours === undefined || theirs === undefined || first.kind !== 'present') throw new Error('two');
  const components = new Map(first.components).set(MIGRATIONS, {
    ...ours.component,
    files: new Map([...ours.component.files, ...theirs.component.files]),
    facts: unite(ours.facts, theirs.facts),
    digest: sha256('merged'),
  });
  const merged = { kind: 'present', components } as const;
  return { ...buildDesired(systemOf(now), capabilities, merged), merged };
}

function graphOf({ value, diagnostics }: ReturnType<typeof buildDesired>) {
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

type Log = Readonly<Record<string, readonly Json[]>>;

function factsOf({ components }: ReturnType<typeof graphOf>): Log {
  const { facts } = components.find((one) => one.address === MIGRATIONS) ?? {};
  return (facts as unknown as { readonly log: Log }).log;
}

/** As lines of a state are united. */
function unite(ours: Log, theirs: Log): Json {
  const files = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const log = [...files].map((file) => {
    const all = [...(ours[file] ?? []), ...(theirs[file] ?? [])];
    const texts = [...new Set(all.map((one) => JSON.stringify(one)))];
    return [file, texts.map((text): Json => JSON.parse(text))] as const;
  });
  return { log: Object.fromEntries(log) } as Json;
}

describe('migrations of two branches', () => {
  const base = spec(['name: string!', 'status: enum(open, done) = open', 'old: int?']);
  const statuses = (values: string, ...more: readonly string[]) =>
    spec(['name: string!', `status: enum(${values}) = open`, ...more]);

  it('lead to one schema where they alter different things: none is added', () => {
    const one = statuses('open, done, later', 'old: int?');
    const other = statuses('open, done', 'mood: string?');
    const found = afterMerge(base, one, other, statuses('open, done, later', 'mood: string?'));
    expect(codes(found)).toEqual([]);
    expect(migrationOf(found)?.notices).toEqual([]);
    expect(filesIn(migrationOf(found)?.facts)).toHaveLength(3);
  });

  it('have one after them that says what a column is which both changed', () => {
    const one = statuses('open, done, later', 'old: int?');
    const other = statuses('open, done, never', 'old: int?');
    for (const values of ['open, done, later, never', 'open, done, never', 'open, done, later']) {
      const found = afterMerge(base, one, other, statuses(values, 'old: int?'));
      expect(codes(found)).toEqual([]);
      const [notice] = migrationOf(found)?.notices ?? [];
      expect(notice?.kind).toBe(values.split(',').length === 4 ? 'migration' : 'stricter');
      expect(notice?.statements[0]).toMatch(/^ALTER TABLE items MODIFY COLUMN status TEXT/);
      expect(notice?.path).toMatch(/0003_change_item_status_[0-9a-f]{4}\.sql$/);
      const again = buildDesired(
        systemOf(statuses(values, 'old: int?')),
        capabilities,
        recordOf(graphOf(found), found.merged),
      );
      expect(migrationOf(again)?.notices).toEqual([]);
    }
  });

  it.each([
    ['drop a column', statuses('open, done'), statuses('open, done', 'mood: string?')],
    [
      'add a column each in its own way',
      statuses('open, done', 'old: int?', 'mood: string?'),
      statuses('open, done', 'old: int?', 'mood: text?', 'more: int?'),
    ],
  ])('HM2208: that both %s are left to a person', (_, one, other) => {
    expect(codes(afterMerge(base, one, other, other))).toEqual(['HM2208']);
  });

  it('HM2209: that have one name and two contents are left to a person', () => {
    const one = statuses('open, done', 'old: int?', 'mood: string?');
    const other = statuses('open, done', 'old: int?', 'mood: text?');
    expect(codes(afterMerge(base, one, other, other))).toEqual(['HM2209']);
  });

  it('that are the same are one', () => {
    const both = statuses('open, done', 'old: int?', 'mood: string?');
    const found = afterMerge(base, both, both, both);
    expect(codes(found)).toEqual([]);
    expect(filesIn(migrationOf(found)?.facts)).toEqual(['0001_initial.sql', '0002_add_item_mood.sql']);
  });

  it('are numbered on without a gap', () => {
    const one = statuses('open, done', 'old: int?', 'mood: string?');
    const other = statuses('open, done', 'old: int?', 'rank: int?');
    const now = statuses('open, done', 'old: int?', 'mood: string?', 'rank: int?', 'more: int?');
    expect(filesIn(migrationOf(afterMerge(base, one, other, now))?.facts)).toEqual([
      '0001_initial.sql',
      '0002_add_item_mood.sql',
      '0002_add_item_rank.sql',
      '0003_add_item_more.sql',
    ]);
  });
});

describe('what was kept of migrations before there was a log', () => {
  it('is read as the schema that they led to', () => {
    const column = {
      type: 'TEXT',
      kind: 'string',
      notNull: true,
      check: null,
      limits: {},
      references: null,
      fallback: null,
      backfill: null,
    };
    const index = { columns: ['name'], unique: true, live: false };
    const items = { model: 'Item', columns: { id: column }, indexes: { items_name_key: index } };
    const log = logFromJson({ migrations: ['0002_b.sql', '0001_initial.sql'], tables: { items } }) ?? [];
    expect(log.map(({ file }) => file)).toEqual(['0001_initial.sql', '0002_b.sql']);
    expect(headsOf(log)).toEqual(['0002_b.sql']);
    expect(schemaAfter(log)).toEqual({
      tables: [
        {
          name: 'items',
          model: 'Item',
          columns: [{ name: 'id', ...column }],
          indexes: [{ name: 'items_name_key', ...index }],
        },
      ],
    });
  });
});
