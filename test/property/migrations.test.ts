import initSqlJs, { type Database } from 'sql.js';
import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../src/spec/load.ts';
import { resolveSystem } from '../../src/system/resolve.ts';
import type { AtomService, System } from '../../src/system/system.ts';
import type { Column } from '../../templates/atom/columns.ts';
import { decimalKey, normalDecimal } from '../../templates/atom/decimal-key.ts';
import { createIndex, createTable } from '../../templates/atom/migrations/ddl.ts';
import { difference } from '../../templates/atom/migrations/difference.ts';
import {
  headsOf,
  logFromJson,
  logToJson,
  type MigrationLog,
  schemaAfter,
} from '../../templates/atom/migrations/log.ts';
import { renamesOf } from '../../templates/atom/migrations/renames.ts';
import { type Schema, schemaOf, type Table } from '../../templates/atom/migrations/schema.ts';
import { fc } from '../seeded.ts';
import { kitDatabase, type Row, rows, tableChanges } from './kit-sql.ts';

const VARIANTS = [
  'int?',
  'int = 5',
  'int >= 0 = 5',
  'int >= 3 = 5',
  'int! unique',
  'float?',
  'float = 5',
  'string?',
  'string = abc',
  'string len 1..10 = abc',
  'string len 1..20 = abc',
  'text?',
  'slug? unique',
  'enum(a, b) = a',
  'enum(a, b, c) = a',
  'enum(a, b, c)?',
  'bool?',
  'bool = true',
  'decimal(6,2)?',
  'decimal(6,2) >= 0 = 1.5',
  'decimal(8,2) = 1.5',
  'decimal(9,4) >= -5 = 1.5',
  'date?',
  'datetime?',
  'json = {}',
  'ref(Other)?',
  'uuid?',
  'bytes?',
];

interface Shape {
  readonly fields: Readonly<Record<string, string>>;
  readonly audit: boolean;
  readonly softDelete: boolean;
  readonly indexed: readonly string[];
  readonly hasOther: boolean;
  readonly table: string;
}

const NAMES = ['one', 'two', 'three', 'order', 'five'];
const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 });
const shape: fc.Arbitrary<Shape> = names.chain((chosen) =>
  fc.record({
    fields: fc.record(Object.fromEntries(chosen.map((name) => [name, fc.constantFrom(...VARIANTS)]))),
    audit: fc.boolean(),
    softDelete: fc.boolean(),
    indexed: fc.subarray(chosen, { maxLength: Math.min(2, chosen.length) }),
    hasOther: fc.boolean(),
    table: fc.constantFrom('things', 'stuff'),
  }),
);

