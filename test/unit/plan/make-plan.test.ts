import { describe, expect, it } from 'vitest';
import { address } from '../../../src/graph/address.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import { relPath } from '../../../src/path/rel-path.ts';
import { countPlan, hasChanges } from '../../../src/plan/counts.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { RecordedState } from '../../../src/state/recorded.ts';
import {
  applied,
  carryOut,
  EMPTY,
  edit,
  type FileSpec,
  fateOf,
  onDisk,
  planOf,
  type Request,
  type Spec,
  textOf,
  type World,
} from './world.ts';

const one = (text: string, more: Partial<FileSpec> = {}): Spec => ({
  'service.todo': [{ path: 'todo/app.ts', text, ...more }],
});
const BASE = 'a\nb\nc\nd\ne\n';
const NEW = 'a\nb\nc\nd\nNEW\n';
const HAND = 'HAND\nb\nc\nd\ne\n';
const BOTH = 'HAND\nb\nc\nd\nNEW\n';
const CLASH = 'a\nb\nc\nd\nHAND\n';
const recorded = () => applied(one(BASE));
const path = 'todo/app.ts';

function fate(world: World, spec: Spec, request?: Request): string {
  return fateOf(planOf(world, spec, request), path);
}
const carried = (world: World, spec: Spec, request?: Request) =>
  carryOut(world, planOf(world, spec, request));
const driftIn = (plan: Plan) => plan.drift.map(({ path, kind, weight }) => `${path} ${kind} ${weight}`);

describe('the table, for a generated file', () => {
  it.each<[string, World, Spec, string]>([
    ['not recorded, absent', EMPTY, one(BASE), 'create new'],
    ['not recorded, as desired', edit(EMPTY, path, BASE), one(BASE), 'adopt same-content'],
    ['not recorded, other', edit(EMPTY, path, HAND), one(BASE), 'conflict not-recorded'],
    ['as applied, as before', recorded(), one(BASE), 'none'],
    ['as applied, rendered anew', recorded(), one(NEW), 'update rendered-anew'],
    ['both sides made one change', edit(recorded(), path, NEW), one(NEW), 'adopt same-content'],
    [
      'edited, rendered anew elsewhere',
      edit(recorded(), path, HAND),
      one(NEW),
      'merge edited-and-rendered-anew',
    ],
    ['edited, rendered anew in one place', edit(recorded(), path, CLASH), one(NEW), 'conflict overlap'],
    ['edited, as before', edit(recorded(), path, HAND), one(BASE), 'keep edited'],
    ['deleted by hand', edit(recorded(), path, undefined), one(BASE), 'create deleted-by-hand'],
    ['deleted by hand, rendered anew', edit(recorded(), path, undefined), one(NEW), 'create deleted-by-hand'],
    ['as rendered, gone', recorded(), {}, 'delete removed-from-spec'],
    ['edited, gone', edit(recorded(), path, HAND), {}, 'orphan removed-from-spec'],
    ['deleted by hand, gone', edit(recorded(), path, undefined), {}, 'none'],
  ])('%s', (_, world, spec, expected) => {
    expect(fate(world, spec)).toBe(expected);
  });

  it('writes what was merged, and says that drift is still there until somebody accepts it', () => {
    const merged = carried(edit(recorded(), path, HAND), one(NEW));
    expect(onDisk(merged, path)).toBe(BOTH);
    const again = planOf(merged, one(NEW));
    expect(driftIn(again)).toEqual(['todo/app.ts modified content']);
    expect(hasChanges(countPlan(again))).toBe(false);
    const accepted = carried(merged, one(NEW), { accept: [path] });
    expect(planOf(accepted, one(NEW))).toMatchObject({ drift: [], changes: [], components: [] });
    const rendered = carried(accepted, one(`${NEW}more\n`));
    expect(onDisk(rendered, path)).toBe(`${BOTH}more\n`);
    expect(planOf(rendered, one(`${NEW}more\n`)).drift).toEqual([]);
  });

  it('leaves a conflict alone, byte for byte, and comes back to it', () => {
    const world = edit(recorded(), path, CLASH);
    const plan = planOf(world, one(NEW));
    expect(plan.changes[0]).toMatchObject({ action: 'conflict', places: ['line 5'] });
    expect(plan.changes[0]?.write).toBeUndefined();
    expect(
      [plan.changes[0]?.base, plan.changes[0]?.before, plan.changes[0]?.desired].map(
        (bytes) => bytes && textOf(bytes),
      ),
    ).toEqual([BASE, CLASH, NEW]);
    const left = carryOut(world, plan);
    expect(onDisk(left, path)).toBe(CLASH);
    expect(fate(left, one(NEW))).toBe('conflict overlap');
    expect(fate(left, one(BASE))).toBe('keep edited');
    expect(
      onDisk(
        carried(left, one(NEW), { resolve: new Map([[plan.changes[0]?.path ?? ('' as never), 'theirs']]) }),
        path,
      ),
    ).toBe(NEW);
  });

  it('makes a conflict of a merge whose base is lost, never an overwrite', () => {
    const world = { ...edit(recorded(), path, HAND), objects: new Map() };
    expect(fate(world, one(NEW))).toBe('conflict base-missing');
    expect(fate({ ...world, disk: recorded().disk }, one(NEW))).toBe('update rendered-anew');
  });

  it('never merges what is not text', () => {
    expect(fate(edit(recorded(), path, 'a\u0000b'), one(NEW))).toBe('conflict binary');
  });

  it('takes what a conflicted state does not say as unknown', () => {
    const world = edit(EMPTY, path, HAND);
    const state = {
      kind: 'conflicted' as const,
      files: [],
      components: new Map(),
      uncertain: [],
      hash: sha256(''),
    };
    expect(fate(world, one(NEW), { state })).toBe('conflict state-uncertain');
  });
});

