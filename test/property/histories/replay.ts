import { isDeepStrictEqual } from 'node:util';
import { pendingApply } from '../../../src/apply/recover.ts';
import { MemoryDisk } from '../../../src/host/memory-disk.ts';
import { type Planned, type PlanRequest, plan } from '../../../src/operations/plan.ts';
import { settled } from '../../../src/operations/settled.ts';
import { unbuiltPlaces } from '../../../src/operations/unbuilt-findings.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { stateHash } from '../../../src/state/store.ts';
import { verifyState } from '../../../src/state/verify.ts';
import { type Command, placeOn, processOn, type Ran, runCommand, type Trouble } from './engine.ts';
import { releaseNow, rendered, setRelease } from './fixture.ts';
import { type Found, type Ground, memoryGround } from './ground.ts';
import { editByHand } from './hand-edits.ts';
import { hashOf, treeOf, Written } from './promises.ts';
import { editSpec, FIRST, pick, type Sketch, textOf } from './spec-edits.ts';
import type { Step } from './steps.ts';

/** What was seen, to be sure that histories reach what they are meant to reach. */
export type Tally = Map<string, number>;

/** Plays a history from an empty folder on; throws where a promise is broken. */
export async function replay(steps: readonly Step[], tally: Tally = new Map()): Promise<void> {
  setRelease(1);
  const history = new History(tally);
  for (const [row, step] of [{ do: 'apply' } as const, ...steps].entries()) {
    try {
      await history.play(step);
    } catch (fault) {
      if (fault instanceof Error) fault.message = `step ${row} (${step.do}): ${fault.message}`;
      throw fault;
    }
  }
}

class History {
  readonly #disk = new MemoryDisk();
  readonly #ground: Ground = memoryGround(this.#disk);
  readonly #written = new Written();
  readonly #tally: Tally;
  #sketch: Sketch = FIRST;
  #words = 0;
  /** Hashes of what commands wrote. */
  readonly #made = new Set<string>();
  /** What the last apply began with, as long as nobody touched anything since. */
  #before: { readonly tree: Map<string, Found>; readonly state: string | undefined } | undefined;

