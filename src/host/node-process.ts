import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Clock, Identity, Interruption } from './ports.ts';

export const nodeClock: Clock = {
  now: () => Date.now(),
  // A signal is heard where the loop turns: for that alone, no millisecond need be waited.
  sleep: (milliseconds) =>
    new Promise((done) => {
      if (milliseconds > 0) setTimeout(done, milliseconds);
      else setImmediate(done);
    }),
};

export function nodeIdentity(): Identity {
  const hostName = hostname();
  let own: string | undefined;
  return {
    pid: process.pid,
    hostName,
    user: userName(),
    // Asked for only when a lock is taken: a plan need not pay for it.
    get incarnation() {
      own ??= incarnationOf(process.pid) ?? 'unknown';
      return own;
    },
    newId: () => randomBytes(8).toString('hex'),
    liveness(other) {
      if (other.hostName !== hostName) return 'unknown';
      const [space] = this.incarnation.split(' ');
      const [otherSpace] = other.incarnation.split(' ');
      const [boot] = (space ?? '').split('/');
      const [otherBoot] = (otherSpace ?? '').split('/');
      // Nothing outlives its machine's start.
      if (boot !== otherBoot && boot !== '' && otherBoot !== '') return 'dead';
      if (space !== otherSpace) return 'unknown';
      if (!isRunning(other.pid)) return 'dead';
      const now = incarnationOf(other.pid);
      return now === undefined || now === other.incarnation ? 'alive' : 'dead';
    },
  };
}

const STOPS = ['SIGINT', 'SIGTERM'] as const;
const INTERRUPTED = 130;

let phase: 'reading' | 'writing' | 'written' = 'reading';
let stopRequested = false;

export function nodeInterruption(): Interruption {
  return {
    get requested() {
      return stopRequested;
    },
  };
}

/**
 * From here to the end of the process. While it only reads, a signal ends it at once. While it writes, the first one asks
 * it to stop, and the second ends it: its journal is what the next apply goes on from. Once all is written the first one
 * comes too late, and the answer is given.
 */
export function heedSignals(): void {
  for (const signal of STOPS) {
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
}

/** A second one, while the first is waited out, ends at once. */
function stop(): void {
  if (phase === 'reading') end('Interrupted: nothing is half done. Run the command again to go on.');
  if (stopRequested)
    end(
      phase === 'written'
        ? 'Interrupted: everything was written.'
        : 'Interrupted at once. The next hatmax apply finishes this one, or takes it back.',
    );
  stopRequested = true;
}

function end(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(INTERRUPTED);
}

/** Around all that writes. `after` says whether more is to come, which a signal may still prevent. */
export async function whileWriting<T>(
  body: () => Promise<T>,
  after: 'reading' | 'written' = 'written',
): Promise<T> {
  phase = 'writing';
  try {
    return await body();
  } finally {
    phase = after;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM';
  }
}

/** `boot/pid namespace start`, or undefined where the machine does not tell. */
function incarnationOf(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxIncarnation(pid) : posixIncarnation(pid);
}

function linuxIncarnation(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const space = readlinkSync('/proc/self/ns/pid');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks; the start is field 22, the 20th after it.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start === undefined ? undefined : `${boot}/${space} ${start}`;
  } catch {
    return undefined;
  }
}

function posixIncarnation(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const start = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return start === '' ? undefined : `/ ${start.replaceAll(' ', '_')}`;
  } catch {
    return undefined;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