describe('line endings, layout and modes', () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');

  it('counts line endings alone, and keeps the style of the file when writing', () => {
    const world = edit(recorded(), path, crlf(BASE));
    const plan = planOf(world, one(BASE));
    expect(plan.changes).toEqual([]);
    expect(countPlan(plan)).toMatchObject({ drift: 0, eolOnly: 1 });
    expect(onDisk(carried(world, one(NEW)), path)).toBe(crlf(NEW));
    expect(onDisk(carried(edit(world, path, crlf(HAND)), one(NEW)), path)).toBe(crlf(BOTH));
  });

  it('counts blanks at the end of lines alone, and keeps them through a merge', () => {
    const world = edit(recorded(), path, `\ufeff${BASE.replace('a\n', 'a  \n')}`);
    const plan = planOf(world, one(BASE));
    expect(plan.changes).toEqual([]);
    expect(countPlan(plan)).toMatchObject({ drift: 0, formatOnly: 1 });
    expect(onDisk(carried(world, one(NEW)), path)).toBe(`\ufeff${NEW.replace('a\n', 'a  \n')}`);
  });

  it('merges the executable bit as it does content', () => {
    const byHand = edit(recorded(), path, BASE, true);
    expect(fate(byHand, one(BASE))).toBe('keep mode');
    expect(driftIn(planOf(byHand, one(BASE)))).toEqual(['todo/app.ts mode content']);
    expect(fate(recorded(), one(BASE, { executable: true }))).toBe('update mode');
    expect(carried(recorded(), one(BASE, { executable: true })).disk.get(path)).toMatchObject({
      executable: true,
    });
    expect(carried(byHand, one(NEW)).disk.get(path)).toMatchObject({ executable: true });
  });

  it('tells what is no file and leaves it', () => {
    const world: World = { ...recorded(), disk: new Map([[path, 'symlink' as const]]) };
    expect(fate(world, one(NEW))).toBe('conflict not-a-file');
    expect(fate(world, {})).toBe('orphan not-a-file');
    expect(planOf(world, one(BASE)).drift).toMatchObject([{ kind: 'type', found: 'symlink' }]);
  });

  it('does not write beside a name that differs in case only', () => {
    expect(fate(edit(EMPTY, 'todo/App.ts', 'x\n'), one(BASE))).toBe('conflict case-twin');
  });
});

