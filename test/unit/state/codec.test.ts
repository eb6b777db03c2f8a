import fs from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { address } from '../../../src/graph/address.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { decodeComponent, encodeComponent } from '../../../src/state/codec.ts';
import { componentJsonSchema } from '../../../src/state/format.ts';
import { migrate } from '../../../src/state/migrations.ts';
import type { RecordedComponent, RecordedFile } from '../../../src/state/recorded.ts';

const file = (text: string): RecordedFile => ({
  ownership: 'generated',
  executable: false,
  template: 'atom/files/services/__service__/src/main.ts.hbs',
  at: ['services.todo'],
  base: sha256(text),
  applied: sha256(text),
  unaccepted: false,
});

const component: RecordedComponent = {
  format: 1,
  address: address('service.todo'),
  hatmax: '0.3.0',
  digest: sha256('inputs'),
  dependsOn: [address('package.kit'), address('project')],
  at: ['services.todo'],
  facts: {
    migrations: ['0001_initial.sql'],
    tables: { items: { columns: { id: { kind: 'uuid' } }, 'a/b~': {} } },
  },
  pack: sha256('pack'),
  files: new Map([
    [relPath('services/todo/src/main.ts'), file('main')],
    [relPath('services/todo/package.json'), { ...file('pkg'), ownership: 'structured', unaccepted: true }],
    [relPath('services/todo/run.sh'), { ...file('run'), executable: true, acceptedExecutable: false }],
    [relPath('services/todo/gone.ts'), { ...file('gone'), deleted: true }],
  ]),
};

const schemaFile = 'state/v1/component.schema.json';
const fixture = 'state/v1/fixtures/service.todo.golden.json';

describe('the state of a component', () => {
  it('comes back as it was, and the same record gives the same bytes in any order', () => {
    const text = encodeComponent(component);
    expect(decodeComponent(text)).toEqual({ kind: 'component', component: sorted(component) });
    expect(encodeComponent({ ...component, files: new Map([...component.files].reverse()) })).toBe(text);
  });

  it.each([
    [null],
    [3],
    [[1, { a: 2 }]],
    [{}],
    [{ a: {} }],
    [{ a: 1 }],
    [{ '': { '/': { '~1': [] } }, __proto__x: 1 }],
    [JSON.parse('{"__proto__":{"constructor":{"x":[1]}}}')],
  ])('keeps whatever the facts are: %j', (facts) => {
    const text = encodeComponent({ ...component, facts });
    const decoded = decodeComponent(text);
    expect(decoded.kind === 'component' && decoded.component.facts).toEqual(facts);
  });

  it('is the fixture of format 1, which is read forever', () => {
    expect(encodeComponent(component)).toBe(fs.readFileSync(fixture, 'utf8'));
  });

  it('has one line a file, so that git merges it file by file', () => {
    const lines = encodeComponent(component).split('\n');
    expect(lines.filter((line) => line.startsWith('    "services/'))).toHaveLength(4);
    expect(lines.every((line) => (line.match(/"base"/g) ?? []).length <= 1)).toBe(true);
    expect(lines.filter((line) => line.startsWith('    "/tables'))).toHaveLength(2);
  });

  it('fits the published JSON Schema, which is made from the same source', () => {
    const schema = componentJsonSchema();
    expect(schema).toEqual(JSON.parse(fs.readFileSync(schemaFile, 'utf8')));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(encodeComponent(component)))).toBe(true);
    expect(validate({ ...JSON.parse(encodeComponent(component)), serial: 3 })).toBe(false);
  });

  it('is refused where a path would leave the project', () => {
    for (const path of ['../x', '/etc/passwd', 'a/../../b', '.git/config', 'C:/x', 'a//b', '']) {
      const text = encodeComponent(component).replace('services/todo/src/main.ts', path);
      expect(decodeComponent(text).kind, path).toBe('invalid');
    }
  });

  it('is refused where anything else is not as it must be', () => {
    const text = encodeComponent(component);
    const broken = [
      text.replace('"format": 1', '"format": "1"'),
      text.replace(sha256('inputs'), 'abc'),
      text.replace('"generated"', '"other"'),
      text.replace('  "address"', '  "extra": 1,\n  "address"'),
      text.replace('package.kit', 'Package Kit'),
      text.slice(0, -10),
      '[]',
      '',
    ];
    for (const one of broken) expect(decodeComponent(one).kind, one.slice(0, 60)).toBe('invalid');
  });

  it('of a newer format names the version that wrote it', () => {
    const text = encodeComponent(component).replace('"format": 1', '"format": 7').replace('0.3.0', '9.1.0');
    expect(decodeComponent(text)).toEqual({ kind: 'newer', format: 7, hatmax: '9.1.0' });
  });
});

describe('migrations', () => {
  const table = [
    { from: 1, migrate: (old: object) => ({ ...old, two: true }) },
    { from: 2, migrate: (old: object) => ({ ...old, three: true }) },
  ];

  it('go from one format to the next until the wanted one', () => {
    expect(migrate({ format: 1, hatmax: '0.1.0' }, 3, table)).toEqual({
      format: 3,
      hatmax: '0.1.0',
      two: true,
      three: true,
    });
    expect(migrate({ format: 2 }, 3, table)).toEqual({ format: 3, three: true });
    expect(migrate({ format: 3 }, 3, table)).toEqual({ format: 3 });
  });

  it('are none where there is no way', () => {
    expect(migrate({ format: 0 }, 3, table)).toBeUndefined();
  });
});

function sorted(of: RecordedComponent): RecordedComponent {
  return { ...of, files: new Map([...of.files].sort(([a], [b]) => (a < b ? -1 : 1))) };
}
