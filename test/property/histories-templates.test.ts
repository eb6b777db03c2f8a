import { describe, expect, it, vi } from 'vitest';
import { SEED } from '../seeded.ts';
import { playHistories } from './histories/run.ts';

vi.mock('../../src/render/render.ts', async () => ({
  render: (await import('./histories/watched.ts')).watchedRender,
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

const COUNT = Math.ceil(Number(process.env.HATMAX_HISTORIES ?? 25) / 10);

describe('a history with the templates hatmax comes with', () => {
  it('loses nothing either', { timeout: 120_000 + COUNT * 30_000 }, async () => {
    const { failure, tally } = await playHistories(COUNT, SEED);
    if (failure !== undefined) throw new Error(failure);
    expect(tally.get('apply: applied') ?? 0).toBeGreaterThan(COUNT / 2);
  });
});