describe('ownership', () => {
  const json = (text: string): Spec => ({
    project: [{ path: 'package.json', text, ownership: 'structured' }],
  });
  const file = 'package.json';

  it('keeps what a person has in a structured file, and does not call it drift', () => {
    const world = edit(
      applied(json('{\n  "a": 1,\n  "b": 2\n}\n')),
      file,
      '{\n  "mine": true,\n  "a": 1,\n  "b": 2\n}\n',
    );
    expect(planOf(world, json('{\n  "a": 1,\n  "b": 2\n}\n'))).toMatchObject({ changes: [], drift: [] });
    const next = carried(world, json('{\n  "a": 1,\n  "b": 3,\n  "c": 4\n}\n'));
    expect(onDisk(next, file)).toBe('{\n  "mine": true,\n  "a": 1,\n  "b": 3,\n  "c": 4\n}\n');
    expect(planOf(next, json('{\n  "a": 1,\n  "b": 3,\n  "c": 4\n}\n'))).toMatchObject({
      changes: [],
      drift: [],
      components: [],
    });
  });

  it('calls a changed key of its own drift', () => {
    const world = edit(applied(json('{ "a": 1 }\n')), file, '{ "a": 9 }\n');
    expect(driftIn(planOf(world, json('{ "a": 1 }\n')))).toEqual(['package.json modified content']);
    expect(fateOf(planOf(world, json('{ "a": 2 }\n')), file)).toBe('conflict overlap');
  });

  it('overwrites only its own keys where it is told to', () => {
    const world = edit(applied(json('{ "a": 1 }\n')), file, '{ "a": 9, "mine": 1 }\n');
    const next = carried(world, json('{ "a": 1 }\n'), { onDrift: 'overwrite' });
    expect(onDisk(next, file)).toBe('{ "a": 1, "mine": 1 }\n');
  });

  it('never overwrites a file it cannot read', () => {
    const world = edit(applied(json('{ "a": 1 }\n')), file, '{ "a": ');
    expect(fateOf(planOf(world, json('{ "a": 2 }\n')), file)).toBe('conflict unparsable');
  });

  it('writes a create-once file once', () => {
    const spec = (text: string) => one(text, { ownership: 'create_once' });
    const world = applied(spec(BASE));
    expect(planOf(edit(world, path, HAND), spec(NEW)).changes).toEqual([]);
    expect(planOf(edit(world, path, HAND), spec(NEW)).drift).toEqual([]);
    expect(planOf(edit(world, path, undefined), spec(NEW)).changes).toEqual([]);
    expect(fate(edit(EMPTY, path, HAND), spec(NEW))).toBe('adopt create-once');
    expect(fate(edit(world, path, HAND), {})).toBe('orphan removed-from-spec');
  });

  it('never writes an append-only file again, whatever on_drift says', () => {
    const spec = (text: string) => one(text, { ownership: 'append_only' });
    const world = edit(applied(spec(BASE)), path, HAND);
    for (const onDrift of ['merge', 'keep', 'overwrite'] as const) {
      expect(fate(world, spec(BASE), { onDrift })).toBe('keep edited-append-only');
      expect(driftIn(planOf(world, spec(BASE), { onDrift, accept: ['**'] }))).toEqual([
        'todo/app.ts modified content',
      ]);
    }
    expect(onDisk(carried(edit(world, path, undefined), spec(BASE)), path)).toBe(BASE);
    expect(planOf(applied(spec(BASE)), spec(NEW)).changes).toEqual([]);
  });

  it('lets go of what the spec says to ignore', () => {
    expect(fate(recorded(), one(NEW), { generation: { ignore: ['todo/*'] } })).toBe('update rendered-anew');
    expect(fate(recorded(), one(BASE), { generation: { ignore: ['todo/*'] } })).toBe('orphan ignored');
    expect(fate(recorded(), one(NEW, { ownership: 'ignored' }))).toBe('orphan ignored');
    expect(planOf(EMPTY, one(NEW, { ownership: 'ignored' })).changes).toEqual([]);
  });
});

