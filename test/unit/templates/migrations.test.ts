import { describe, expect, it } from 'vitest';
import { buildDesired } from '../../../src/desired/build.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { recordOf } from '../desired/support.ts';
import { systemOf } from '../system/support.ts';

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

const codes = ({ diagnostics }: ReturnType<typeof planned>) => diagnostics.map(({ code }) => code);

describe('a migration', () => {
  it('is none where nothing about the tables changed', () => {
    const same = planned(
      spec(['name: string!']),
      spec(['name: {type: string, required: true, help: What it is}']),
    );
    expect(migrationOf(same)?.notices).toEqual([]);
    expect(migrationOf(same)?.facts).toMatchObject({ migrations: ['0001_initial.sql'] });
  });

  it('has one file for all that changed, and says of each step whether values are lost', () => {
    const found = planned(spec(['name: string!', 'old: int?']), spec(['name: string!', 'fresh: int?']));
    expect(codes(found)).toEqual([]);
    expect(migrationOf(found)?.facts).toMatchObject({
      migrations: ['0001_initial.sql', '0002_drop_item_old_and_add_item_fresh.sql'],
    });
    const steps = migrationOf(found)?.notices.map(({ kind, summary }) => [kind, summary]);
    expect(steps).toContainEqual(['destructive', 'drops column items.old and the values in it']);
    expect(steps).toContainEqual(['migration', 'adds column items.fresh']);
  });

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
    expect(migrations?.facts).toMatchObject({
      migrations: ['0001_initial.sql', expect.stringMatching(/^0002_/)],
    });
  });
});
