// Wall-clock times of whole processes, taken in turns so that a busy moment of the machine hits every candidate.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** @param candidates name -> {command, args, cwd, before?} */
export function inTurns(candidates, rounds) {
  const taken = new Map(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const candidate of candidates) {
      const took = once(candidate);
      // The first round warms the disk cache.
      if (round > 0) taken.get(candidate.name).push(took);
    }
  }
  return new Map([...taken].map(([name, times]) => [name, median(times)]));
}

export function once({ name, command, args, cwd, before, env = process.env }) {
  before?.();
  const started = process.hrtime.bigint();
  const { status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const took = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${name} ended with ${status}\n${stdout}\n${stderr}`);
  return took;
}

/** Wall clock, and the time of the process and its children themselves, which a busy machine disturbs less. */
export function onceTimed({ command, args, ...rest }) {
  const file = join(mkdtempSync(join(tmpdir(), 'hatmax-time-')), 'times');
  const script = 'TIMEFORMAT="%U %S"; { time "$@" 2>&3; } 3>&2 2>"$TIMES"';
  const env = { ...process.env, TIMES: file };
  const wall = once({ ...rest, command: 'bash', args: ['-c', script, 'bash', command, ...args], env });
  const [user, system] = readFileSync(file, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  rmSync(dirname(file), { recursive: true });
  return { wall, cpu: (user + system) * 1000 };
}

export function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
