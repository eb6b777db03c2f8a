import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A Docker engine of the test's own, with nothing in it, that is gone afterwards. */
export interface Engine {
  docker(...args: readonly string[]): Promise<string>;
  run(program: string, ...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'hatmax-docker-'));
  const socket = `unix://${join(folder, 'socket')}`;
  const log = join(folder, 'log');
  const env = { ...process.env, DOCKER_HOST: socket, DOCKER_BUILDKIT: '0' };
  const run = async (program: string, ...args: readonly string[]): Promise<string> => {
    const { stdout } = await execute(program, [...args], { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  };
  // Does nothing where control groups are mounted already.
  await run('cgroupfs-mount');
  const daemon = spawn(
    'dockerd',
    [
      ...['--data-root', join(folder, 'lib'), '--exec-root', join(folder, 'run')],
      ...['--pidfile', join(folder, 'pid'), '--host', socket],
    ],
    { stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')] },
  );
  const ended = new Promise<void>((resolve) => {
    daemon.once('close', () => resolve());
    daemon.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    daemon.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const isUp = () =>
    run('docker', 'info').then(
      () => true,
      () => false,
    );
  for (let tries = 0; !(await isUp()); tries++) {
    if (tries === 120 || daemon.exitCode !== null) {
      const said = readFileSync(log, 'utf8');
      await stop();
      throw new Error(`dockerd did not start:\n${said}`);
    }
    await sleep(500);
  }
  return { run, stop, docker: (...args) => run('docker', ...args) };
}
