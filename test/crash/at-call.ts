import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  /** Calls that change the disk; 0 where it was killed. */
  readonly calls: number;
  /** All calls of the file system. */
  readonly looks: number;
}

/** What happens to a process, and at which of its calls. */
export interface Trouble {
  readonly at?: number;
  /** Counted among all calls, those that only read too. */
  readonly look?: number;
  readonly deed?: string;
  /** What a person does at that call, while the process stands still; instead of a deed. */
  readonly meet?: () => void;
}

/** Longer than this nothing of hatmax takes on a small system: it hangs. */
const PATIENCE_MS = 120_000;

/** A process whose calls are counted. */
export function run(
  root: string,
  args: readonly string[],
  { at, look, deed, meet }: Trouble = {},
): Promise<Ended> {
  const own = join(dirname(root), Math.random().toString(36).slice(2));
  const [counted, waiting] = [`${own}-count`, `${own}-waits`];
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    HATMAX_AT: String(at ?? 0),
    HATMAX_AT_LOOK: String(look ?? 0),
    HATMAX_AT_DO: meet === undefined ? (deed ?? 'kill') : `wait:${waiting}`,
    HATMAX_AT_ROOT: root,
    HATMAX_AT_COUNT: counted,
  };
  const hook = join(ROOT, 'test', 'crash', 'at-call.mjs');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', hook, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGABRT',
    });
    const met = meet === undefined ? undefined : whenThere(waiting, meet);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('close', (code, signal) => {
      clearInterval(met);
      rmSync(waiting, { force: true });
      const [calls = 0, looks = 0] = existsSync(counted)
        ? readFileSync(counted, 'utf8').split(' ').map(Number)
        : [];
      rmSync(counted, { force: true });
      resolve({ code, signal, said, calls, looks });
    });
  });
}

/** The process waits for as long as its file is there. */
function whenThere(waiting: string, meet: () => void): NodeJS.Timeout {
  return setInterval(() => {
    if (!existsSync(waiting)) return;
    meet();
    rmSync(waiting);
  }, 2);
}

export function hatmaxAt(root: string, command: readonly string[], trouble?: Trouble): Promise<Ended> {
  return run(root, [join(ROOT, 'bin', 'run.js'), ...command], trouble);
}
