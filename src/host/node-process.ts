import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Clock, Identity, Interruption } from './ports.ts';

export const nodeClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
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

let stopRequested = false;
let listening = false;

/** Listens from its first use on. The second signal ends the process at once; its journal is finished by the next apply. */
export function nodeInterruption(): Interruption {
  return {
    get requested() {
      return stopRequested;
    },
  };
}

/** For commands that write: the first SIGINT or SIGTERM asks to stop, the second ends. Gives back what ends the listening. */
export function listenForSignals(): () => void {
  if (listening) return () => undefined;
  listening = true;
  const stop = (): void => {
    if (stopRequested) {
      process.stderr.write('Stopped at once. The next hatmax apply finishes this one, or takes it back.\n');
      process.exit(130);
    }
    stopRequested = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => {
    listening = false;
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
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
