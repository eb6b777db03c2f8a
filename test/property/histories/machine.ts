import { memoryHost } from '../../../src/host/memory.ts';
import { MemoryDisk } from '../../../src/host/memory-disk.ts';
import { nodeHost } from '../../../src/host/node.ts';
import type { Host } from '../../../src/host/ports.ts';
import type { Planned } from '../../../src/operations/plan.ts';
import { commandLineMachine } from './command-line.ts';
import type { Command, Ran } from './commands.ts';
import { folderGround, type Ground, memoryGround } from './ground.ts';
import { OUTSIDE, projectFolder } from './project-folder.ts';
import { runInside, type Trouble } from './trouble.ts';

/** `commands`: the files are this machine's, and each command is one of the built command line. */
export type MachineKind = 'memory' | 'disk' | 'commands';

/** A process that can be interrupted. */
export type Process = Host & { interrupt(): void };

/** What a history is played on. */
export interface Machine {
  readonly ground: Ground;
  /** Each command is a process of its own, on the one disk; an earlier one is dead. */
  process(): Process;
  /** Carries a command out; `meet` is a person who does something meanwhile. */
  run(command: Command, trouble: Trouble | undefined, meet: () => void): Promise<Ran>;
  /** Whether what the engine plans now is what a person who asks for a plan is told. Throws where it is not. */
  checkPlan(planned: Planned | undefined): Promise<void>;
  /** A file beside the project, which nobody may touch. */
  outside(): string;
  end(): void;
}

export function machineOf(kind: MachineKind): Machine {
  switch (kind) {
    case 'memory':
      return memoryMachine();
    case 'disk':
      return diskMachine();
    case 'commands':
      return commandLineMachine();
  }
}

function memoryMachine(): Machine {
  const disk = new MemoryDisk();
  let pid = 1000;
  const process = (): Process => memoryHost({ disk, pid: pid++, running: new Set() });
  return {
    ground: memoryGround(disk),
    process,
    run: (command, trouble, meet) =>
      runInside(process(), command, { trouble, meet, losePower: (survives) => disk.losePower(survives) }),
    checkPlan: async () => undefined,
    outside: () => OUTSIDE,
    end: () => undefined,
  };
}

/** The files are this machine's; who runs, and when, is as on the memory machine: processes must be able to die. */
function diskMachine(): Machine {
  const { root, outside, end } = projectFolder();
  let pid = 1000;
  const process = (): Process => ({ ...memoryLife(pid++), files: nodeHost(root).files });
  return {
    ground: folderGround(root),
    process,
    // Without a loss of power: a machine that runs this test cannot be switched off.
    run: (command, trouble, meet) => runInside(process(), command, { trouble, meet }),
    checkPlan: async () => undefined,
    outside,
    end,
  };
}

function memoryLife(pid: number): Omit<Process, 'files'> {
  const { clock, identity, interruption, interrupt } = memoryHost({ pid, running: new Set() });
  return { clock, identity, interruption, interrupt };
}
