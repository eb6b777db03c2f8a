import { faultHost, Killed, type MutatingCall } from '../../../src/host/fault.ts';
import { type MemoryHost, memoryHost } from '../../../src/host/memory.ts';
import type { MemoryDisk } from '../../../src/host/memory-disk.ts';
import type { FaultCode, Host } from '../../../src/host/ports.ts';
import { type ApplyOutcome, apply, finishEarlier } from '../../../src/operations/apply.ts';
import type { Place } from '../../../src/operations/place.ts';
import { type Planned, type PlanRequest, plan } from '../../../src/operations/plan.ts';
import { type Resolution, resolution } from '../../../src/operations/resolve.ts';
import { changeRecord, readRecorded, removal } from '../../../src/operations/state.ts';
import { undo } from '../../../src/operations/undo.ts';
import { relPath } from '../../../src/path/rel-path.ts';

export const SPEC = relPath('hatmax.yml');

/** What happens in the middle of a command, at its n-th mutating call. */
export interface Trouble {
  readonly at: number;
  readonly what: 'kill' | 'power' | 'interrupt' | 'edit' | 'swap' | FaultCode;
}

export type Command =
  | { readonly run: 'plan'; readonly request: PlanRequest }
  | { readonly run: 'resolve'; readonly path: string; readonly how: Resolution }
  | { readonly run: 'undo' }
  | { readonly run: 'forget'; readonly what: string };

/** What a command came to. `refused`: it changed nothing and said why. */
export interface Ran {
  readonly end: ApplyOutcome['kind'] | 'refused' | 'killed';
  readonly codes: readonly string[];
  readonly planned?: Planned;
}

let processes = 1000;

/** Each command is a process of its own on the one disk. */
export function processOn(disk: MemoryDisk): MemoryHost {
  return memoryHost({ disk, pid: processes++, running: new Set() });
}

export function placeOn(host: Host): Place {
  return { host, spec: SPEC };
}

/** As the commands of the command line do it: finish what an earlier one left, plan, carry out. */
export async function runCommand(
  disk: MemoryDisk,
  command: Command,
  trouble?: Trouble,
  onTrouble?: () => void,
): Promise<Ran> {
  const plain = processOn(disk);
  let power = false;
  const host =
    trouble === undefined
      ? plain
      : troubled(plain, trouble, onTrouble ?? (() => undefined), () => {
          power = true;
        });
  try {
    return await carryOut(placeOn(host), command);
  } catch (fault) {
    if (!(fault instanceof Killed)) throw fault;
    if (power) disk.losePower(survival(trouble?.at ?? 0));
    return { end: 'killed', codes: [] };
  }
}

function troubled(host: MemoryHost, { at, what }: Trouble, meet: () => void, powerless: () => void): Host {
  return faultHost(host, ({ number }: MutatingCall) => {
    if (number !== at) return 'go';
    switch (what) {
      case 'kill':
        return 'kill';
      case 'power':
        powerless();
        return 'kill';
      case 'interrupt':
        host.interrupt();
        return 'go';
      case 'edit':
      case 'swap':
        meet();
        return 'go';
      default:
        return what;
    }
  });
}

/** A mixture of what reached the disk and what did not, the same each time. */
function survival(seed: number): () => boolean {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % 2 === 0;
  };
}

async function carryOut(place: Place, command: Command): Promise<Ran> {
  if (command.run === 'undo') {
    const { kind, diagnostics } = await undo(place, 0);
    return { end: kind, codes: codesOf(diagnostics) };
  }
  const earlier = await finishEarlier(place, 0);
  if (earlier.kind !== 'ready')
    return { end: earlier.kind === 'locked' ? 'locked' : 'failed', codes: codesOf(earlier.diagnostics) };
  if (command.run === 'forget') return forget(place, command.what);
  const asked = await requestOf(place, command);
  if (asked.request === undefined) return { end: 'refused', codes: asked.codes };
  const planned = await plan(place, asked.request);
  if (planned.value === undefined || planned.value.forbidden.length > 0)
    return { end: 'refused', codes: codesOf(planned.diagnostics) };
  const outcome = await apply(place, planned.value, { lockTimeout: 0 });
  return {
    end: outcome.kind,
    codes: codesOf([...planned.diagnostics, ...outcome.diagnostics]),
    planned: planned.value,
  };
}

async function requestOf(place: Place, command: Exclude<Command, { run: 'undo' | 'forget' }>) {
  if (command.run === 'plan') return { request: command.request, codes: [] };
  const answer = await resolution(place, command.path, command.how);
  return { request: answer.value, codes: codesOf(answer.diagnostics) };
}

async function forget(place: Place, what: string): Promise<Ran> {
  const read = await readRecorded(place);
  if (read.value === undefined) return { end: 'refused', codes: codesOf(read.diagnostics) };
  const changes = removal(read.value, what);
  if (changes.length === 0) return { end: 'refused', codes: [] };
  const { kind, diagnostics } = await changeRecord(place, read.value, changes, 0);
  return { end: kind, codes: codesOf(diagnostics) };
}

function codesOf(diagnostics: readonly { readonly code: string }[]): readonly string[] {
  return diagnostics.map(({ code }) => code);
}
