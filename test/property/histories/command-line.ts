import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryHost } from '../../../src/host/memory.ts';
import { MemoryDisk } from '../../../src/host/memory-disk.ts';
import { nodeHost } from '../../../src/host/node.ts';
import { nodeIdentity } from '../../../src/host/node-process.ts';
import type { Planned } from '../../../src/operations/plan.ts';
import { countPlan, hasChanges } from '../../../src/plan/counts.ts';
import { type Ended, hatmaxAt, type Trouble as TroubleAt } from '../../crash/at-call.ts';
import { argumentsOf } from './arguments.ts';
import { same } from './checks.ts';
import { type Command, carryOut, placeOn, type Ran } from './commands.ts';
import { type Found, folderGround, type Ground, memoryGround } from './ground.ts';
import type { Machine } from './machine.ts';
import { projectFolder } from './project-folder.ts';
import type { Trouble } from './trouble.ts';

/** As docs/reference has them; written down again, since these are what is tried here. */
const EXIT = { done: 0, error: 1, changes: 2, refused: 3, locked: 4, interrupted: 130 };
const NEVER_SAID = /HM5001|^\s+at .+:\d+:\d+/m;
/** What is of one run, and of no other that does the same. */
const OF_A_RUN = /^\.hatmax\/(cache|journal|lock|undo)(\/|$)/;

/**
 * Each command is one of the built command line, in a folder of this machine. It is rehearsed by the engine of these
 * sources first, on a copy in memory: the two must do the same to every byte.
 */
export function commandLineMachine(): Machine {
  const { root, beside, outside, end } = projectFolder();
  const ground = folderGround(root);
  return {
    ground,
    process: () => ({ ...nodeHost(root), interrupt: () => undefined }),
    run: async (command, trouble, meet) => {
      const plan = join(beside, 'saved.plan');
      rmSync(plan, { force: true });
      const put = (bytes: Uint8Array): string => {
        const file = join(beside, 'given');
        writeFileSync(file, bytes);
        return file;
      };
      const wanted = await rehearsed(ground, command);
      const words = argumentsOf(command, { plan, put });
      const ended = await hatmaxAt(root, words, troubleOf(trouble, meet));
      const said = `hatmax ${words.join(' ')} ended with ${ended.signal ?? ended.code} and said: ${ended.said}`;
      if (!isSensible(ended)) throw new Error(said);
      if (trouble !== undefined) return endOf(ended, wanted.ran, said);
      same(ended.code, exitOf(command, wanted.ran), said);
      same(lasting(ground), lasting(wanted.ground), `${said}\nand left other than the engine`);
      const file = existsSync(plan) ? readFileSync(plan) : undefined;
      same(textOf(file), textOf(wanted.ran.file), 'the saved plan');
      return wanted.ran;
    },
    checkPlan: async (planned) => {
      const { code, said } = await hatmaxAt(root, ['plan', '--detailed-exitcode']);
      same(code, exitOfPlan(planned), `hatmax plan, which said: ${said}`);
    },
    outside,
    end,
  };
}

async function rehearsed(ground: Ground, command: Command): Promise<{ ran: Ran; ground: Ground }> {
  const disk = new MemoryDisk();
  const copy = memoryGround(disk);
  for (const [path, { kind, text, executable }] of ground.look())
    if (kind === 'folder') copy.folder(path);
    else if (kind === 'symlink') copy.link(path, text);
    else copy.put(path, text, executable);
  // Of this machine, to be told from a command line that was killed on it.
  const host = { ...memoryHost({ disk }), identity: nodeIdentity() };
  return { ran: await carryOut(placeOn(host), command), ground: copy };
}

/** No fault of its own, not waited for in vain, and an error said exactly where it ends with one. */
function isSensible({ code, signal, said }: Ended): boolean {
  const isError = /^error\[/m.test(said);
  if (NEVER_SAID.test(said) || signal === 'SIGABRT' || (code === EXIT.done && isError)) return false;
  return code !== EXIT.error || isError;
}

/** Hundreds of calls are made where the engine itself counts dozens: early ones are tried as well as late ones. */
function troubleOf(trouble: Trouble | undefined, meet: () => void): TroubleAt {
  if (trouble === undefined) return {};
  const at = Math.ceil(trouble.at ** 2 / 40);
  switch (trouble.what) {
    // A machine that runs this test cannot be switched off.
    case 'kill':
    case 'power':
      return { at, deed: 'kill' };
    case 'interrupt':
      return { at, deed: 'SIGINT' };
    case 'edit':
    case 'swap':
      return { at, meet };
    default:
      return { at, deed: trouble.what };
  }
}

function exitOf({ run }: Command, { end, planned, wantsPerson }: Ran): number {
  switch (end) {
    case 'applied':
    case 'nothing-to-do': {
      const conflicts = planned === undefined ? 0 : countPlan(planned.plan).conflict;
      // Others may be left; the one it was about is over.
      return conflicts > 0 && run !== 'resolve' ? EXIT.refused : EXIT.done;
    }
    case 'written':
    case 'saved':
      return EXIT.done;
    case 'refused':
      return wantsPerson ? EXIT.refused : EXIT.error;
    case 'stale':
      return EXIT.refused;
    case 'locked':
      return EXIT.locked;
    case 'interrupted':
      return EXIT.interrupted;
    default:
      return EXIT.error;
  }
}

/** What a command in trouble came to, by what can be seen of it: where it went well, what it would have without. */
function endOf({ code, signal, said }: Ended, wanted: Ran, about: string): Ran {
  const codes = said.match(/HM\d{4}/g) ?? [];
  const calm = ['applied', 'nothing-to-do', 'written', 'saved'].includes(wanted.end);
  if (signal === 'SIGKILL') return { end: 'killed', codes };
  switch (code) {
    case EXIT.done:
      return calm ? { ...wanted, codes } : { end: 'applied', codes };
    case EXIT.error:
      return { end: wanted.end === 'refused' ? 'refused' : 'failed', codes };
    case EXIT.refused:
      return { end: wanted.end === 'applied' ? 'applied' : 'stale', codes };
    case EXIT.interrupted:
      return { end: 'interrupted', codes };
    default:
      throw new Error(about);
  }
}

function exitOfPlan(planned: Planned | undefined): number {
  if (planned === undefined) return EXIT.error;
  if (planned.forbidden.length > 0) return EXIT.refused;
  return hasChanges(countPlan(planned.plan)) ? EXIT.changes : EXIT.done;
}

function lasting(ground: Ground): ReadonlyMap<string, Found> {
  return new Map([...ground.look()].filter(([path]) => !OF_A_RUN.test(path)));
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
}
