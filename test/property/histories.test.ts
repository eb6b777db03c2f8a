import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { replay, type Tally } from './histories/replay.ts';
import { histories, type Step } from './histories/steps.ts';

vi.mock('../../templates/capabilities.ts', async () => ({
  capabilities: (await import('./histories/fixture.ts')).fixtureCapabilities,
}));
vi.mock('../../src/render/render.ts', async () => ({
  render: (await import('./histories/fixture.ts')).fixtureRender,
}));
vi.mock('../../src/host/templates.ts', async () => ({
  templateSource: (await import('./histories/fixture.ts')).fixtureTemplates,
}));
vi.mock('../../src/operations/build-info.ts', async () => {
  const { releaseNow } = await import('./histories/fixture.ts');
  return {
    version: '0.0.0-source',
    get buildId() {
      return `release ${releaseNow()}`;
    },
  };
});

const COUNT = Number(process.env.HATMAX_HISTORIES ?? 60);
const SEED = process.env.HATMAX_SEED;

describe('a history of specs, hand edits, commands and crashes', () => {
  it('loses nothing a person wrote, and leaves a sound state and an empty plan', {
    timeout: 60_000 + COUNT * 1_000,
  }, async () => {
    const tally: Tally = new Map();
    const answer = await fc.check(
      fc.asyncProperty(histories, (steps) => replay(steps, tally)),
      { numRuns: COUNT, ...(SEED === undefined ? {} : { seed: Number(SEED) }), endOnFailure: false },
    );
    if (process.env.HATMAX_HISTORIES !== undefined)
      process.stdout.write(
        `${COUNT} histories, seed ${answer.seed}\n${[...tally]
          .sort()
          .map(([what, times]) => `${String(times).padStart(8)} ${what}\n`)
          .join('')}`,
      );
    if (answer.failed)
      throw new Error(reproducer(answer.counterexample?.[0] ?? [], answer.seed, answer.errorInstance));
    expect(tally.get('apply: applied') ?? 0).toBeGreaterThan(COUNT / 2);
  });
});

/** To be pasted into a test as it is. */
function reproducer(steps: readonly Step[], seed: number, fault: unknown): string {
  const said = fault instanceof Error ? fault.message : String(fault);
  const lines = steps.map((step) => `  ${JSON.stringify(step)},\n`).join('');
  return `${said}\n\nHATMAX_SEED=${seed}, shrunk to:\n\nawait replay([\n${lines}]);\n`;
}
