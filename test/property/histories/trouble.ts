import { faultHost, Killed, type MutatingCall } from '../../../src/host/fault.ts';
import { type FaultCode, type Host, HostFault } from '../../../src/host/ports.ts';
import { type Command, carryOut, placeOn, type Ran } from './commands.ts';
import type { Process } from './machine.ts';

/** What happens in the middle of a command, at its n-th mutating call. */
export interface Trouble {
  readonly at: number;
  readonly what: 'kill' | 'power' | 'interrupt' | 'edit' | 'swap' | FaultCode;
}

interface Meanwhile {
  readonly trouble: Trouble | undefined;
  /** A person who does something. */
  readonly meet: () => void;
  /** Where the machine can be switched off. */
  readonly losePower?: (survives: () => boolean) => void;
}

/** Carries a command out in a process that is only played. */
export async function runInside(
  plain: Process,
  command: Command,
  { trouble, meet, losePower }: Meanwhile,
): Promise<Ran> {
  let power = false;
  const host =
    trouble === undefined
      ? plain
      : troubled(plain, trouble, meet, () => {
          power = true;
        });
  try {
    return await carryOut(placeOn(host), command);
  } catch (fault) {
    // Commands that write one file and have no journal end with what the machine said.
    if (fault instanceof HostFault && trouble !== undefined) return { end: 'failed', codes: [fault.code] };
    if (!(fault instanceof Killed)) throw fault;
    const torn = power && losePower !== undefined;
    if (torn) losePower(survival(trouble?.at ?? 0));
    return { end: 'killed', codes: [], torn };
  }
}

function troubled(process: Process, { at, what }: Trouble, meet: () => void, powerless: () => void): Host {
  return faultHost(process, ({ number }: MutatingCall) => {
    if (number !== at) return 'go';
    switch (what) {
      case 'kill':
        return 'kill';
      case 'power':
        powerless();
        return 'kill';
      case 'interrupt':
        process.interrupt();
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
