import { existsSync, readFileSync } from 'node:fs';
import type { MachineKind } from './machine.ts';
import { playHistories } from './run.ts';

/** One process of a nightly run: `<how many> <seed> memory|disk|commands`; answers one line of JSON. */
const [count = '100', seed = '1', on = 'memory'] = process.argv.slice(2);
const answer = await playHistories(Number(count), Number(seed), kindOf(on));
process.stdout.write(`${JSON.stringify({ ...answer, tally: [...answer.tally], cpu: secondsOfCpu() })}\n`);

function kindOf(word: string): MachineKind {
  if (word === 'memory' || word === 'disk' || word === 'commands') return word;
  throw new Error(`nothing is played on ${word}`);
}

/** Of this process and, where the machine tells, of those it started. */
function secondsOfCpu(): number {
  if (existsSync('/proc/self/stat')) {
    // After the name in parentheses, which may hold blanks: fields 14 to 17, in hundredths.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
