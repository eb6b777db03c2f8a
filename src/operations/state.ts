import { type ApplyOutcome, applyPlan } from '../apply/apply.ts';
import { breakLock, readLock } from '../apply/lock.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { type Address, isAddress } from '../graph/address.ts';
import { whileWriting } from '../host/node-process.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { ComponentChange, Plan } from '../plan/plan.ts';
import { recordedComponents } from '../plan/recorded-files.ts';
import { nearest } from '../spec/suggest.ts';
import type { RecordedComponent, RecordedState } from '../state/recorded.ts';
import { readState } from '../state/store.ts';
import { version } from './build-info.ts';
import { type Answer, NOTHING_FOUND, type Place, refuse } from './place.ts';
import { stateFindings } from './state-findings.ts';

export type Components = ReadonlyMap<Address, RecordedComponent>;

export interface StateRead {
  readonly recorded: RecordedState;
  readonly components: Components;
}

/** What is recorded, whatever the spec says now. */
export async function readRecorded({ host }: Place): Promise<Answer<StateRead>> {
  const recorded = await readState(host);
  const found = { ...NOTHING_FOUND, diagnostics: stateFindings(recorded) };
  if (hasErrors(found.diagnostics)) return found;
  return { ...found, value: { recorded, components: recordedComponents(recorded) } };
}

/** The components at an address or below it; a file's path stands for the component that has it. */
export function componentsAt(components: Components, what: string): readonly RecordedComponent[] {
  return [...components.values()].filter(
    ({ address, files }) => address === what || address.startsWith(`${what}.`) || files.has(what as RelPath),
  );
}

export function unknownName(what: string, components: Components): Answer<never> {
  const near = nearest(
    what,
    [...components.values()].flatMap(({ address, files }) => [address, ...files.keys()]),
  );
  return refuse({
    code: 'HM5013',
    summary: `Nothing is recorded under ${what}`,
    hint:
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : 'Run `hatmax state list` for the components, and `hatmax show` for their files.',
  });
}

/** Forgets components, or single files of them; what is on disk stays as it is. */
export function removal({ components }: StateRead, what: string): readonly ComponentChange[] {
  return componentsAt(components, what).map((component): ComponentChange => {
    const { address } = component;
    const files = new Map([...component.files].filter(([path]) => path !== what));
    const whole = files.size === component.files.size || files.size === 0;
    if (whole) return { address, action: 'delete' };
    return { address, action: 'update', next: { ...component, files, newBases: new Map() } };
  });
}

/** Gives what is recorded at an address, and below it, another one. */
export function renaming(
  { components }: StateRead,
  from: string,
  to: string,
): Answer<readonly ComponentChange[]> {
  const moving = [...components.values()].filter(
    ({ address }) => address === from || address.startsWith(`${from}.`),
  );
  if (moving.length === 0) return unknownName(from, components);
  const changes: ComponentChange[] = [];
  for (const component of moving) {
    const address = to + component.address.slice(from.length);
    if (!isAddress(address)) return refuse({ code: 'HM5023', summary: `\`${address}\` is no address` });
    if (components.has(address)) return refuse({ code: 'HM5023', summary: `${address} is recorded already` });
    const next = { ...component, address, newBases: new Map() };
    changes.push({ address, from: component.address, action: 'move', next });
  }
  return { ...NOTHING_FOUND, value: changes };
}

/** Changes the record alone, under the lock and through the journal as every apply. */
export async function changeRecord(
  place: Place,
  { recorded }: StateRead,
  components: readonly ComponentChange[],
  lockTimeout: number,
): Promise<ApplyOutcome> {
  const plan: Plan = { hatmax: version, mode: 'normal', changes: [], drift: [], notices: [], components };
  return whileWriting(() => applyPlan(plan, place.host, { recorded, lockTimeout }));
}

export type Unlocked = 'unlocked' | 'no-lock';

/** Ends the lock of a process that is known to be gone. */
export function unlock({ host }: Place, id: string): Answer<Unlocked> {
  const answer = breakLock(host, id);
  if (answer !== 'wrong-id') return { ...NOTHING_FOUND, value: answer };
  const holder = readLock(host.files);
  return refuse({
    code: 'HM5024',
    summary: `The lock has another id${holder === undefined ? '' : `: ${holder.id}`}`,
    ...(holder === undefined
      ? {}
      : {
          detail: `It is held by ${holder.user}, process ${holder.pid} on ${holder.hostName}, since ${holder.since}.`,
        }),
    hint: 'Make sure that its holder is gone, then give its id.',
  });
}
