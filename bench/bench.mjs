// `npm run bench`: the speed promises, as ratios within one run. `-- --jhipster` installs the peer and times it too, `-- --no-scale`
// leaves the large monorepos out.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from '../scripts/repository.mjs';
import { timeJHipster } from './jhipster.mjs';
import { inTurns, median, once, onceTimed } from './measure.mjs';
import { scale } from './scale.mjs';

const ROUNDS = 15;
const GENERATIONS = 9;
const cli = join(root, 'bin', 'run.js');
const scratch = mkdtempSync(join(tmpdir(), 'hatmax-bench-'));

const results = [];

/** `limit` is the promise; undefined where nothing is promised. */
function report(what, value, limit) {
  results.push({
    what,
    value: `${value.toFixed(1)} x`,
    limit: limit?.says ?? '',
    kept: limit?.keeps(value) ?? true,
  });
}

const atMost = (times) => ({ says: `at most ${times} x`, keeps: (value) => value <= times });
const atLeast = (times) => ({ says: `at least ${times} x`, keeps: (value) => value >= times });

function applied(example) {
  const cwd = join(scratch, example);
  mkdirSync(cwd);
  cpSync(join(root, 'examples', example, 'hatmax.yml'), join(cwd, 'hatmax.yml'));
  once({ name: 'apply', command: process.execPath, args: [cli, 'apply', '--auto-approve'], cwd });
  return cwd;
}

function starts() {
  const catalog = applied('catalog');
  const times = inTurns(
    [
      { name: 'node', command: process.execPath, args: ['-e', '0'], cwd: catalog },
      { name: 'version', command: process.execPath, args: [cli, '--version'], cwd: catalog },
      { name: 'help', command: process.execPath, args: [cli, 'help'], cwd: catalog },
      { name: 'plan', command: process.execPath, args: [cli, 'plan'], cwd: catalog },
      { name: 'full', command: process.execPath, args: [cli, 'plan', '--refresh=full'], cwd: catalog },
    ],
    ROUNDS,
  );
  const node = times.get('node');
  process.stdout.write(`node -e 0: ${node.toFixed(0)} ms (median of ${ROUNDS}, in turns)\n`);
  report('hatmax --version, against node -e 0', times.get('version') / node, atMost(4));
  report('hatmax help, against node -e 0', times.get('help') / node, atMost(4));
  report(
    'hatmax plan of examples/catalog with nothing to do, against node -e 0',
    times.get('plan') / node,
    atMost(6),
  );
  report('the same with --refresh=full', times.get('full') / node);
}

const FIVE_MODELS = ['Customer', 'Product', 'Order', 'Invoice', 'Shipment'];

function fiveModels() {
  const models = FIVE_MODELS.map(
    (name) =>
      `      ${name}:\n        fields:\n          name: string!\n          total: decimal(12,2) = "0.00"\n          placed: date?\n          active: bool = true\n`,
  );
  return `version: 1\nname: shop\nservices:\n  shop:\n    kind: atom\n    models:\n${models.join('')}`;
}

/** In a fresh folder: one command, which plans, shows the plan and carries it out, as the peer's one command does. */
function generate(commands) {
  const cwd = mkdtempSync(join(scratch, 'five-'));
  writeFileSync(join(cwd, 'hatmax.yml'), fiveModels());
  const times = commands.map((args) =>
    onceTimed({ name: args[0], command: process.execPath, args: [cli, ...args], cwd }),
  );
  const sum = (of) => times.reduce((all, one) => all + one[of], 0);
  return { wall: sum('wall'), cpu: sum('cpu') };
}

const middle = (times) => ({
  wall: median(times.map(({ wall }) => wall)),
  cpu: median(times.map(({ cpu }) => cpu)),
});
const spelled = ({ wall, cpu }) => `${wall.toFixed(0)} ms (cpu ${cpu.toFixed(0)} ms)`;

const PLAN = ['plan'];
const APPLY = ['apply', '--auto-approve'];

async function generation() {
  const times = { one: [], two: [] };
  for (let round = 0; round < GENERATIONS; round += 1) {
    times.one.push(generate([APPLY]));
    times.two.push(generate([PLAN, APPLY]));
  }
  const [one, two] = [middle(times.one), middle(times.two)];
  process.stdout.write(
    `a service with five models, medians of ${GENERATIONS}: hatmax apply ${spelled(one)}, hatmax plan and then hatmax apply ${spelled(two)}\n`,
  );
  const peer = await timeJHipster({
    install: process.argv.includes('--jhipster'),
    scratch,
    entities: FIVE_MODELS,
  });
  if (peer === undefined) {
    process.stdout.write(
      'JHipster 8: not measured; `npm run bench -- --jhipster` installs it into bench/.cache.\n',
    );
    return;
  }
  process.stdout.write(
    `JHipster ${peer.version}, a microservice with five entities: ${spelled(peer.took)}\n`,
  );
  const name = `JHipster ${peer.version}`;
  const against = (ours, what) => {
    const cpu = `cpu ${(peer.took.cpu / ours.cpu).toFixed(1)} x`;
    return [`${name}, against ${what} (${cpu})`, peer.took.wall / ours.wall];
  };
  report(...against(one, 'hatmax apply, which plans too: one command each'), atLeast(20));
  report(...against(two, 'hatmax plan and then hatmax apply: two commands'));
}

await ensureInstalled();
await ensureBuilt();
try {
  starts();
  await generation();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write('\n');
for (const { what, value, limit, kept } of results) {
  const promise = limit === '' ? '' : `  (${limit}${kept ? '' : ': NOT KEPT'})`;
  process.stdout.write(`${value.padStart(8)}  ${what}${promise}\n`);
}
const scaled = process.argv.includes('--no-scale') || scale([10, 100, 1000]);
process.exitCode = scaled && results.every(({ kept }) => kept) ? 0 : 1;
