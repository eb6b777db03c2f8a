// `npm test`: from a fresh clone to the last test. `--quick` leaves out what installs and runs generated systems.
// Everything after `--` goes to vitest: `npm test -- -- test/unit/plan`.

import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './repository.mjs';

const quick = process.argv.includes('--quick');
const rest = process.argv.slice(2).filter((word) => word !== '--quick' && word !== '--');

function say(sentence) {
  process.stdout.write(`> ${sentence}\n`);
}

async function step(sentence, script, args) {
  const started = performance.now();
  const { code, output } = await run(process.execPath, [join(root, script), ...args], {
    capture: true,
  });
  if (code !== 0) {
    process.stdout.write(`${output}\n`);
    say(`${sentence}: failed`);
    process.exit(1);
  }
  say(`${sentence}: clean (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

await ensureInstalled(say);
await ensureBuilt(say);
if (rest.length === 0) {
  await step('Types', 'node_modules/typescript/bin/tsc', ['-p', '.']);
  await step('Lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']);
  await step('Dependency rule', 'scripts/dependency-rule.mjs', []);
}
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const projects = quick ? ['--project', 'unit', '--project', 'cli'] : [];
const { code } = await run(process.execPath, [vitest, 'run', ...projects, ...rest]);
process.exitCode = code;
