// `npm run test:nightly`: many random histories, on all cores. HATMAX_HISTORIES says how many (10,000 without it),
// HATMAX_SEED where to begin. A history that breaks a promise is printed, shrunk, as steps to paste into a test.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './repository.mjs';

const HISTORIES = join(root, 'test', 'property', 'histories');
const FIXTURES = {
  'capabilities.ts': "export { fixtureCapabilities as capabilities } from './fixture.ts';",
  'render.ts': "export { fixtureRender as render } from './fixture.ts';",
  'templates.ts': "export { fixtureTemplates as templateSource } from './fixture.ts';",
  'build-info.ts':
    "export const version = '0.0.0-source'; export { fixtureBuild as buildId } from './fixture.ts';",
};
/** Small parts, so that a failure is told early and shrunk quickly. */
const PART = 250;

const count = Number(process.env.HATMAX_HISTORIES ?? 10_000);
const first = Number(process.env.HATMAX_SEED ?? Math.floor(Math.random() * 1e9));
const folder = mkdtempSync(join(tmpdir(), 'hatmax-nightly-'));
const program = join(folder, 'nightly.mjs');

try {
  await bundle();
  process.exitCode = await runAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The engine as it is, with the fixture in the place of what generates. */
async function bundle() {
  const inPlace = {
    name: 'fixture',
    setup(builder) {
      const filter =
        /(templates\/capabilities|render\/render|host\/templates|operations\/build-info|\.\/build-info)\.ts$/;
      builder.onResolve({ filter }, ({ path }) => ({ path: path.replace(/.*\//, ''), namespace: 'fixture' }));
      builder.onLoad({ filter: /.*/, namespace: 'fixture' }, ({ path }) => ({
        contents: FIXTURES[path],
        loader: 'ts',
        resolveDir: HISTORIES,
      }));
    },
  };
  await build({
    entryPoints: [join(HISTORIES, 'nightly.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    outfile: program,
    plugins: [inPlace],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

async function runAll() {
  const parts = Array.from({ length: Math.ceil(count / PART) }, (_, row) => ({
    seed: first + row,
    count: Math.min(PART, count - row * PART),
  }));
  const total = parts.length;
  const tally = new Map();
  const failures = [];
  let played = 0;
  const started = performance.now();
  const work = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const answer = await play(part);
      played += answer.count;
      for (const [what, times] of answer.tally) tally.set(what, (tally.get(what) ?? 0) + times);
      const went = answer.failure === undefined ? 'sound' : `broken\n\n${answer.failure}`;
      process.stdout.write(`seed ${part.seed}: ${answer.count} histories, ${went}\n`);
      if (answer.failure !== undefined) failures.push(answer.failure);
    }
  };
  await Promise.all(Array.from({ length: Math.min(total, availableParallelism()) }, work));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`${played} histories in ${seconds} s, seeds ${first} to ${first + total - 1}\n`);
  for (const [what, times] of [...tally].sort())
    process.stdout.write(`${String(times).padStart(9)} ${what}\n`);
  process.stdout.write(
    failures.length === 0 ? 'No promise was broken.\n' : `\n${failures.length} of ${total} parts failed.\n`,
  );
  return failures.length === 0 ? 0 : 1;
}

function play(part) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, String(part.count), String(part.seed)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complained = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complained += chunk;
    });
    child.on('close', () => {
      try {
        resolve(JSON.parse(said));
      } catch {
        resolve({
          count: 0,
          tally: [],
          failure: `seed ${part.seed} ended without an answer:\n${complained}`,
        });
      }
    });
  });
}
