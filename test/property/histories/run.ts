import fc from 'fast-check';
import type { MachineKind } from './machine.ts';
import { replay, type Tally } from './replay.ts';
import { histories, type Step } from './steps.ts';

export interface Answer {
  readonly count: number;
  readonly seed: number;
  readonly tally: Tally;
  /** What was broken, with steps that can be pasted into a test as they are. */
  readonly failure: string | undefined;
}

/** So long a history that breaks a promise is made shorter; one of processes could be for hours. */
const SHRINKING_MS = 300_000;

export async function playHistories(
  count: number,
  seed: number,
  on: MachineKind = 'memory',
): Promise<Answer> {
  const tally: Tally = new Map();
  let played = 0;
  let brokenAt = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(histories, async (steps) => {
    if (performance.now() - brokenAt > SHRINKING_MS) return;
    try {
      await replay(steps, tally, on);
    } catch (fault) {
      brokenAt = Math.min(brokenAt, performance.now());
      throw fault;
    }
    // Without those that only make a broken one shorter.
    if (brokenAt === Number.POSITIVE_INFINITY) played += 1;
  });
  const answer = await fc.check(property, { numRuns: count, seed });
  const steps = answer.counterexample?.[0];
  const failure = steps === undefined ? undefined : reproducer(steps, seed, answer.errorInstance);
  return { count: played, seed, tally, failure };
}

function reproducer(steps: readonly Step[], seed: number, fault: unknown): string {
  const said = fault instanceof Error ? fault.message : String(fault);
  const lines = steps.map((step) => `  ${JSON.stringify(step)},\n`).join('');
  return `${said}\n\nHATMAX_SEED=${seed}, shrunk to:\n\nawait replay([\n${lines}]);\n`;
}
