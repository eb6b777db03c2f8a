import { describe, expect, it } from 'vitest';
import { progressLine } from '../../../src/commands/shell/progress.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return { isTTY, columns: 40, write, written };
}

const step = (done: number) => ({
  what: 'Rendering',
  done,
  total: 400,
  at: `service.todo.with-a-long-name-${done}`,
});

describe('the line of progress', () => {
  it('says nothing for half a second, then what, n of m, on one line that fits', () => {
    const out = terminal(true);
    let now = 1000;
    const line = progressLine(out, () => now);
    for (const done of [1, 2, 3]) {
      line.show(step(done));
      now += 160;
    }
    expect(out.written).toEqual([]);
    now = 1600;
    line.show(step(12));
    line.show(step(13));
    expect(out.written).toEqual(['\r\u001b[K  Rendering  12/400  service.todo.with-']);
    expect(out.written[0]?.length).toBe(39 + '\r\u001b[K'.length);
    now += 80;
    line.show(step(14));
    line.clear();
    line.clear();
    expect(out.written.slice(1)).toEqual([expect.stringContaining(' 14/400'), '\r\u001b[K']);
  });

  it('leaves nothing to clear where nothing was shown', () => {
    const out = terminal(true);
    progressLine(out, () => 0).clear();
    expect(out.written).toEqual([]);
  });

  it('is nothing where there is no terminal', () => {
    const out = terminal(false);
    let now = 0;
    const line = progressLine(out, () => now);
    now = 10_000;
    line.show(step(1));
    line.clear();
    expect(out.written).toEqual([]);
  });
});
