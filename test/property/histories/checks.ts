import { isDeepStrictEqual } from 'node:util';
import { type Planned, plan } from '../../../src/operations/plan.ts';
import { quickLook } from '../../../src/operations/quick-look.ts';
import { settled } from '../../../src/operations/settled.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { verifyState } from '../../../src/state/verify.ts';
import { placeOn, type Ran } from './commands.ts';
import type { Found } from './ground.ts';
import type { Machine } from './machine.ts';
import type { CommandStep } from './steps.ts';

/** What holds after every command that was not killed. Throws where it does not; `count` is told what was seen. */
export async function checkPlans(
  machine: Machine,
  step: CommandStep,
  ran: Ran,
  count: (what: string) => void,
): Promise<void> {
  const before = machine.ground.look();
  const place = placeOn(machine.process());
  const wasSettled = settled(place) !== undefined;
  const again = await plan(place, {});
  const full = await plan(place, { full: true });
  const quick = (await quickLook(place)) === undefined ? again : await plan(place, { quick: true });
  same(contentOf(again.value), contentOf(full.value), 'what the index tells is what reading all tells');
  if (again.value !== undefined && quick.value !== undefined)
    same(stepsOf(quick.value.plan), stepsOf(again.value.plan), 'a quick look sees what a whole one sees');
  const isSettledInFull = settled(place, { full: true }) !== undefined;
  if ((wasSettled || isSettledInFull) && again.value !== undefined)
    same(pendingIn(again.value.plan), [], 'settled, and not');
  await checkAfterApply(machine, step, ran, again.value, count);
  await machine.checkPlan(again.value);
  same(machine.ground.look(), before, 'plans write nothing');
  if (again.value !== undefined && isDone(ran) && !isTroubled(step) && step.do === 'apply')
    countSettling(again.value.plan, wasSettled, step, count);
}

async function checkAfterApply(
  machine: Machine,
  step: CommandStep,
  ran: Ran,
  again: Planned | undefined,
  count: (what: string) => void,
): Promise<void> {
  const { planned } = ran;
  if (!isDone(ran) || planned === undefined || isTroubled(step)) return;
  const { allowDestructive: _, full: __, quick: ___, resolve, ...request } = planned.request;
  const isWhole = (request.mode ?? 'normal') === 'normal' && (request.targets ?? []).length === 0;
  if (isWhole && again !== undefined) same(pendingIn(again.plan), [], 'the plain plan after it is not empty');
  const isPlain = isWhole && !request.prune && !request.accept && !request.markers && !resolve;
  const after = isPlain ? again : (await plan(placeOn(machine.process()), request)).value;
  if (after === undefined) return;
  same(pendingIn(after.plan), [], 'the plan after it is not empty');
  const [left, were] = [conflictsIn(after.plan), conflictsIn(planned.plan)];
  if (resolve !== undefined) same(left, [], 'a resolved conflict is over');
  else if (request.markers) same(left.map(pathOf), were.map(pathOf), 'conflicts');
  else same(left, were, 'conflicts');
  count(were.length > 0 ? 'plan left with conflicts' : 'plan empty after');
}

function countSettling(
  { changes, drift }: Plan,
  wasSettled: boolean,
  step: CommandStep,
  count: (what: string) => void,
): void {
  if (changes.length === 0 && drift.length === 0 && !wasSettled && !('target' in step))
    count('not settled after a clean apply');
}

export function checkState(machine: Machine, objectsWereLost: boolean): void {
  const faults = verifyState(machine.process()).filter(
    ({ severity, code }) => severity === 'error' && !(objectsWereLost && code === 'HM3004'),
  );
  same(faults, [], 'the state does not verify');
}

export function isDone({ end }: Ran): boolean {
  return end === 'applied' || end === 'nothing-to-do';
}

export function isTroubled(step: CommandStep): boolean {
  return 'trouble' in step && step.trouble !== undefined;
}

function stepsOf({ changes, components }: Plan): unknown {
  return [
    changes.map(({ path, from, action, reason, expect, executable }) => [
      path,
      from,
      action,
      reason,
      expect,
      executable,
    ]),
    components.map(({ address, action }) => [address, action]),
  ];
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

function pathOf(conflict: string): string {
  return conflict.slice(0, conflict.lastIndexOf(': '));
}

/** What two looks must agree on: bytes that one of them did not need to read left out. */
function contentOf(planned: Planned | undefined): unknown {
  if (planned === undefined) return undefined;
  const { plan: made } = planned;
  return [stepsOf(made), made.drift.map(({ path, kind, weight }) => ({ path, kind, weight }))];
}

export function withoutSpec(tree: ReadonlyMap<string, Found>): ReadonlyMap<string, Found> {
  return new Map([...tree].filter(([path, { kind }]) => path !== 'hatmax.yml' && kind !== 'folder'));
}

/** Without a test runner's own, so that a nightly run needs none. */
export function same(found: unknown, wanted: unknown, what: string): void {
  if (isDeepStrictEqual(found, wanted)) return;
  throw new Error(`${what}: ${differing(found, wanted)}`);
}

function differing(found: unknown, wanted: unknown): string {
  if (!(found instanceof Map) || !(wanted instanceof Map))
    return [found, wanted].map((one) => JSON.stringify(one)?.slice(0, 1200)).join(' and not ');
  const paths = [...new Set([...found.keys(), ...wanted.keys()])].filter(
    (path) => !isDeepStrictEqual(found.get(path), wanted.get(path)),
  );
  return paths
    .slice(0, 5)
    .map((path) =>
      [found, wanted].map((one) => JSON.stringify(one.get(path))?.slice(0, 300)).join(` at ${path} and not `),
    )
    .join('; ');
}
