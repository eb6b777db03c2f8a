import { describe, expect, it, vi } from 'vitest';
import { SEED } from '../seeded.ts';
import { replay, type Tally } from './histories/replay.ts';
import { playHistories } from './histories/run.ts';

vi.mock('../../src/render/render.ts', async () => ({
  render: (await import('./histories/watched.ts')).watchedRender,
}));
vi.mock('../../src/operations/build-info.ts', () => import('./histories/built.ts'));

const COUNT = Number(process.env.HATMAX_HISTORIES ?? 1);

describe('a history of the built command line', () => {
  it('loses nothing, and does what the engine does', { timeout: 120_000 + COUNT * 60_000 }, async () => {
    const { failure, count } = await playHistories(COUNT, SEED, 'commands');
    if (failure !== undefined) throw new Error(failure);
    expect(count).toBe(COUNT);
  });

  it('goes on after what comes in the middle of a command', { timeout: 120_000 }, async () => {
    const tally: Tally = new Map();
    await replay(
      [
        { do: 'hand', edit: { how: 'append', pick: 3, at: 0 } },
        { do: 'spec', edit: { what: 'set-field', service: 0, model: 1, value: 3 } },
        { do: 'apply', trouble: { at: 60, what: 'kill' } },
        { do: 'hand', edit: { how: 'rewrite', pick: 3, at: 0 } },
        { do: 'apply', trouble: { at: 50, what: 'edit' } },
        { do: 'spec', edit: { what: 'describe', service: 0, model: 2, value: 1 } },
        { do: 'apply', trouble: { at: 30, what: 'ENOSPC' } },
        { do: 'apply', trouble: { at: 20, what: 'interrupt' } },
      ],
      tally,
      'commands',
    );
    expect([...tally.keys()]).toEqual(
      expect.arrayContaining(['apply: killed', 'apply: failed', 'apply: applied', 'edited meanwhile']),
    );
  });
});
