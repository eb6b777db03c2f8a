import { readFileSync } from 'node:fs';
import { applyPlan } from '../../src/apply/apply.ts';
import { recoverApply } from '../../src/apply/recover.ts';
import { undo } from '../../src/apply/undo.ts';
import { nodeHost } from '../../src/host/node.ts';
import { sha256 } from '../../src/host/sha256.ts';
import { decodePlan } from '../../src/plan/file/decode.ts';
import { readState } from '../../src/state/store.ts';

/** The engine in a process of its own: carries out a saved plan in a folder, undoes the last one, or recovers. */
const [root = '', what = ''] = process.argv.slice(2);
const host = nodeHost(root);

async function run() {
  if (what === 'undo') return undo(host);
  if (what === 'recover') return recoverApply(host);
  const decoded = decodePlan(readFileSync(what));
  if (decoded.kind !== 'plan') throw new Error(`no plan: ${JSON.stringify(decoded)}`);
  const index = { build: 'crash', spec: sha256(decoded.origin.spec.text), quiet: true };
  return applyPlan(decoded.plan, host, { recorded: await readState(host), index });
}

process.stdout.write((await run()).kind);