describe('on_drift', () => {
  const world = () => edit(recorded(), path, HAND);

  it.each<[Request, Spec, string]>([
    [{ onDrift: 'keep' }, one(NEW), 'keep edited'],
    [{ onDrift: 'keep' }, one(BASE), 'keep edited'],
    [{ onDrift: 'overwrite' }, one(BASE), 'update overwritten'],
    [{ onDrift: 'overwrite' }, one(NEW), 'update overwritten'],
    [{ onDrift: 'fail' }, one(BASE), 'conflict fail-on-drift'],
    [{ onDrift: 'fail' }, one(NEW), 'conflict fail-on-drift'],
    [{ prune: true }, {}, 'delete pruned'],
    [{ release: ['service.todo'] }, {}, 'orphan released'],
    [{ release: ['service.todo'], prune: true }, {}, 'orphan released'],
    [{ revert: [path] }, one(BASE), 'update overwritten'],
    [{ accept: [path] }, one(BASE), 'adopt accepted'],
  ])('%j', (request, spec, expected) => {
    expect(fate(world(), spec, request)).toBe(expected);
  });

  it('does not forget what it did not merge', () => {
    const kept = carried(world(), one(NEW), { onDrift: 'keep' });
    expect(onDisk(kept, path)).toBe(HAND);
    expect(onDisk(carried(kept, one(NEW)), path)).toBe(BOTH);
  });

  it('imports what a person says is ours', () => {
    const found = edit(EMPTY, path, HAND);
    const imported = carried(found, one(BASE), { imports: ['todo'] });
    expect(planOf(imported, one(BASE))).toMatchObject({ changes: [], drift: [], components: [] });
    expect(onDisk(carried(imported, one(NEW)), path)).toBe(BOTH);
  });
});

describe('moves', () => {
  const moved = (text: string): Spec => ({
    'service.tasks': [{ path: 'tasks/app.ts', text, template: 'app' }],
  });
  const start = (text = BASE): World => applied({ 'service.todo': [{ path, text, template: 'app' }] });
  const moves = { 'service.todo': 'service.tasks' };
  const target = 'tasks/app.ts';

  it('takes file, base and edits along', () => {
    const plan = planOf(start(), moved(BASE), { moves });
    expect(fateOf(plan, target)).toBe('move moved');
    expect(plan.changes).toMatchObject([{ from: path }]);
    const edited = carried(edit(start(), path, HAND), moved(NEW), { moves });
    expect([onDisk(edited, path), onDisk(edited, target)]).toEqual([undefined, BOTH]);
    expect([...edited.recorded.keys()]).toEqual(['service.tasks']);
    expect(planOf(edited, moved(NEW), { moves })).toMatchObject({
      changes: [{ action: 'keep' }],
      components: [],
    });
  });

  it('stays where it is while it is in conflict', () => {
    const world = edit(start(), path, CLASH);
    const left = carried(world, moved(NEW), { moves });
    expect(onDisk(left, path)).toBe(CLASH);
    expect(fateOf(planOf(left, moved(NEW), { moves }), target)).toBe('conflict overlap');
    expect(onDisk(carried(edit(left, path, HAND), moved(NEW), { moves }), target)).toBe(BOTH);
  });

  it('finds what was moved by hand already', () => {
    const byHand = edit(edit(start(), path, undefined), target, HAND);
    expect(onDisk(carried(byHand, moved(NEW), { moves }), target)).toBe(BOTH);
  });

  it('does not move onto something else', () => {
    expect(fateOf(planOf(edit(start(), target, 'mine\n'), moved(BASE), { moves }), target)).toBe(
      'conflict not-recorded',
    );
  });
});

