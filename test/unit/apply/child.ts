import { applyPlan } from '../../../src/apply/apply.ts';
import { faultHost } from '../../../src/host/fault.ts';
import { nodeHost } from '../../../src/host/node.ts';
import { readState } from '../../../src/state/store.ts';
import { planTo, type Tree } from './plans.ts';

/** A process of its own that applies a tree to a folder and kills itself, for real, before the n-th mutating call. */
const [root = '', tree = '{}', number = '0'] = process.argv.slice(2);
const host = nodeHost(root);
const recorded = await readState(host);
const through = faultHost(host, (call) => {
  if (call.number === Number(number)) process.kill(process.pid, 'SIGKILL');
  return 'go';
});
const outcome = await applyPlan(planTo(JSON.parse(tree) as Tree, host, recorded), through, { recorded });
process.stdout.write(JSON.stringify({ kind: outcome.kind, calls: through.calls.length }));
