import { describe, expect, it, vi } from 'vitest';
import { SEED } from '../seeded.ts';
import { REGRESSIONS } from './histories/regressions.ts';
import { replay } from './histories/replay.ts';
import { playHistories } from './histories/run.ts';

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
  const fixture = await import('./histories/fixture.ts');
  return {
    version: '0.0.0-source',
    get buildId() {
      return fixture.fixtureBuild;
    },
  };
});

const COUNT = Number(process.env.HATMAX_HISTORIES ?? 25);

describe('a history of specs, hand edits, commands and crashes', () => {
  it('loses nothing a person wrote, and leaves a sound state and an empty plan', {
    timeout: 120_000 + COUNT * 10_000,
  }, async () => {
    const { failure, tally } = await playHistories(COUNT, SEED);
    if (failure !== undefined) throw new Error(failure);
    expect(tally.get('apply: applied') ?? 0).toBeGreaterThan(COUNT / 2);
    expect(tally.get('plan empty after') ?? 0).toBeGreaterThan(COUNT / 2);
  });

  it('does so on the disk of this machine too', { timeout: 300_000 }, async () => {
    const { failure, count } = await playHistories(Math.ceil(COUNT / 10), SEED, 'disk');
    if (failure !== undefined) throw new Error(failure);
    expect(count).toBe(Math.ceil(COUNT / 10));
  });

  it.each(REGRESSIONS)('holds where it once did not: %s', { timeout: 120_000 }, async (_what, steps) => {
    await replay(steps);
  });
});
