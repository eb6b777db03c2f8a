// `node bench/scale.mjs [10 100 1000]`: cost follows the change. Beside a plain loop, git and, where installed, Terraform.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from '../scripts/repository.mjs';
import { median } from './measure.mjs';
import { writeMonorepo } from './monorepo.mjs';

const cli = process.env.HATMAX_BENCH_CLI ?? join(root, 'bin', 'run.js');
const loop = join(root, 'bench', 'plain-loop.mjs');
const ROUNDS = Number(process.env.HATMAX_BENCH_ROUNDS ?? 5);

/** Wall clock, and the time of the processes themselves, which a busy machine disturbs less. */
function run(command, args, cwd) {
  const started = process.hrtime.bigint();
  const timed = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', command, ...args],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const wall = Number(process.hrtime.bigint() - started) / 1e6;
  if (timed.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${timed.stderr.slice(-2000)}`);
  const [user = 0, system = 0] = timed.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: (user + system) * 1000, out: timed.stdout };
}

const hatmax = (cwd, ...args) => run(process.execPath, [cli, ...args], cwd);
const node = (cwd) => run(process.execPath, ['-e', '0'], cwd);
const plain = (what, from, to) => JSON.parse(run(process.execPath, [loop, what, from, to], from).out);

function middle(times) {
  return { wall: median(times.map(({ wall }) => wall)), cpu: median(times.map(({ cpu }) => cpu)) };
}

/** Candidates in turns: a busy moment hits each of them. */
function inTurns(candidates, rounds = ROUNDS) {
  const taken = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, act] of Object.entries(candidates)) taken[name].push(act(round));
  return Object.fromEntries(Object.entries(taken).map(([name, times]) => [name, middle(times)]));
}

function peakMemory(cwd, ...args) {
  const script = `process.argv.splice(1, 1); const {pathToFileURL} = require('node:url');
    process.on('exit', () => process.stderr.write('\\nPEAK ' + process.resourceUsage().maxRSS));
    process.argv[1] = ${JSON.stringify(cli)}; import(pathToFileURL(process.argv[1]).href);`;
  const { stderr } = spawnSync(process.execPath, ['-e', script, '--', ...['x'], ...args], {
    cwd,
    encoding: 'utf8',
  });
  return Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
}

/** A resource a file, as hatmax has them. Its state is written, not applied: that alone would take it many minutes. */
function terraformIn(scratch, count) {
  if (spawnSync('terraform', ['version']).status !== 0) return undefined;
  const cwd = join(scratch, `terraform-${count}`);
  mkdirSync(cwd);
  const input = `file-\${count.index}`;
  writeFileSync(
    join(cwd, 'main.tf'),
    `resource "terraform_data" "file" {\n  count = ${count}\n  input = "${input}"\n}\n`,
  );
  const value = (number) => ({ value: `file-${number}`, type: 'string' });
  const instances = Array.from({ length: count }, (_, number) => ({
    index_key: number,
    schema_version: 0,
    attributes: { id: `id-${number}`, input: value(number), output: value(number), triggers_replace: null },
    sensitive_attributes: [],
  }));
  const provider = 'provider["terraform.io/builtin/terraform"]';
  const resources = [{ mode: 'managed', type: 'terraform_data', name: 'file', provider, instances }];
  const state = {
    version: 4,
    terraform_version: '1.0.0',
    serial: 1,
    lineage: 'bench',
    outputs: {},
    resources,
  };
  writeFileSync(join(cwd, 'terraform.tfstate'), JSON.stringify({ ...state, check_results: null }));
  run('terraform', ['init', '-input=false'], cwd);
  return run('terraform', ['plan', '-input=false'], cwd);
}

function measure(scratch, services, report) {
  const fresh = (name) => join(scratch, `${name}-${services}`);
  const first = inTurns(
    {
      apply: (round) => {
        const cwd = fresh(`tree${round}`);
        writeMonorepo(cwd, services);
        return hatmax(cwd, 'apply', '--auto-approve');
      },
      loop: (round) => plain('write', fresh(`tree${round}`), fresh(`loop${round}`)),
    },
    services >= 1000 ? Math.min(3, ROUNDS) : ROUNDS,
  );
  const cwd = fresh('tree0');
  run('git', ['init', '-q'], cwd);
  run('git', ['add', '-A'], cwd);
  run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'tree'], cwd);
  const still = inTurns({
    node: () => node(cwd),
    plan: () => hatmax(cwd, 'plan'),
    git: () => run('git', ['status', '--porcelain'], cwd),
    hash: () => run(process.execPath, [loop, 'hash', cwd], cwd),
    full: () => hatmax(cwd, 'drift', '--refresh=full'),
  });
  const changed = inTurns({
    plan: (round) => {
      writeMonorepo(cwd, services, round + 1);
      return hatmax(cwd, 'plan', '--diff', 'none');
    },
    apply: () => hatmax(cwd, 'apply', '--auto-approve', '--diff', 'none'),
    still: () => hatmax(cwd, 'plan'),
  });
  const { files } = plain('count', cwd);
  const terraform = services <= 100 ? terraformIn(scratch, files) : undefined;
  report(services, { first, still, changed, terraform, files, memory: peakMemory(cwd, 'plan') });
}

const times = (one, other) =>
  `${(one.wall / other.wall).toFixed(1)} x (cpu ${(one.cpu / other.cpu).toFixed(1)} x)`;
const ms = ({ wall, cpu }) => `${wall.toFixed(0)} ms (cpu ${cpu.toFixed(0)} ms)`;

const PROMISED = { 100: 'at most 15 x', 1000: 'at most 80 x' };

function rows(services, { first, still, changed, terraform, files, memory }) {
  const noop = still.plan;
  return [
    ['node -e 0', ms(still.node), ''],
    ['no-op plan', ms(noop), ''],
    ['  against node -e 0', times(noop, still.node), PROMISED[services] ?? ''],
    ['  against git status', times(noop, still.git), ''],
    ...(terraform === undefined
      ? []
      : [
          ['  terraform plan of as many terraform_data, against it', times(terraform, noop), 'at least 20 x'],
        ]),
    ['  files', String(files), ''],
    ['  peak memory', `${memory.toFixed(0)} MB`, 'under 512 MB (1000)'],
    ['one service changed: plan, against the no-op plan', times(changed.plan, changed.still), 'under 2 x'],
    ['one service changed: apply, against the no-op plan', times(changed.apply, changed.still), 'under 2 x'],
    ['first apply', ms(first.apply), ''],
    ['  against a plain loop of writeFileSync', times(first.apply, first.loop), 'at most 3 x'],
    ['drift --refresh=full, against hashing the same bytes', times(still.full, still.hash), 'at most 2.5 x'],
  ];
}

export function scale(sizes) {
  const scratch = mkdtempSync(join(tmpdir(), 'hatmax-scale-'));
  const load = () => loadavg()[0].toFixed(1);
  try {
    for (const services of sizes)
      measure(scratch, services, (count, found) => {
        process.stdout.write(`\n${count} services (${cpus().length} cores, load ${load()})\n`);
        for (const [what, value, promise] of rows(count, found))
          process.stdout.write(`  ${what.padEnd(56)} ${value.padEnd(30)} ${promise}\n`);
      });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  if (process.env.HATMAX_BENCH_CLI === undefined) await ensureBuilt();
  const sizes = process.argv.slice(2).map(Number);
  scale(sizes.length === 0 ? [10, 100, 1000] : sizes);
}
