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
const peak = join(root, 'bench', 'peak-memory.cjs');
/** Of the large ones fewer: a round of 1,000 services writes a hundred thousand files. */
const roundsOf = (services) => Number(process.env.HATMAX_BENCH_ROUNDS ?? (services >= 1000 ? 2 : 5));

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
function inTurns(candidates, rounds) {
  const taken = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, act] of Object.entries(candidates)) taken[name].push(act(round));
  return Object.fromEntries(Object.entries(taken).map(([name, times]) => [name, middle(times)]));
}

/** With all written that others wrote before, so that nobody pays for it here. */
function settled(act) {
  spawnSync('sync');
  return act();
}

/** The most memory a command takes, in megabytes. */
function peakMemory(cwd, ...args) {
  const { stderr } = spawnSync(process.execPath, ['--require', peak, cli, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
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

function measure(scratch, services) {
  const rounds = roundsOf(services);
  const fresh = (name) => join(scratch, `${name}-${services}`);
  // Nothing is removed in between: new files take a file system several times as long where many have just gone.
  const first = inTurns(
    {
      plan: (round) => {
        writeMonorepo(fresh(`tree${round}`), services);
        return hatmax(fresh(`tree${round}`), 'plan', '--diff', 'none');
      },
      apply: (round) => settled(() => hatmax(fresh(`tree${round}`), 'apply', '--auto-approve')),
      loop: (round) => settled(() => plain('write', fresh(`tree${round}`), fresh(`loop${round}`))),
    },
    rounds,
  );
  const cwd = fresh('tree0');
  run('git', ['init', '-q'], cwd);
  // Of so many objects git would make packs in the background, beside what is timed.
  run('git', ['config', 'gc.auto', '0'], cwd);
  run('git', ['add', '-A'], cwd);
  run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'tree'], cwd);
  const still = inTurns(
    {
      node: () => node(cwd),
      plan: () => hatmax(cwd, 'plan'),
      git: () => run('git', ['status', '--porcelain'], cwd),
      hash: () => run(process.execPath, [loop, 'hash', cwd], cwd),
      full: () => hatmax(cwd, 'drift', '--refresh=full'),
    },
    rounds,
  );
  const changed = inTurns(
    {
      plan: (round) => {
        writeMonorepo(cwd, services, round + 1);
        return hatmax(cwd, 'plan', '--diff', 'none');
      },
      apply: () => settled(() => hatmax(cwd, 'apply', '--auto-approve', '--diff', 'none')),
      still: () => hatmax(cwd, 'plan'),
    },
    rounds,
  );
  const { files } = plain('count', cwd);
  const terraform = services <= 100 ? terraformIn(scratch, files) : undefined;
  const memory = { plan: peakMemory(cwd, 'plan'), first: peakOfFirst(fresh('memory'), services) };
  return { services, first, still, changed, terraform, files, memory };
}

/** Of the first plan and of the first apply, in a tree of its own. */
function peakOfFirst(cwd, services) {
  writeMonorepo(cwd, services);
  const [text, json] = [['--diff', 'all'], ['--json']].map((flags) => peakMemory(cwd, 'plan', ...flags));
  const apply = peakMemory(cwd, 'apply', '--auto-approve');
  return { text, json, apply };
}

const ms = ({ wall, cpu }) => `${wall.toFixed(0)} ms (cpu ${cpu.toFixed(0)} ms)`;
const mb = (megabytes) => `${megabytes.toFixed(0)} MB`;
const fact = (what, value) => ({ what, value });
const atMost = (most) => ({ says: `at most ${most} x`, keeps: (value) => value <= most });
const under = (most) => ({ says: `under ${most} x`, keeps: (value) => value < most });
const atLeast = (least) => ({ says: `at least ${least} x`, keeps: (value) => value >= least });

/** A promise is kept or not by the wall clock. */
function ratio(what, one, other, promise) {
  const value = `${(one.wall / other.wall).toFixed(1)} x (cpu ${(one.cpu / other.cpu).toFixed(1)} x)`;
  return promise === undefined
    ? fact(what, value)
    : { what, value, promise: promise.says, kept: promise.keeps(one.wall / other.wall) };
}

function rows({ services, first, still, changed, terraform, files, memory }) {
  const noop = still.plan;
  const promised = { 100: atMost(15), 1000: atMost(80) }[services];
  const small = services >= 1000 ? { promise: 'under 512 MB', kept: memory.plan < 512 } : {};
  return [
    fact('files', String(files)),
    fact('node -e 0', ms(still.node)),
    fact('git status', ms(still.git)),
    fact('no-op plan', ms(noop)),
    ratio('  against node -e 0', noop, still.node, promised),
    ratio('  against git status', noop, still.git),
    ...(terraform === undefined
      ? []
      : [
          ratio(
            '  terraform plan of as many resources, against it',
            terraform,
            noop,
            services === 100 ? atLeast(20) : undefined,
          ),
        ]),
    { ...fact('  peak memory', mb(memory.plan)), ...small },
    ratio('one service changed: plan, against the no-op plan', changed.plan, changed.still, under(2)),
    ratio('one service changed: apply, against the no-op plan', changed.apply, changed.still, under(2)),
    fact('first apply', ms(first.apply)),
    ratio('  against a plain loop of writeFileSync', first.apply, first.loop, atMost(3)),
    ratio(
      '  less its plan, which parses and renders, against the loop',
      beside(first.plan, first.apply),
      first.loop,
    ),
    fact('  peak memory', mb(memory.first.apply)),
    fact(
      '  of its plan as text with every line, and as JSON',
      `${mb(memory.first.text)}, ${mb(memory.first.json)}`,
    ),
    ratio('drift --refresh=full, against hashing the same bytes', still.full, still.hash, atMost(2.5)),
  ];
}

/** What `more` takes beside `part`, which it does too. */
function beside(part, more) {
  return { wall: more.wall - part.wall, cpu: more.cpu - part.cpu };
}

/** Ten times the services: ten times the work, and at most ten times the memory. */
function growth(small, large) {
  const times = large.services / small.services;
  const most = times * 1.1;
  const { memory } = large;
  return [
    ratio('first apply', large.first.apply, small.first.apply, atMost(most)),
    ratio('the plain loop', large.first.loop, small.first.loop),
    fact('peak memory of it', `${(memory.first.apply / small.memory.first.apply).toFixed(1)} x`),
  ];
}

function print(title, table) {
  const load = loadavg()[0].toFixed(1);
  process.stdout.write(`\n${title} (${cpus().length} cores, load ${load})\n`);
  for (const { what, value, promise = '', kept } of table) {
    const verdict = kept === undefined ? '' : kept ? '  kept' : '  NOT KEPT';
    process.stdout.write(`  ${what.padEnd(56)} ${value.padEnd(30)} ${promise}${verdict}`.trimEnd());
    process.stdout.write('\n');
  }
  return table.every(({ kept = true }) => kept);
}

/** Whether every promise is kept. */
export function scale(sizes) {
  const scratch = mkdtempSync(join(tmpdir(), 'hatmax-scale-'));
  const found = [];
  let kept = true;
  try {
    for (const services of sizes) {
      found.push(measure(scratch, services));
      kept = print(`${services} services`, rows(found.at(-1))) && kept;
    }
    for (const [at, large] of found.entries()) {
      const small = found[at - 1];
      if (small === undefined) continue;
      const title = `From ${small.services} to ${large.services} services, ${large.services / small.services} times as many`;
      kept = print(title, growth(small, large)) && kept;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return kept;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  if (process.env.HATMAX_BENCH_CLI === undefined) await ensureBuilt();
  const sizes = process.argv.slice(2).map(Number);
  process.exitCode = scale(sizes.length === 0 ? [10, 100, 1000] : sizes) ? 0 : 1;
}
