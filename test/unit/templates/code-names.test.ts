import { describe, expect, it } from 'vitest';
import { buildDesired } from '../../../src/desired/build.ts';
import { withCodeNames } from '../../../templates/atom/code-names.ts';
import { logFromJson } from '../../../templates/atom/migrations/log.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { systemOf } from '../system/support.ts';

const NOTHING = { kind: 'absent' } as const;

function spec(models: readonly string[]): string {
  return ['version: 1', 'name: demo', 'services:', '  demo:', '    kind: atom', '    models:', ...models]
    .join('\n')
    .concat('\n');
}

const ROW = ['      Row:', '        fields: {name: string!}'];
const CELL = ['      Cell:', '        fields: {row: ref(Row)!, others: "[ref(Row)]"}'];

describe('names in code', () => {
  it('are those of the spec where nothing else has them', () => {
    const system = systemOf(spec(['      Cell:', '        fields: {name: string!}']));
    expect(withCodeNames(system)).toBe(system);
  });

  it('are others where the code has them already: of types, references and routes, not of tables and paths', () => {
    const [service] = withCodeNames(systemOf(spec([...ROW, ...CELL]))).services;
    const [row, cell] = service?.models ?? [];
    expect(row?.names).toMatchObject({
      pascal: 'RowEntity',
      camel: 'rowEntity',
      kebab: 'row-entity',
      title: 'Row',
    });
    expect(row).toMatchObject({ table: 'rows', plural: { camel: 'rowEntities', kebab: 'rows' } });
    expect(cell?.names.pascal).toBe('Cell');
    const targets = cell?.fields.map(({ type }) => (type.kind === 'list' ? type.of : type));
    expect(targets).toMatchObject([{ model: { pascal: 'RowEntity' } }, { model: { pascal: 'RowEntity' } }]);
    const list = service?.routes.find((route) => route.path === '/demo/rows' && route.op === 'list');
    expect(list).toMatchObject({ model: 'RowEntity', id: 'rowList' });
  });

  it('tell one from many where the plural is the same word', () => {
    const [service] = withCodeNames(
      systemOf(spec(['      News:', '        fields: {name: string!}'])),
    ).services;
    expect(service?.models[0]?.names.camel).toBe('newsEntity');
    expect(service?.models[0]?.plural.camel).toBe('newsEntities');
  });

  it('leave migrations alone: the table is known by the name in the spec', () => {
    const { value } = buildDesired(systemOf(spec(ROW)), capabilities, NOTHING);
    const migrations = value?.components.find(({ address }) => address.endsWith('migrations.sqlite'));
    const [first] = logFromJson(migrations?.facts) ?? [];
    expect(first?.changes).toMatchObject([{ do: 'add table', table: { name: 'rows', model: 'Row' } }]);
  });

  it('never make two models one', () => {
    const { diagnostics } = buildDesired(
      systemOf(spec([...ROW, '      RowEntity:', '        fields: {name: string!}'])),
      capabilities,
      NOTHING,
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['HM2205']);
  });
});
