// `npm run test:nightly`: many random histories, on all cores. HATMAX_HISTORIES says how many (10,000 without it),
// HATMAX_SEED where to begin, HATMAX_HISTORIES_MODE=memory|disk|templates that only one kind is played. A history that breaks a promise is printed, shrunk, as steps to paste into a test.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './repository.mjs';

const HISTORIES = join(root, 'test', 'property', 'histories');
const BUILD_INFO =
  "export const version = '0.0.0-source'; export { fixtureBuild as buildId } from './fixture.ts';";
/** What stands in the place of modules of the engine: a small generator, or the true one with its output noted. */
const IN_PLACE = {
  toy: {
    'capabilities.ts': "export { fixtureCapabilities as capabilities } from './fixture.ts';",
    'render.ts': "export { fixtureRender as render } from './fixture.ts';",
    'templates.ts': "export { fixtureTemplates as templateSource } from './fixture.ts';",
    'build-info.ts': BUILD_INFO,
  },
  templates: {
    'render.ts': "export { watchedRender as render } from './watched.ts';",
    'build-info.ts': BUILD_INFO,
  },
};
/** What is played on a night of so many histories, in parts: small ones, so that a failure is told and shrunk early. */
const MODES = {
  memory: { generator: 'toy', on: 'memory', share: 1, part: 250 },
  disk: { generator: 'toy', on: 'disk', share: 1 / 25, part: 25 },
  templates: { generator: 'templates', on: 'memory', share: 1 / 50, part: 10 },
};

const count = Number(process.env.HATMAX_HISTORIES ?? 10_000);
const first = Number(process.env.HATMAX_SEED ?? Math.floor(Math.random() * 1e9));
const only = process.env.HATMAX_HISTORIES_MODE;
const folder = mkdtempSync(join(tmpdir(), 'hatmax-nightly-'));

try {
  const parts = Object.keys(MODES)
    .filter((mode) => only === undefined || mode === only)
    .flatMap(partsOf);
  for (const generator of new Set(parts.map((part) => part.generator))) await bundle(generator);
  process.exitCode = await runAll(parts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function partsOf(mode) {
  const { share, part, ...how } = MODES[mode];
  const wanted = only === undefined ? Math.ceil(count * share) : count;
  return Array.from({ length: Math.ceil(wanted / part) }, (_, row) => ({
    ...how,
    mode,
    seed: first + row,
    count: Math.min(part, wanted - row * part),
  }));
}

function programOf(generator) {
  return join(folder, `${generator}.mjs`);
}

async function bundle(generator) {
  const modules = IN_PLACE[generator];
  const names = Object.keys(modules).map((name) => name.replace('.ts', ''));
  const inPlace = {
    name: 'in-place',
    setup(builder) {
      const filter = new RegExp(`(?:templates|render|host|operations|\\.)/(?:${names.join('|')})\\.ts$`);
      builder.onResolve({ filter }, ({ path }) => ({
        path: path.replace(/.*\//, ''),
        namespace: 'in-place',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'in-place' }, ({ path }) => ({
        contents: modules[path],
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
    outfile: programOf(generator),
    plugins: [inPlace],
    // Where the templates are found from, which is not where the program lies.
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'src', 'host')) },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

async function runAll(parts) {
  const total = parts.length;
  const tally = new Map();
  const played = new Map();
  const failures = [];
  const started = performance.now();
  const work = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const answer = await play(part);
      played.set(part.mode, (played.get(part.mode) ?? 0) + answer.count);
      for (const [what, times] of answer.tally) tally.set(what, (tally.get(what) ?? 0) + times);
      const went = answer.failure === undefined ? 'sound' : `broken\n\n${answer.failure}`;
      process.stdout.write(`${part.mode}, seed ${part.seed}: ${answer.count} histories, ${went}\n`);
      if (answer.failure !== undefined) failures.push(answer.failure);
    }
  };
  await Promise.all(Array.from({ length: Math.min(total, availableParallelism()) }, work));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const sums = [...played].map(([mode, histories]) => `${histories} (${mode})`).join(', ');
  process.stdout.write(`histories: ${sums}, in ${seconds} s, from seed ${first} on\n`);
  for (const [what, times] of [...tally].sort())
    process.stdout.write(`${String(times).padStart(9)} ${what}\n`);
  process.stdout.write(
    failures.length === 0 ? 'No promise was broken.\n' : `\n${failures.length} of ${total} parts failed.\n`,
  );
  return failures.length === 0 ? 0 : 1;
}

function play(part) {
  return new Promise((resolve) => {
    const args = [programOf(part.generator), String(part.count), String(part.seed), part.on];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