describe('what a plan is asked for', () => {
  const spec: Spec = {
    project: [{ path: 'package.json', text: '{}\n' }],
    'package.kit': [{ path: 'kit/a.ts', text: BASE }],
    'service.todo.http': [
      { path: 'todo/a.ts', text: BASE },
      { path: 'todo/b.ts', text: BASE },
    ],
  };
  const dependsOn = { 'service.todo.http': ['package.kit'], 'package.kit': [] };
  const paths = (plan: Plan) => plan.changes.map((change) => change.path);

  it('brings the dependencies of a target along', () => {
    const both = ['kit/a.ts', 'todo/a.ts', 'todo/b.ts'];
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['service.todo'] }))).toEqual(both);
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['service.*.http'] }))).toEqual(both);
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['todo'] }))).toEqual(both);
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['todo/a.ts'] }))).toEqual([
      'kit/a.ts',
      'todo/a.ts',
    ]);
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['**/b.ts'] }))).toEqual([
      'kit/a.ts',
      'todo/b.ts',
    ]);
  });

  it('brings nothing along where a target is to stand alone', () => {
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['todo/a.ts'], alone: true }))).toEqual([
      'todo/a.ts',
    ]);
    expect(paths(planOf(EMPTY, spec, { dependsOn, targets: ['service.todo'], alone: true }))).toEqual([
      'todo/a.ts',
      'todo/b.ts',
    ]);
  });

  it('destroys what needs a target along with it', () => {
    const world = carryOut(EMPTY, planOf(EMPTY, spec, { dependsOn }));
    expect(paths(planOf(world, spec, { mode: 'destroy', targets: ['package.kit'] }))).toEqual([
      'kit/a.ts',
      'todo/a.ts',
      'todo/b.ts',
    ]);
  });

  it('comes back to what a target left out', () => {
    const partly = carryOut(EMPTY, planOf(EMPTY, spec, { dependsOn, targets: ['todo/a.ts'] }));
    expect(paths(planOf(partly, spec, { dependsOn }))).toEqual(['package.json', 'todo/b.ts']);
  });

  it('destroys what nobody edited and leaves the rest', () => {
    const world = edit(carryOut(EMPTY, planOf(EMPTY, spec)), 'todo/a.ts', HAND);
    const plan = planOf(world, spec, { mode: 'destroy' });
    expect(countPlan(plan)).toMatchObject({ destroy: 3, orphan: 1, add: 0, change: 0 });
    expect([...carryOut(world, plan).disk.keys()]).toEqual(['todo/a.ts']);
    expect(countPlan(planOf(world, spec, { mode: 'destroy', prune: true }))).toMatchObject({
      destroy: 4,
      orphan: 0,
    });
    expect(carryOut(world, plan).recorded.size).toBe(0);
  });

  it('only looks, with refresh-only', () => {
    const world = edit(edit(carryOut(EMPTY, planOf(EMPTY, spec)), 'todo/a.ts', HAND), 'todo/b.ts', undefined);
    const plan = planOf(world, one(NEW), { mode: 'refresh-only' });
    expect(driftIn(plan)).toEqual(['todo/a.ts modified content', 'todo/b.ts deleted content']);
    expect(hasChanges(countPlan(plan))).toBe(false);
    expect(plan.components).toEqual([]);
    const accepting = planOf(world, spec, { mode: 'refresh-only', accept: ['todo/a.ts'] });
    expect(driftIn(planOf(carryOut(world, accepting), spec))).toEqual(['todo/b.ts deleted content']);
  });

  it('takes edits back one by one, and touches nothing else', () => {
    const start = carryOut(EMPTY, planOf(EMPTY, spec));
    const world = edit(edit(edit(start, 'todo/a.ts', HAND), 'todo/b.ts', undefined), 'kit/a.ts', BASE, true);
    const back = (...revert: readonly string[]) =>
      carryOut(world, planOf(world, spec, { mode: 'refresh-only', revert }));
    expect(onDisk(back('todo/a.ts'), 'todo/a.ts')).toBe(BASE);
    expect(onDisk(back('todo/a.ts'), 'todo/b.ts')).toBeUndefined();
    expect(onDisk(back('todo/b.ts'), 'todo/b.ts')).toBe(BASE);
    expect(back('kit/a.ts').disk.get('kit/a.ts')).toMatchObject({ executable: false });
    expect(planOf(back('**'), spec)).toMatchObject({ changes: [], drift: [], components: [] });
  });

  it('takes an edit of an append-only file back where a person says so', () => {
    const only = one(BASE, { ownership: 'append_only' });
    const world = edit(applied(only), path, HAND);
    expect(onDisk(carried(world, only, { revert: [path] }), path)).toBe(BASE);
  });

  it('takes back only its own keys of a structured file', () => {
    const package_: Spec = {
      project: [{ path: 'package.json', text: '{ "a": 1 }\n', ownership: 'structured' }],
    };
    const world = edit(applied(package_), 'package.json', '{ "a": 2, "mine": 3 }\n');
    expect(onDisk(carried(world, package_, { revert: ['package.json'] }), 'package.json')).toBe(
      '{ "a": 1, "mine": 3 }\n',
    );
  });

  it('carries what a person must see', () => {
    const notices = [
      {
        kind: 'migration' as const,
        at: 'x',
        path: 'kit/a.ts',
        summary: 'adds a table',
        statements: ['create table a'],
      },
    ];
    expect(planOf(EMPTY, spec, { notices }).notices).toEqual(notices);
    expect(planOf(EMPTY, spec, { notices, targets: ['project'] }).notices).toEqual([]);
  });

  it('says nothing of a migration that is not written, since it is ignored', () => {
    const migration = 'services/a/migrations/0001.sql';
    const notices = [
      { kind: 'destructive' as const, at: 'x', path: migration, summary: 'drops', statements: ['drop'] },
      { kind: 'migration' as const, at: 'x', path: 'kit/a.ts', summary: 'adds', statements: ['add'] },
    ];
    const some = {
      project: [
        { path: migration, text: 'drop', ownership: 'ignored' as const },
        { path: 'kit/a.ts', text: 'add' },
      ],
    };
    expect(planOf(EMPTY, some, { notices }).notices).toEqual(notices.slice(1));
  });

  it('takes over a file from another component with its record', () => {
    const world = edit(recorded(), path, HAND);
    const taken = carried(world, { 'service.other': [{ path, text: NEW }] });
    expect(onDisk(taken, path)).toBe(BOTH);
    expect([...taken.recorded.keys()]).toEqual(['service.other']);
  });
});

