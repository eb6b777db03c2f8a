import { describe, expect, it, vi } from 'vitest';
import { SEED } from '../seeded.ts';
import { playHistories } from './histories/run.ts';

vi.mock('../../src/render/render.ts', async () => ({
  render: (await import('./histories/watched.ts')).watchedRender,
}));
vi.mock('../../src/operations/build-info.ts', () => import('./histories/built.ts'));

const COUNT = Number(process.env.HATMAX_HISTORIES ?? 2);

describe('a history of the built command line', () => {
  it('loses nothing, and does what the engine does', { timeout: 120_000 + COUNT * 60_000 }, async () => {
    const { failure, count } = await playHistories(COUNT, SEED, 'commands');
    if (failure !== undefined) throw new Error(failure);
    expect(count).toBe(COUNT);
  });
});
