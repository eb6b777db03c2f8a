import type { DesiredComponent } from '../../../src/desired/graph.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { applied, carryOut, EMPTY, edit, planOf, type Spec, type World } from '../plan/world.ts';

const lines = (...texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
const APP = lines(
  "import { list } from './list.ts';",
  '',
  'export function app() {',
  '  return list();',
  '}',
);
const NEW_APP = APP.replace('list();', 'list({ page: 1 });');

const SPEC: Spec = {
  project: [
    {
      path: 'package.json',
      text: '{\n  "name": "@todo/todo",\n  "scripts": {\n    "test": "vitest run"\n  }\n}\n',
      ownership: 'structured',
    },
  ],
  'service.todo.http': [
    { path: 'services/todo/src/app.ts', text: APP },
    { path: 'services/todo/src/list.ts', text: lines('export function list() {', '  return [];', '}') },
    { path: 'services/todo/src/old.ts', text: lines('export const old = true;') },
    { path: 'services/todo/bin/start', text: lines('#!/bin/sh', 'exec node src/main.ts'), executable: true },
  ],
  'service.todo.repository.sqlite': [
    {
      path: 'services/todo/migrations/0001_items.sql',
      text: lines('CREATE TABLE items (id TEXT PRIMARY KEY);'),
      ownership: 'append_only',
    },
  ],
};

const CHANGED: Spec = {
  ...SPEC,
  'service.todo.http': [
    { path: 'services/todo/src/app.ts', text: NEW_APP },
    { path: 'services/todo/src/list.ts', text: lines('export function list() {', '  return [1];', '}') },
    {
      path: 'services/todo/src/fresh.ts',
      text: lines('export const fresh = 1;', 'export const second = 2;'),
    },
    { path: 'services/todo/bin/start', text: lines('#!/bin/sh', 'exec node src/main.ts'), executable: true },
  ],
  'service.todo.repository.sqlite': [
    ...(SPEC['service.todo.repository.sqlite'] ?? []),
    {
      path: 'services/todo/migrations/0002_drop_done.sql',
      text: lines('ALTER TABLE items DROP COLUMN done;'),
      ownership: 'append_only',
    },
  ],
};

const NOTICES: DesiredComponent['notices'] = [
  {
    kind: 'migration',
    at: 'services.todo.models.Item',
    path: 'services/todo/migrations/0002_drop_done.sql',
    summary: 'adds column items.due',
    statements: ['ALTER TABLE items ADD COLUMN due TEXT;'],
  },
  {
    kind: 'destructive',
    at: 'services.todo.models.Item',
    path: 'services/todo/migrations/0002_drop_done.sql',
    summary: 'drops column items.done and the values in it',
    statements: ['ALTER TABLE items DROP COLUMN done;'],
  },
];

export interface Scenario {
  readonly name: string;
  readonly world: World;
  readonly plan: Plan;
}

function scenario(
  name: string,
  world: World,
  spec: Spec,
  request: Parameters<typeof planOf>[2] = {},
): Scenario {
  return { name, world, plan: planOf(world, spec, request) };
}

/** Worlds whose plans are held word for word. */
export function scenarios(): readonly Scenario[] {
  const done = applied(SPEC);
  const merged = edit(done, 'services/todo/src/app.ts', lines('// by hand', ...APP.trimEnd().split('\n')));
  const clash = edit(done, 'services/todo/src/app.ts', APP.replace('list();', 'list().slice(1);'));
  const kept = edit(
    done,
    'services/todo/src/list.ts',
    lines('export function list() {', '  // by hand', '  return [];', '}'),
  );
  const messy = edit(
    edit(kept, 'services/todo/src/old.ts', undefined),
    'services/todo/migrations/0001_items.sql',
    lines('-- changed'),
  );
  const hostile = edit(
    done,
    'services/todo/src/list.ts',
    lines('\u001b[31mred\u0007', '\u202Eturned', `long ${'x'.repeat(300)}`),
  );
  const long = Array.from({ length: 200 }, (_, index) => `line ${index}`);
  const big = applied({ project: [{ path: 'big.txt', text: lines(...long) }] });
  const bigNew: Spec = { project: [{ path: 'big.txt', text: lines(...long.map((line) => `${line} anew`)) }] };
  const moved: Spec = {
    'service.tasks.http': (SPEC['service.todo.http'] ?? []).map((one) => ({
      ...one,
      path: one.path.replace('todo', 'tasks'),
      template: one.path,
    })),
  };
  const before = applied({
    'service.todo.http': (SPEC['service.todo.http'] ?? []).map((one) => ({ ...one, template: one.path })),
  });
  return [
    scenario('first', EMPTY, SPEC),
    scenario('no-changes', done, SPEC),
    scenario('changed', done, CHANGED, { notices: NOTICES }),
    scenario('merged', merged, CHANGED),
    scenario('conflict', clash, CHANGED),
    scenario('not-recorded', edit(EMPTY, 'services/todo/src/app.ts', 'mine\n'), SPEC),
    scenario('drift-only', messy, SPEC),
    scenario('overwrite', kept, SPEC, { onDrift: 'overwrite' }),
    scenario('destroy', kept, SPEC, { mode: 'destroy' }),
    scenario(
      'moved',
      edit(
        before,
        'services/todo/src/list.ts',
        lines('// by hand', 'export function list() {', '  return [];', '}'),
      ),
      moved,
      {
        moves: { 'service.todo': 'service.tasks' },
      },
    ),
    scenario('hostile', hostile, SPEC),
    scenario('huge', big, bigNew),
    scenario('line-endings', edit(done, 'services/todo/src/app.ts', APP.replaceAll('\n', '\r\n')), SPEC),
    scenario('refresh-only', kept, CHANGED, { mode: 'refresh-only' }),
    scenario('accepted', carryOut(kept, planOf(kept, SPEC, { accept: ['**'] })), SPEC),
  ];
}