describe('a yes of a person', () => {
  it('to a deletion keeps the file away, through new renderings too, until it is back', () => {
    const gone = edit(recorded(), path, undefined);
    expect(driftIn(planOf(gone, one(BASE)))).toEqual([`${path} deleted content`]);
    const accepted = carried(gone, one(BASE), { accept: [path], mode: 'refresh-only' });
    expect(planOf(accepted, one(BASE))).toMatchObject({ drift: [], changes: [], components: [] });
    expect(planOf(accepted, one(BASE), { onDrift: 'overwrite' })).toMatchObject({ drift: [], changes: [] });
    const anew = carried(accepted, one(NEW));
    expect(onDisk(anew, path)).toBeUndefined();
    expect(planOf(anew, one(NEW))).toMatchObject({ drift: [], changes: [], components: [] });
    const back = edit(anew, path, NEW);
    expect(
      carried(back, one(NEW)).recorded.get(address('service.todo'))?.files.get(relPath(path))?.deleted,
    ).toBeUndefined();
    expect(driftIn(planOf(edit(anew, path, HAND), one(NEW)))).toEqual([`${path} modified content`]);
  });

  it('to an executable bit holds until the bit is another one', () => {
    const run = edit(recorded(), path, BASE, true);
    expect(driftIn(planOf(run, one(BASE)))).toEqual([`${path} mode content`]);
    const accepted = carried(run, one(BASE), { accept: [path], mode: 'refresh-only' });
    expect(planOf(accepted, one(BASE))).toMatchObject({ drift: [], changes: [], components: [] });
    expect(planOf(accepted, one(BASE), { onDrift: 'fail' })).toMatchObject({ drift: [], changes: [] });
    const anew = carried(accepted, one(NEW));
    expect(anew.disk.get(path)).toMatchObject({ executable: true });
    expect(planOf(anew, one(NEW))).toMatchObject({ drift: [], changes: [], components: [] });
    const off = carried(edit(anew, path, NEW, false), one(NEW));
    expect(driftIn(planOf(edit(off, path, NEW, true), one(NEW)))).toEqual([`${path} mode content`]);
  });

  it('to an edit of a structured file is not asked for again by the next edit', () => {
    const spec = one('{"a": 1, "b": 2, "c": 3}\n', { ownership: 'structured', path: 'p.json' });
    const accept = { accept: ['p.json'], mode: 'refresh-only' } as const;
    const first = carried(edit(applied(spec), 'p.json', '{"a": 10, "b": 2, "c": 3}\n'), spec, accept);
    expect(driftIn(planOf(first, spec))).toEqual([]);
    const beside = edit(first, 'p.json', '{"a": 10, "b": 2, "c": 3, "mine": true}\n');
    expect(driftIn(planOf(beside, spec))).toEqual([]);
    const again = edit(first, 'p.json', '{"a": 10, "b": 20, "c": 3}\n');
    const [drift] = planOf(again, spec).drift;
    expect(textOf(drift?.applied ?? new Uint8Array())).toContain('"a": 10');
    expect(driftIn(planOf(again, spec))).toEqual(['p.json modified content']);
    expect(driftIn(planOf(carried(again, spec, accept), spec))).toEqual([]);
    const back = edit(first, 'p.json', '{"a": 11, "b": 2, "c": 3}\n');
    expect(driftIn(planOf(back, spec))).toEqual(['p.json modified content']);
  });
});

