import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '../cli/hatmax.ts';

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

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs TypeScript in a generated system, with the Node it brings. `code` is null where it was killed. */
export function script(cwd: string, text: string, args: readonly string[] = []): Promise<Ended> {
  write(cwd, 'ask.ts', text);
  const node = join(cwd, 'node_modules', '.bin', 'node');
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--conditions=development', 'ask.ts', ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      rmSync(join(cwd, 'ask.ts'), { force: true });
      resolve({ code, stdout, stderr });
    });
  });
}
