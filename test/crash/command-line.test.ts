import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../cli/hatmax.ts';
import { hatmaxAt } from './at-call.ts';
import {
  copyTree,
  crashFolder,
  expectNothingLeft,
  expectWhole,
  filesOf,
  makeBase,
  type Rehearsed,
  rehearse,
  sideBySide,
  spread,
  stage,
} from './ground.ts';
import { HAND, type Scene, scenes } from './scenes.ts';

/** Calls to try of each scene and trouble. */
const { HATMAX_CLI_POINTS: asked, HATMAX_KILL_POINTS: kills } = process.env;
const POINTS = Number(asked ?? 1);
/** Calls to kill at; `HATMAX_KILL_POINTS=all` kills at every one. */
const KILLS = kills === 'all' ? 'all' : Number(kills ?? POINTS);

/** Thousands of processes, on a machine that may have other work. */
const LONG = { timeout: 10_800_000 };

const folder = crashFolder();
beforeAll(() => makeBase(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commandOf = (scene: Scene): readonly string[] => [scene.command ?? 'apply', '--auto-approve'];

const rehearsals = new Map<string, Promise<Rehearsed>>();
function rehearsed(scene: Scene): Promise<Rehearsed> {
  const known = rehearsals.get(scene.name);
  const root = known ? '' : stage(folder, scene, `${scene.name}-whole`);
  const real = known ?? rehearse(root, [join(ROOT, 'bin', 'run.js'), ...commandOf(scene)]);
  rehearsals.set(scene.name, real);
  return real;
}

let roots = 0;
async function inScene(scene: Scene, act: (root: string) => Promise<void>): Promise<void> {
  const root = stage(folder, scene, `${scene.name}-${roots++}`);
  await act(root);
  rmSync(root, { recursive: true });
}

describe.each(scenes)('hatmax in the middle of $name', (scene) => {
  it('killed, says so in a plan, and goes on with apply', LONG, async () => {
    const real = await rehearsed(scene);
    let pending = 0;
    const points = spread(real.calls, KILLS);
    await sideBySide(points, async (at) => {
      await inScene(scene, async (root) => {
        const killed = `${scene.name}, killed at ${at}`;
        expect((await hatmaxAt(root, commandOf(scene), { at })).signal, killed).toBe('SIGKILL');
        const isPending = existsSync(join(root, '.hatmax/journal/journal.json'));
        if (isPending) pending += 1;
        const plan = await hatmaxAt(root, ['plan']);
        expect(plan.code, `${killed}: ${plan.said}`).toBe(0);
        const what = scene.command === 'undo' ? 'undo' : 'apply';
        if (isPending) expect(plan.said, killed).toContain(`the ${what} of `);
        if (isPending)
          expect(plan.said, killed).toMatch(/did not come to its end: \d+ of \d+ files are done/);
        const next = await hatmaxAt(root, ['apply', '--auto-approve']);
        expect(next.code, `${killed}: ${next.said}`).toBe(0);
        if (isPending) expect(next.said, killed).toMatch(/(finished|took back) the (apply|undo) of/);
        expectNothingLeft(root, killed);
        const last = await hatmaxAt(root, ['plan', '--detailed-exitcode']);
        expect(last, killed).toMatchObject({ code: 0, said: '' });
      });
    });
    process.stdout.write(
      `hatmax, ${scene.name}: killed at ${points.length} of ${real.calls} calls, ${pending} with a journal\n`,
    );
  });

  it.each(['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EXDEV'])(
    'takes back what was written where the machine says %s',
    async (deed) => {
      const real = await rehearsed(scene);
      for (const at of spread(real.calls, POINTS))
        await inScene(scene, async (root) => {
          const ended = await hatmaxAt(root, commandOf(scene), { at, deed });
          expect([0, 1], ended.said).toContain(ended.code);
          if (ended.code === 1) expect(ended.said).toContain(deed);
          if (ended.code === 1) expect(filesOf(root)).toEqual(real.from);
          expect(ended.said).not.toContain('HM5001');
          expectWhole(root, real, `${scene.name}, ${deed} at ${at}`);
        });
    },
  );

  it('writes over no file that is saved meanwhile, and takes back the rest', async () => {
    const real = await rehearsed(scene);
    const paths = Object.keys(real.from).filter(
      (path) => path !== 'hatmax.yml' && real.from[path] !== real.to[path],
    );
    const path = paths.at(-1);
    if (path === undefined) return;
    for (const at of spread(real.calls, 2 * POINTS))
      await inScene(scene, async (root) => {
        const { code, said } = await hatmaxAt(root, commandOf(scene), { at, deed: `edit:${path}` });
        const what = `${scene.name}, ${path} saved at ${at}: ${code} ${said}`;
        expect([0, 3], what).toContain(code);
        if (said.includes('(saved by hand)')) expect(filesOf(root)[path], what).toBe(HAND);
        const others = ({ [path]: _, ...rest }: Readonly<Record<string, string>>) => rest;
        expect(others(filesOf(root)), what).toEqual(others(code === 0 ? real.to : real.from));
      });
  });

  it.each(['SIGINT', 'SIGTERM'])('ends with a sentence on %s, at any time', async (deed) => {
    const real = await rehearsed(scene);
    const troubles = [
      ...spread(real.calls, POINTS).map((at) => ({ at, deed })),
      ...spread(real.looks, POINTS).map((look) => ({ look, deed })),
    ];
    for (const trouble of troubles)
      await inScene(scene, async (root) => {
        const { code, signal, said } = await hatmaxAt(root, commandOf(scene), trouble);
        const what = `${scene.name}, ${JSON.stringify(trouble)}, ${said}`;
        expect([signal, [0, 130].includes(code ?? -1)], what).toEqual([null, true]);
        if (code === 130) expect(said).toMatch(/[Ii]nterrupted/);
        expect(existsSync(join(root, '.hatmax/lock')), what).toBe(false);
        expectWhole(root, real, what);
        expect(filesOf(root), what).toEqual(code === 130 ? real.from : real.to);
      });
  });
});

describe('hatmax resolve', () => {
  it('is refused with 3 where the file is saved meanwhile, and not said to be done', async () => {
    const name = 'package.json';
    const fresh = scenes.find((scene) => scene.fresh) ?? scenes[0];
    if (fresh === undefined) throw new Error('no scene');
    const base = stage(folder, fresh, `conflict-${roots++}`);
    writeFileSync(join(base, name), '{"private": false, "mine": 1}\n');
    expect((await hatmaxAt(base, ['apply', '--auto-approve'])).code).toBe(3);
    const codes = new Set<number | null>();
    const whole = `${base}-whole`;
    copyTree(base, whole);
    const { calls, code } = await hatmaxAt(whole, ['resolve', name, '--theirs']);
    expect(code).toBe(0);
    for (const at of spread(calls, 4 * POINTS)) {
      const root = `${base}-${at}`;
      copyTree(base, root);
      const ended = await hatmaxAt(root, ['resolve', name, '--theirs'], { at, deed: `edit:${name}` });
      const isLeft = filesOf(root)['package.json'] === HAND && ended.said.includes('was changed');
      expect(ended.code, `at ${at}: ${ended.said}`).toBe(isLeft ? 3 : 0);
      codes.add(ended.code);
      rmSync(root, { recursive: true });
    }
    expect(codes).toContain(3);
  });
});

const READING = [
  ['plan'],
  ['plan', '--refresh', 'full'],
  ['plan', '--json'],
  ['drift'],
  ['validate'],
  ['graph'],
  ['state', 'list'],
  ['why', 'package.json'],
  ['fmt'],
];
const WRITING = [
  ['state', 'rm', 'project'],
  ['state', 'mv', 'service.todo', 'service.tasks'],
  ['rename', 'service.todo', 'service.tasks'],
  ['remove', 'service.todo.Item.done'],
];

describe.each([...READING, ...WRITING].map((command) => ({ command, name: command.join(' ') })))(
  'hatmax $name',
  ({ command }) => {
    const merge = scenes.find(({ name }) => name === 'merge') ?? scenes[0];
    it.each(['SIGINT', 'SIGTERM'])('ends with a sentence or its answer on %s, at any time', async (deed) => {
      if (merge === undefined) throw new Error('no scene');
      const counted = stage(folder, merge, `counted-${roots++}`);
      const [spec, from] = [command[0] !== 'fmt', filesOf(counted)];
      const whole = await hatmaxAt(counted, command);
      expect([whole.code, spec], whole.said).toEqual([0, spec]);
      const to = filesOf(counted);
      for (const look of [1, ...spread(whole.looks, 2 * POINTS)])
        await inScene(merge, async (root) => {
          const { code, signal, said } = await hatmaxAt(root, command, { look, deed });
          const what = `${command.join(' ')}, call ${look} of ${whole.looks}: ${said}`;
          expect([signal, [0, 130].includes(code ?? -1)], what).toEqual([null, true]);
          if (code === 130) expect(said).toMatch(/[Ii]nterrupted/);
          expect(said).not.toContain('HM5001');
          expect([from, to], what).toContainEqual(filesOf(root));
        });
    });
  },
);
