import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryHost } from '../../../src/host/memory.ts';
import { MemoryDisk } from '../../../src/host/memory-disk.ts';
import { nodeHost } from '../../../src/host/node.ts';
import type { Host } from '../../../src/host/ports.ts';
import { folderGround, type Ground, memoryGround } from './ground.ts';

export type MachineKind = 'memory' | 'disk';

/** A process that can be interrupted. */
export type Process = Host & { interrupt(): void };

/** What a history is played on. */
export interface Machine {
  readonly ground: Ground;
  /** Each command is a process of its own, on the one disk; an earlier one is dead. */
  process(): Process;
  losePower(survives: () => boolean): void;
  /** A file beside the project, which nobody may touch. */
  outside(): string;
  end(): void;
}

const OUTSIDE = 'not of the project\n';

export function machineOf(kind: MachineKind): Machine {
  return kind === 'memory' ? memoryMachine() : diskMachine();
}

function memoryMachine(): Machine {
  const disk = new MemoryDisk();
  let pid = 1000;
  return {
    ground: memoryGround(disk),
    process: () => memoryHost({ disk, pid: pid++, running: new Set() }),
    losePower: (survives) => disk.losePower(survives),
    outside: () => OUTSIDE,
    end: () => undefined,
  };
}

/** The files are this machine's; who runs, and when, is as on the memory machine: processes must be able to die. */
function diskMachine(): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'hatmax-history-'));
  const [root, outside] = [join(folder, 'project'), join(folder, 'outside.txt')];
  mkdirSync(root);
  writeFileSync(outside, OUTSIDE);
  let pid = 1000;
  return {
    ground: folderGround(root),
    process: () => {
      const { files } = nodeHost(root);
      return { ...memoryLife(pid++), files };
    },
    // A machine that runs this test cannot be switched off.
    losePower: () => undefined,
    outside: () => readFileSync(outside, 'utf8'),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function memoryLife(pid: number): Omit<Process, 'files'> {
  const { clock, identity, interruption, interrupt } = memoryHost({ pid, running: new Set() });
  return { clock, identity, interruption, interrupt };
}
