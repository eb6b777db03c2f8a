import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { exercise } from '../../scripts/demo/exercise.mjs';
import { GeneratedSystem } from '../../scripts/demo/system.mjs';
import { installedExample } from './installed.ts';

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, object>>;
}

/** Origins of all services, from what `npm run dev` says when they are ready. */
function origins(output: string): readonly string[] {
  return [...output.matchAll(/API documentation\s+(http:\S+)\/docs/g)].flatMap(([, origin]) => origin ?? []);
}

describe.each([
  ['minimal', 1],
  ['todo', 1],
  ['catalog', 2],
])('examples/%s runs', (name, services) => {
  let cwd: string;

  beforeAll(async () => {
    ({ cwd } = await installedExample(name));
  });

  test('with documentation, OpenAPI 3.1, health and routes, and stops cleanly', async () => {
    const system = new GeneratedSystem({
      folder: cwd,
      args: ['--no-watch', '--free-ports'],
      show: { log: false },
    });
    try {
      await system.ready(120_000);
      const found = origins(system.output);
      expect(found.length, system.output).toBe(services);
      for (const origin of found) await look(origin);
      if (name === 'todo') await exercise(`${found[0]}/todo`, () => undefined);
      if (name === 'minimal') await exerciseMinimal(`${found[0]}/todo/items`);
    } finally {
      // The exit code is npm's, which tells of the signal.
      await system.stop();
    }
    expect(system.output.match(/\bstopping\b/g)?.length, system.output).toBe(services);
    expect(system.output).not.toMatch(/\bfatal\b/);
  });
});

async function look(origin: string): Promise<void> {
  for (const path of ['/ping', '/livez', '/readyz', '/healthz']) {
    expect((await answered(origin + path)).status, path).toBe(200);
  }
  const docs = await answered(`${origin}/docs`);
  expect(docs.headers.get('content-type')).toContain('text/html');
  expect(await docs.text()).not.toMatch(/(src|href)="https?:/);
  const described = await (await answered(`${origin}/openapi.json`)).text();
  const openapi = JSON.parse(described) as OpenApi;
  expect(openapi.openapi, described).toMatch(/^3\.1\./);
  expect(Object.keys(openapi.paths).length).toBeGreaterThan(1);
  const { routes } = (await (await answered(`${origin}/.well-known/routes`)).json()) as { routes: unknown[] };
  expect(routes.length).toBeGreaterThan(3);
  const missing = await answered(`${origin}/nothing/here`);
  expect(missing.status).toBe(404);
  expect(missing.headers.get('content-type')).toContain('application/problem+json');
}

/** A service sheds load while its machine is busy with other tests; whoever asks comes again, as 503 says. */
async function answered(url: string): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(url);
    if (answer.status !== 503 || tries === 40) return answer;
    await setTimeout(250);
  }
}

async function exerciseMinimal(items: string): Promise<void> {
  const text = 'Said twice, done once';
  const body = JSON.stringify({ text });
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'once-and-only-once' };
  const first = await fetch(items, { method: 'POST', headers, body });
  const again = await fetch(items, { method: 'POST', headers, body });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await again.json()).toEqual(await first.json());
  const { items: found } = (await (await fetch(items)).json()) as { items: { text: string }[] };
  expect(found.filter((item) => item.text === text).length).toBe(1);
}
