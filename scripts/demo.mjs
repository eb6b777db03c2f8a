// `npm run demo`: from a fresh clone to a running, generated service. `-- --check` uses its API and ends with 0 or 1.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exercise } from './demo/exercise.mjs';
import { GeneratedSystem, isFree } from './demo/system.mjs';
import { ensureBuilt, ensureInstalled, root, run } from './repository.mjs';

/** The port that examples/todo gets by default. */
const PORT = 8080;
const check = process.argv.includes('--check');
const began = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'hatmax-demo-'));
let system;
let stopping = false;

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

async function step(sentence, work) {
  const since = performance.now();
  process.stdout.write(`\n> ${sentence}\n`);
  const result = await work();
  process.stdout.write(`  done in ${seconds(since)}\n`);
  return result;
}

/** @param whole false: only its last line, where the rest has been shown already */
async function hatmax(words, { whole }) {
  process.stdout.write(`\n  $ hatmax ${words.join(' ')}\n\n`);
  const args = [join(root, 'bin', 'run.js'), ...words];
  const { code, output } = await run(process.execPath, args, { cwd: folder, capture: !whole });
  if (code !== 0) throw new Error(`hatmax ${words.join(' ')} ended with ${code}\n${output}`);
  if (!whole) process.stdout.write(`${output.trimEnd().split('\n').at(-1)}\n`);
}

async function install() {
  const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    capture: true,
  });
  if (code !== 0) throw new Error(`npm install in ${folder} failed:\n${output}`);
}

async function start(show) {
  const args = [...((await isFree(PORT)) ? [] : ['--free-ports']), ...(check ? ['--no-watch'] : [])];
  system = new GeneratedSystem({ folder, args, show });
  return system.ready(120_000);
}

function printAddresses(origin) {
  const lines = [
    ['API documentation', `${origin}/docs`],
    ['Lists', `${origin}/todo/lists`],
    ['Items', `${origin}/todo/items`],
    ['OpenAPI 3.1', `${origin}/openapi.json`],
    ['Routes', `${origin}/.well-known/routes`],
    ['Health', `${origin}/healthz`],
  ];
  process.stdout.write(`\nThe generated service is running (${seconds(began)} after you pressed enter):\n\n`);
  for (const [what, url] of lines) process.stdout.write(`  ${what.padEnd(20)}${url}\n`);
  process.stdout.write(`\n  The generated code  ${folder}\n`);
}

async function stop() {
  if (system === undefined || stopping) return;
  stopping = true;
  await system.stop();
}

async function end(code) {
  await stop();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    process.stdout.write('\n> Stopping\n');
    end(check ? 130 : 0).then(undefined, () => process.exit(1));
  });
}

async function main() {
  const show = { log: false };
  await step('Preparing hatmax: what it is built with, and the CLI itself', async () => {
    await ensureInstalled((sentence) => process.stdout.write(`  ${sentence}\n`));
    await ensureBuilt();
  });
  copyFileSync(join(root, 'examples', 'todo', 'hatmax.yml'), join(folder, 'hatmax.yml'));
  await step(`What hatmax would make of examples/todo/hatmax.yml in ${folder}`, () =>
    hatmax(['plan'], { whole: true }),
  );
  await step('Making it', () => hatmax(['apply', '--auto-approve'], { whole: false }));
  await step('Installing what the generated system needs (npm install)', install);
  const origin = await step('Starting it (npm run dev)', () => start(show));
  printAddresses(origin);
  if (check) {
    await step('Using its API', () =>
      exercise(`${origin}/todo`, (line) => process.stdout.write(`  ${line}\n`)),
    );
    await step('Stopping it', stop);
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(`\nAll as promised, in ${seconds(began)}.\n`);
    return 0;
  }
  process.stdout.write('\nPress Ctrl-C to stop. Its log:\n\n');
  show.log = true;
  const code = await system.ended;
  if (!stopping) throw new Error(`the generated system ended by itself with ${code}:\n${system.output}`);
  return 0;
}

try {
  const code = await main();
  if (!stopping || check) process.exit(code);
} catch (fault) {
  if (!stopping) {
    process.stderr.write(`\nThe demo failed: ${fault.message}\n\nIts folder is kept: ${folder}\n`);
    await end(1);
  }
}
