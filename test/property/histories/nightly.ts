import { playHistories } from './run.ts';

/** One process of a nightly run: `<how many> <seed> memory|disk`; answers one line of JSON. */
const [count = '100', seed = '1', on] = process.argv.slice(2);
const answer = await playHistories(Number(count), Number(seed), on === 'disk' ? 'disk' : 'memory');
process.stdout.write(`${JSON.stringify({ ...answer, tally: [...answer.tally] })}\n`);