/** Usually the shape before with a little changed; a jump to any other one now and then. */
const history = fc.tuple(
  shape,
  fc.array(
    fc.record({
      to: shape,
      changed: fc.subarray(NAMES, { maxLength: 2 }),
      jump: fc.integer({ min: 0, max: 5 }),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
);

function mixed(
  before: Shape,
  { to, changed, jump }: { to: Shape; changed: readonly string[]; jump: number },
): Shape {
  if (jump === 0) return to;
  const fields = Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = changed.includes(name) ? to.fields[name] : before.fields[name];
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  const kept = Object.keys(fields).length === 0 ? before.fields : fields;
  const indexed = to.indexed.filter((name) => name in kept);
  return { ...(jump === 1 ? to : before), fields: kept, indexed, hasOther: before.hasOther };
}

function systemOf(
  { fields, audit, softDelete, indexed, hasOther, table }: Shape,
  moved: readonly string[] = [],
): System {
  const usesOther = hasOther || Object.values(fields).some((text) => text.includes('Other'));
  const text = [
    'version: 1',
    'name: demo',
    'services:',
    '  demo:',
    '    kind: atom',
    '    models:',
    '      Thing:',
    `        table: ${table}`,
    `        options: {audit: ${audit}, soft_delete: ${softDelete}}`,
    '        fields:',
    ...Object.entries(fields).map(([name, field]) => `          ${name}: ${field}`),
    ...(indexed.length > 0 ? [`        indexes: [{fields: [${indexed.join(', ')}]}]`] : []),
    ...(usesOther ? ['      Other:', '        fields:', '          label: string?'] : []),
    ...(moved.length > 0 ? ['moved:', ...moved.map((entry) => `  - ${entry}`)] : []),
  ].join('\n');
  const loaded = loadSpec({ file: 'hatmax.yml', text });
  const system = loaded.value === undefined ? undefined : resolveSystem(loaded.value).value;
  if (system === undefined) throw new Error(`${JSON.stringify(loaded.diagnostics)}\n${text}`);
  return system;
}

function serviceOf(system: System): AtomService {
  const [service] = system.services;
  if (service === undefined) throw new Error('no service');
  return service;
}

const SQL = await initSqlJs();
const { runScript } = await tableChanges();
const NOW = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function run(db: Database, statements: readonly string[]): void {
  db.run('PRAGMA foreign_keys = OFF');
  db.run('BEGIN');
  try {
    runScript(kitDatabase(db), statements.join('\n'));
    if (rows(db, 'PRAGMA foreign_key_check').length > 0) throw new Error('rows that point at nothing');
    db.run('COMMIT');
  } catch (error) {
    db.run('ROLLBACK');
    throw error;
  } finally {
    db.run('PRAGMA foreign_keys = ON');
  }
}

/** Everything a table is, in no order, but for defaults: they are for rows that were there before a column. */
function described(db: Database, schema: Schema): unknown {
  return schema.tables.map(({ name }) => {
    const [{ sql }] = rows(db, `SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '${name}'`) as [
      { sql: string },
    ];
    const columns = rows(db, `PRAGMA table_xinfo(${name})`).map(({ cid: _, dflt_value: __, ...column }) =>
      JSON.stringify(column),
    );
    const keys = rows(db, `PRAGMA foreign_key_list(${name})`).map(({ id: _, seq: __, ...key }) =>
      JSON.stringify(key),
    );
    const indexes = rows(
      db,
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '${name}'`,
    );
    return {
      name,
      isStrict: /\) STRICT$/.test(sql),
      columns: columns.toSorted(),
      checks: checksOf(sql).toSorted(),
      keys: keys.toSorted(),
      indexes: indexes.map((index) => JSON.stringify(index)).toSorted(),
    };
  });
}

function checksOf(sql: string): readonly string[] {
  return [...sql.matchAll(/CONSTRAINT (\S+) CHECK /g)].map((match) => {
    let depth = 0;
    let end = match.index + match[0].length;
    do {
      if (sql[end] === '(') depth += 1;
      if (sql[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0);
    return sql.slice(match.index, end);
  });
}

let made = 0;

function insert(db: Database, table: Table): void {
  made += 1;
  const values = table.columns.map((column) => sampleFor(db, column));
  const marks = table.columns.map(() => '?').join(', ');
  const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
  db.run(`INSERT INTO ${table.name} (${columns}) VALUES (${marks})`, values);
}

function sampleFor(db: Database, column: Column): string | number | Uint8Array | null {
  const { kind, name } = column;
  if (kind === 'uuid id') return `id-${String(made).padStart(6, '0')}`;
  if (kind === 'version') return 1;
  if (name === 'deleted_at') return null;
  const decimal = /^decimal\((\d+),(\d+)\)( key)?$/.exec(kind);
  if (!column.notNull && made % 3 === 0) return null;
  if (decimal !== null) {
    const text = made % 2 === 0 ? '1.5' : '12.25';
    const scale = Number(decimal[2]);
    return decimal[3] === undefined
      ? normalDecimal(text, scale)
      : decimalKey(text, Number(decimal[1]), scale);
  }
  if (kind.startsWith('ref to')) {
    const [other] = rows(db, 'SELECT id FROM others LIMIT 1');
    return other === undefined ? null : String(other.id);
  }
  switch (kind) {
    case 'int':
      return made;
    case 'float':
      return made + 0.5;
    case 'bool':
      return made % 2;
    case 'enum':
      return 'a';
    case 'slug':
      return `slug-${made}`;
    case 'date':
      return '2026-01-01';
    case 'datetime':
      return '2026-01-01T00:00:00.000Z';
    case 'json':
      return `{"n":${made}}`;
    case 'bytes':
      return Uint8Array.from([1, 2, made % 256]);
    default:
      return made % 2 === 0 ? 'a' : 'abc';
  }
}

/** That each row kept the values of the columns that stayed what they were. */
function checkData(before: readonly Row[], after: readonly Row[], was: Table, is: Table): void {
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  for (const column of is.columns) {
    const old = was.columns.find(({ name }) => name === column.name);
    for (const [index, row] of after.entries()) {
      const [value, from] = [row[column.name], before[index]?.[column.name]];
      if (old === undefined) {
        if (column.backfill !== null) expect(value).toMatch(NOW);
        else expect(value).toEqual(column.fallback === null ? null : literal(column));
      } else if (old.kind === column.kind && from !== null) expect(value).toEqual(from);
      else if (old.kind === column.kind) expect(value).toEqual(column.notNull ? literal(column) : null);
      else if (from !== null) expect(meaning(value)).toBe(meaning(from));
    }
  }
}

function literal({ fallback }: Column): unknown {
  const [row] = rows(new SQL.Database(), `SELECT ${fallback} AS value`);
  return row?.value;
}

/** `12.50`, `12.5` and the text of either are one number; a key has the digits of its number. */
function meaning(value: unknown): string {
  const text = String(value);
  if (/^[0-]\d{5,}$/.test(text)) return text.replace(/^0+/, '').replace(/0+$/, '');
  return /^-?\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text;
}

function scratch(schema: Schema): Database {
  const db = new SQL.Database();
  run(
    db,
    schema.tables.flatMap((table) => [
      createTable(table),
      ...table.indexes.map((index) => createIndex(table.name, index)),
    ]),
  );
  return db;
}

const columnsOf = ({ tables }: Schema) =>
  tables.map(({ name, columns, indexes }) => [
    name,
    columns.map((column) => column.name).toSorted(),
    indexes.map((index) => index.name),
  ]);

const seen = { migrated: 0, refused: 0, unfillable: 0, rebuilt: 0, altered: 0 };

function replay(start: Shape, edits: readonly Parameters<typeof mixed>[1][]): void {
  let current = start;
  let schema = schemaOf(serviceOf(systemOf(start)));
  let log: MigrationLog = [
    {
      file: '0001_initial.sql',
      after: [],
      changes: schema.tables.map((table) => ({ do: 'add table', table })),
    },
  ];
  const db = scratch(schema);
  for (const edit of edits) {
    const wantedShape = mixed(current, edit);
    const system = systemOf(wantedShape);
    const service = serviceOf(system);
    const wanted = schemaOf(service);
    const recorded = schemaAfter(logFromJson(JSON.parse(JSON.stringify(logToJson(log)))) ?? []);
    expect(columnsOf(recorded)).toEqual(columnsOf(schema));
    for (const table of schema.tables) for (let n = 0; n < 2; n++) insert(db, table);
    const { steps, unfillable } = difference(recorded, wanted, renamesOf(service, []));
    if (unfillable.length > 0) {
      seen.unfillable += 1;
      continue;
    }
    const things = (one: Schema) => one.tables.find(({ model }) => model === 'Thing') as Table;
    const before = rows(db, `SELECT * FROM ${things(schema).name} ORDER BY id`);
    const statements = steps.flatMap((step) => step.statements);
    try {
      run(db, statements);
    } catch (error) {
      // Rows may break a tighter rule or a new reference: that was announced, and nothing happened.
      const announced = steps.some(
        (step) => step.kind !== 'migration' || /unique|refers to|ref to/.test(step.summary),
      );
      if (!announced) throw new Error(`${String(error)}\n${statements.join('\n')}`);
      expect(rows(db, `SELECT * FROM ${things(schema).name} ORDER BY id`)).toEqual(before);
      seen.refused += 1;
      continue;
    }
    const fresh = scratch(wanted);
    expect(described(db, wanted)).toEqual(described(fresh, wanted));
    expect(rows(db, "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'")).toEqual([
      { n: wanted.tables.length },
    ]);
    fresh.close();
    checkData(
      before,
      rows(db, `SELECT * FROM ${things(wanted).name} ORDER BY id`),
      things(schema),
      things(wanted),
    );
    expect(difference(wanted, wanted, renamesOf(service, [])).steps).toEqual([]);
    seen.migrated += steps.length > 0 ? 1 : 0;
    seen.rebuilt += statements.some((statement) => /MODIFY| USING /.test(statement)) ? 1 : 0;
    seen.altered += statements.some((statement) => statement.includes('ADD COLUMN')) ? 1 : 0;
    current = wantedShape;
    schema = wanted;
    const changes = steps.flatMap((step) => step.changes);
    log = [
      ...log,
      { file: `${String(log.length + 1).padStart(4, '0')}_next.sql`, after: headsOf(log), changes },
    ];
  }
  db.close();
}

describe('migrations', () => {
  it('lead to the schema that is made from nothing, and keep the rows', () => {
    fc.assert(
      fc.property(history, ([start, edits]) => {
        replay(start, edits);
      }),
      { numRuns: 120 },
    );
    for (const [name, count] of Object.entries(seen)) expect(count, name).toBeGreaterThan(0);
  }, 240_000);
});
