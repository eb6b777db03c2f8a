import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '../cli/hatmax.ts';
import { type Ended, spawned } from '../spawned.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Starts the service `shop` over a database, asks it, and ends. */
const ASK = `
import { createApp } from './services/shop/src/app.ts';
import { settings } from './services/shop/src/config.ts';
const [file, requests] = process.argv.slice(2);
const app = await createApp(settings.parse({ DATABASE_FILE: file, LOG_LEVEL: 'fatal' }));
const answers = [];
for (const request of JSON.parse(requests)) {
  const { statusCode, body } = await app.server.inject(request);
  answers.push({ status: statusCode, body: JSON.parse(body) });
}
await app.server.close();
app.close();
process.stdout.write(JSON.stringify(answers));
`;

export async function asked(
  cwd: string,
  file: string,
  requests: readonly object[],
): Promise<readonly Answer[]> {
  const { code, stdout, stderr } = await script(cwd, ASK, [file, JSON.stringify(requests)]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Runs TypeScript in a generated system, with the Node it brings. */
export async function script(cwd: string, text: string, args: readonly string[] = []): Promise<Ended> {
  write(cwd, 'ask.ts', text);
  const node = join(cwd, 'node_modules', '.bin', 'node');
  const ended = await spawned(node, ['--conditions=development', 'ask.ts', ...args], { cwd });
  rmSync(join(cwd, 'ask.ts'), { force: true });
  return ended;
}