describe('a file that git left in conflict', () => {
  const between = (ours: string, theirs: string) =>
    `a\nb\n<<<<<<< HEAD\n${ours}||||||| base\nc\n=======\n${theirs}>>>>>>> branch\nd\ne\n`;

  it('of two renderings becomes the new one', () => {
    const world = edit(recorded(), path, between('c\nx\n', 'c\ny\n'));
    const spec = one('a\nb\nc\nx\ny\nd\ne\n');
    expect(fate(edit(recorded(), path, between('c\n', 'c\n')), one(BASE))).toBe('merge git-conflict');
    expect(fate(world, spec)).toBe('conflict git-conflict');
    const both = twoRecords(world, 'a\nb\nc\nx\nd\ne\n', 'a\nb\nc\ny\nd\ne\n');
    const plan = planOf(both, spec, { state: both.state });
    expect(fateOf(plan, path)).toBe('merge git-conflict');
    const after = carryOut(both, plan);
    expect(onDisk(after, path)).toBe('a\nb\nc\nx\ny\nd\ne\n');
    expect(planOf(after, spec)).toMatchObject({ drift: [], changes: [], components: [] });
  });

  it('keeps the edits of either side, and clashes are left to a person', () => {
    const edited = edit(recorded(), path, between('c\nx\n', 'c\ny\n').replace('a\n', 'HAND\n'));
    const both = twoRecords(edited, 'a\nb\nc\nx\nd\ne\n', 'a\nb\nc\ny\nd\ne\n');
    const after = carryOut(both, planOf(both, one('a\nb\nc\nx\ny\nd\ne\n'), { state: both.state }));
    expect(onDisk(after, path)).toBe('HAND\nb\nc\nx\ny\nd\ne\n');
    expect(driftIn(planOf(after, one('a\nb\nc\nx\ny\nd\ne\n')))).toEqual([`${path} modified content`]);
    const clash = edit(recorded(), path, between('MINE\n', 'c\ny\n'));
    const clashing = twoRecords(clash, BASE, 'a\nb\nc\ny\nd\ne\n');
    expect(fateOf(planOf(clashing, one('a\nb\nX\nd\ne\n'), { state: clashing.state }), path)).toBe(
      'conflict git-conflict',
    );
  });

  /** What git's union of two records is read as. */
  function twoRecords(world: World, ours: string, theirs: string) {
    const [before] = [...world.recorded.values()];
    if (before === undefined) throw new Error('nothing recorded');
    const file = before.files.get(relPath(path));
    if (file === undefined) throw new Error('no file');
    const recordOf = (text: string) => ({ ...file, base: sha256(text), applied: sha256(text) });
    const component = {
      ...before,
      digest: sha256('unknown'),
      files: new Map([[relPath(path), recordOf(ours)]]),
      others: new Map([[relPath(path), [recordOf(theirs)]]]),
    };
    const components = new Map([[before.address, component]]);
    const objects = new Map(world.objects);
    for (const text of [ours, theirs]) objects.set(sha256(text), new TextEncoder().encode(text));
    const state: RecordedState = { kind: 'conflicted', files: [], components };
    return { ...world, recorded: components, objects, state };
  }
});
