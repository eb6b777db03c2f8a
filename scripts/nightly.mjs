// `npm run test:nightly`: many random histories, in as many processes as the machine has cores, or as
// HATMAX_HISTORIES_WORKERS says. HATMAX_HISTORIES says how many (10,000 without it), HATMAX_SEED where to begin,
// HATMAX_HISTORIES_MODE=memory|disk|templates|commands that only one kind is played. A history that breaks a promise is
// printed, shrunk, as steps to paste into a test.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { build as buildCommandLine } from './build.mjs';
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
  built: {
    'render.ts': "export { watchedRender as render } from './watched.ts';",
    'build-info.ts': "export { version, buildId } from './built.ts';",
  },
};
/** What is played on a night of so many histories, in parts: small ones, so that a failure is told and shrunk early. */
const MODES = {
  memory: { generator: 'toy', on: 'memory', share: 1, part: 250 },
  disk: { generator: 'toy', on: 'disk', share: 1 / 25, part: 25 },
  templates: { generator: 'templates', on: 'memory', share: 1 / 50, part: 10 },
  commands: { generator: 'built', on: 'commands', share: 1 / 100, part: 5 },
};

const count = numberIn('HATMAX_HISTORIES', 10_000);
const first = numberIn('HATMAX_SEED', Math.floor(Math.random() * 1e9));
const only = process.env.HATMAX_HISTORIES_MODE;
const workers = numberIn('HATMAX_HISTORIES_WORKERS', availableParallelism());
const folder = mkdtempSync(join(tmpdir(), 'hatmax-nightly-'));

try {
  const parts = Object.keys(MODES)
    .filter((mode) => only === undefined || mode === only)
    .flatMap(partsOf);
  if (parts.length === 0) throw new Error(`HATMAX_HISTORIES_MODE is one of ${Object.keys(MODES).join(', ')}`);
  if (parts.some(({ on }) => on === 'commands')) await buildCommandLine();
  for (const generator of new Set(parts.map((part) => part.generator))) await bundle(generator);
  print(`${versionPlayed()}, from seed ${first} on, in ${Math.min(workers, parts.length)} processes`);
  process.exitCode = await runAll(parts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function numberIn(name, otherwise) {
  const said = process.env[name];
  if (said !== undefined && !/^[1-9]\d*$/.test(said)) throw new Error(`${name} is a number, and not ${said}`);
  return said === undefined ? otherwise : Number(said);
}

/** What is played, so that a log says what it is of. */
function versionPlayed() {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty', '--tags'], { cwd: root });
  return status === 0 ? String(stdout).trim() : 'no commit';
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
  const sums = new Map();
  const failures = [];
  const started = performance.now();
  const work = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const answer = await play(part);
      add(sums, part.mode, answer);
      for (const [what, times] of answer.tally) tally.set(what, (tally.get(what) ?? 0) + times);
      const went = answer.failure === undefined ? 'sound' : `broken\n\n${answer.failure}`;
      print(`${part.mode}, seed ${part.seed}: ${answer.count} histories, ${timesOf(answer)}, ${went}`);
      if (answer.failure !== undefined) failures.push(answer.failure);
    }
  };
  await Promise.all(Array.from({ length: Math.min(total, workers) }, work));
  for (const [what, times] of [...tally].sort()) print(`${String(times).padStart(9)} ${what}`);
  for (const [mode, sum] of sums) print(`${mode}: ${sum.count} histories, ${timesOf(sum)}`);
  const all = { count: 0, cpu: 0, wall: (performance.now() - started) / 1000 };
  for (const { count, cpu } of sums.values())
    Object.assign(all, { count: all.count + count, cpu: all.cpu + cpu });
  print(`all: ${all.count} histories from seed ${first} on, ${timesOf(all)}`);
  print(failures.length === 0 ? 'No promise was broken.' : `${failures.length} of ${total} parts failed.`);
  return failures.length === 0 ? 0 : 1;
}

function add(sums, mode, { count, cpu, wall }) {
  const sum = sums.get(mode) ?? { count: 0, cpu: 0, wall: 0 };
  sums.set(mode, { count: sum.count + count, cpu: sum.cpu + cpu, wall: sum.wall + wall });
}

function timesOf({ cpu, wall }) {
  return `${cpu.toFixed(0)} s of processor time in ${wall.toFixed(0)} s`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

function play(part) {
  const started = performance.now();
  const wall = () => (performance.now() - started) / 1000;
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
        resolve({ ...JSON.parse(said), wall: wall() });
      } catch {
        resolve({
          count: 0,
          tally: [],
          cpu: 0,
          wall: wall(),
          failure: `seed ${part.seed} ended without an answer:\n${complained}`,
        });
      }
    });
  });
}