  constructor(tally: Tally) {
    this.#tally = tally;
    this.#ground.put('hatmax.yml', textOf(FIRST), false);
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case 'spec': {
        const { sketch, text } = editSpec(this.#sketch, step.edit);
        this.#sketch = sketch;
        this.#ground.put('hatmax.yml', text, false);
        return;
      }
      case 'hand':
        this.#before = undefined;
        editByHand(this.#ground, step.edit, `hand${this.#words++}`);
        return this.#written.forgive(this.#ground);
      case 'upgrade':
        return setRelease(releaseNow() + 1);
      default: {
        const ran = await this.#run(this.#commandOf(step), 'trouble' in step ? step.trouble : undefined);
        this.#count(`${step.do}: ${ran.end}`);
        await this.#check(step, ran);
      }
    }
  }

  #commandOf(step: Exclude<Step, { do: 'spec' | 'hand' | 'upgrade' }>): Command {
    const patterns = this.#patterns();
    switch (step.do) {
      case 'apply':
      case 'destroy': {
        const request: PlanRequest = {
          ...(step.do === 'destroy' ? { mode: 'destroy' as const } : {}),
          ...(step.target === undefined ? {} : { targets: [pick(patterns, step.target)] }),
          prune: step.prune === true,
          full: step.do === 'apply' && step.full === true,
          ...(step.do === 'apply' && step.acceptDrift === true ? { accept: ['**'] } : {}),
          allowDestructive: true,
        };
        return { run: 'plan', request };
      }
      case 'accept':
      case 'revert':
        return { run: 'plan', request: { mode: 'refresh-only', [step.do]: [pick(patterns, step.path)] } };
      case 'import': {
        const path = pick(patterns, step.path);
        return { run: 'plan', request: { targets: [path], imports: [path] } };
      }
      case 'resolve':
        return { run: 'resolve', path: pick(this.#paths(), step.path), how: step.how };
      case 'undo':
        return { run: 'undo' };
      case 'forget':
        return { run: 'forget', what: pick(patterns, step.what) };
    }
  }

  #paths(): readonly string[] {
    const parked = [...this.#ground.look().keys()].flatMap(
      (path) => /^\.hatmax\/conflicts\/(.+)\/[a-z]+$/.exec(path)?.[1] ?? [],
    );
    return [...parked, ...treeOf(this.#ground).keys()];
  }

  #patterns(): readonly string[] {
    const services = Object.keys(this.#sketch.services);
    return [
      '**',
      ...services.map((name) => `service.${name}`),
      ...services.map((name) => `services/${name}`),
      'project',
      ...this.#paths(),
    ];
  }

  async #run(command: Command, trouble: Trouble | undefined): Promise<Ran> {
    this.#written.note(this.#ground, rendered);
    const before = { tree: treeOf(this.#ground), state: this.#stateHash() };
    const meddle = () => {
      this.#count('edited meanwhile');
      this.#before = undefined;
      this.#meddle(trouble);
    };
    const ran = await runCommand(this.#disk, command, trouble, meddle);
    if (ran.end === 'killed' && trouble?.what === 'power') this.#discountTorn(before.tree);
    if (command.run === 'undo' && ran.end === 'applied') this.#written.takenBack(this.#made);
    if (trouble === undefined) this.#noteMade(before.tree);
    const isWhole = trouble === undefined && ran.end === 'applied';
    const undone = this.#before;
    if (ran.end !== 'nothing-to-do' && ran.end !== 'refused')
      this.#before = isWhole && command.run !== 'undo' ? before : undefined;
    if (command.run === 'undo' && isWhole && undone !== undefined) {
      same(withoutSpec(treeOf(this.#ground)), withoutSpec(undone.tree), 'undo brings back the tree');
      same(this.#stateHash(), undone.state, 'undo brings back the state');
      this.#count('undo compared');
    }
    return ran;
  }

  #noteMade(before: Map<string, Found>): void {
    const were = new Set([...before.values()].map(({ text }) => text));
    for (const { text } of treeOf(this.#ground).values()) if (!were.has(text)) this.#made.add(hashOf(text));
  }

  /** What a loss of power tore nobody wrote. */
  #discountTorn(before: Map<string, Found>): void {
    for (const [path, { text }] of treeOf(this.#ground))
      if (before.get(path)?.text !== text) rendered.add(hashOf(text));
  }

  /** A person saves a file while a command runs. */
  #meddle(trouble: Trouble | undefined): void {
    const files = [...treeOf(this.#ground)].filter(
      ([path, { kind }]) => kind === 'file' && path !== 'hatmax.yml' && !/\.hatmax-/.test(path),
    );
    if (files.length === 0) return;
    const [path, { text, executable }] = pick(files, trouble?.at ?? 0);
    const next = `${text}meanwhile${this.#words++}\n`;
    if (trouble?.what === 'swap') this.#ground.swap(path, next);
    else this.#ground.put(path, next, executable);
    this.#written.forgive(this.#ground);
    this.#written.note(this.#ground, rendered);
  }

  async #check(step: Step, ran: Ran): Promise<void> {
    same(this.#written.lost(this.#ground), [], 'bytes of a person are lost');
    if (ran.end === 'killed') return;
    const host = processOn(this.#disk);
    if (pendingApply(host).length > 0) return this.#count('stuck');
    same(
      verifyState(host).filter(({ severity }) => severity === 'error'),
      [],
      'the state does not verify',
    );
    const isWhole =
      (ran.end === 'applied' || ran.end === 'nothing-to-do') && !('trouble' in step && step.trouble);
    const rubbish = isWhole ? /\.hatmax-|^\.hatmax\/(journal|lock)/ : /\.hatmax-|^\.hatmax\/journal/;
    const left = [...this.#ground.look().keys()].filter((path) => rubbish.test(path));
    same(left, [], 'leftovers');
    await this.#checkPlan(step, ran);
  }

  async #checkPlan(step: Step, ran: Ran): Promise<void> {
    const place = placeOn(processOn(this.#disk));
    const wasSettled = settled(place);
    const again = await plan(place, {});
    const full = await plan(place, { full: true });
    same(contentOf(again.value), contentOf(full.value), 'what the index tells is what reading all tells');
    if (again.value === undefined) return;
    if (wasSettled !== undefined) {
      same(pendingIn(again.value.plan), [], 'settled, and not');
      const { system, loaded } = again.value.sides;
      same(wasSettled.unbuilt, unbuiltPlaces(system, loaded), 'what is said not to be built');
    }
    const done = (ran.end === 'applied' || ran.end === 'nothing-to-do') && ran.planned !== undefined;
    if (!done || ('trouble' in step && step.trouble !== undefined)) return;
    const { planned } = ran;
    if (planned === undefined || (step.do !== 'apply' && step.do !== 'destroy')) return;
    const { allowDestructive: _, full: __, ...request } = planned.request;
    const after = await plan(place, request);
    if (after.value === undefined) return;
    same(pendingIn(after.value.plan), [], 'the plan after an apply is not empty');
    same(conflictsIn(after.value.plan), conflictsIn(planned.plan), 'conflicts');
    this.#count(conflictsIn(planned.plan).length > 0 ? 'plan left with conflicts' : 'plan empty after');
    if (
      conflictsIn(after.value.plan).length === 0 &&
      after.value.plan.drift.length === 0 &&
      step.do === 'apply' &&
      planned.request.targets === undefined &&
      wasSettled === undefined
    )
      this.#count('not settled after a clean apply');
  }

  #stateHash(): string | undefined {
    return stateHash(processOn(this.#disk).files);
  }

  #count(what: string): void {
    this.#tally.set(what, (this.#tally.get(what) ?? 0) + 1);
  }
}

function pendingIn({ changes, components }: Plan): readonly string[] {
  const files = changes.filter(({ action }) => action !== 'conflict' && action !== 'keep');
  return [
    ...files.map(({ path, action, reason }) => `${action} ${path}: ${reason}`),
    ...components.map(({ address, action }) => `${action} record of ${address}`),
  ];
}

function conflictsIn({ changes }: Plan): readonly string[] {
  return changes.flatMap(({ path, action, reason }) => (action === 'conflict' ? `${path}: ${reason}` : []));
}

/** What two looks must agree on: bytes that one of them did not need to read left out. */
function contentOf(planned: Planned | undefined): unknown {
  if (planned === undefined) return undefined;
  const { changes, drift, components } = planned.plan;
  return {
    changes: changes.map(({ path, from, action, reason, expect: expected, executable }) => ({
      path,
      from,
      action,
      reason,
      expected,
      executable,
    })),
    drift: drift.map(({ path, kind, weight }) => ({ path, kind, weight })),
    components: components.map(({ address, action }) => ({ address, action })),
  };
}

function withoutSpec(tree: Map<string, Found>): Map<string, Found> {
  return new Map([...tree].filter(([path]) => path !== 'hatmax.yml'));
}

/** Without a test runner's own, so that a nightly run needs none. */
function same(found: unknown, wanted: unknown, what: string): void {
  if (isDeepStrictEqual(found, wanted)) return;
  const shown = [found, wanted].map((one) =>
    JSON.stringify(one instanceof Map ? [...one] : one)?.slice(0, 1200),
  );
  throw new Error(`${what}: ${shown[0]} and not ${shown[1]}`);
}
