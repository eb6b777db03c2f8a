import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../cli/hatmax.ts';

function demo(args: readonly string[], onOutput: (output: string, interrupt: () => void) => void) {
  return new Promise<{ code: number; output: string }>((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [join(ROOT, 'scripts', 'demo.mjs'), ...args], {
      env: { PATH, HOME },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk;
      onOutput(output, () => child.kill('SIGINT'));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

test('npm run demo -- --check uses the API, exits 0, and leaves nothing running', async () => {
  const { code, output } = await demo(['--check'], () => undefined);
  expect(code, output).toBe(0);
  expect(output).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  expect(output).toContain('with the old ETag 412');
  expect(await answers(`${/(http:\S+)\/docs/.exec(output)?.[1]}/ping`)).toBe(false);
});

test('npm run demo prints the documentation page first, and stops on Ctrl-C with 0', async () => {
  let interrupted = false;
  const { code, output } = await demo([], (said, interrupt) => {
    if (interrupted || !said.includes('Press Ctrl-C to stop')) return;
    interrupted = true;
    interrupt();
  });
  expect(code, output).toBe(0);
  expect(/http:\S+/.exec(output)?.[0]).toMatch(/\/docs$/);
  expect(await answers(`${/(http:\S+)\/docs/.exec(output)?.[1]}/ping`)).toBe(false);
});
