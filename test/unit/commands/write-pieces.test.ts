import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writePieces } from '../../../src/commands/shell/write-pieces.ts';

const LINE = `${'x'.repeat(1 << 15)}\n`;

/** Lines that tell how many of them were made. */
function counted(lines: number) {
  const made = { count: 0 };
  const pieces = function* () {
    for (; made.count < lines; made.count++) yield LINE;
  };
  return { made, pieces: pieces() };
}

type Sink = Parameters<typeof writePieces>[0];

/** As `process.stdout` is seen by the program: somebody else listens for its faults. */
function sinkOf(stream: Writable): Sink {
  stream.on('error', () => undefined);
  return stream as unknown as Sink;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('an answer in pieces', () => {
  it('is what the pieces are, with one line break at its end', async () => {
    for (const [pieces, answer] of [
      [['a\n', '\nb\n'], 'a\n\nb\n'],
      [['a', 'b'], 'ab\n'],
      [[LINE, LINE, LINE, 'end'], `${LINE}${LINE}${LINE}end\n`],
      [[], ''],
    ] as const) {
      const stream = new PassThrough({ highWaterMark: 1 << 20 });
      await writePieces(sinkOf(stream), pieces);
      expect(String(stream.read() ?? '')).toBe(answer);
    }
  });

  it('waits for a slow reader before more is made', async () => {
    const { made, pieces } = counted(100);
    const stream = new PassThrough({ highWaterMark: 1 << 17 });
    const done = writePieces(sinkOf(stream), pieces);
    await turn();
    expect(made.count).toBeLessThan(12);
    let length = 0;
    stream.on('data', (bytes: Buffer) => {
      length += bytes.length;
    });
    await done;
    await turn();
    expect([made.count, length]).toEqual([100, 100 * LINE.length]);
  });

  it('makes no more for a reader that left', async () => {
    for (const fault of [undefined, Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })]) {
      const { made, pieces } = counted(100);
      const stream = new Writable({ highWaterMark: 1, write: () => undefined });
      const done = writePieces(sinkOf(stream), pieces);
      await turn();
      stream.destroy(fault);
      await done;
      expect(made.count).toBeLessThan(6);
      await writePieces(sinkOf(stream), pieces);
      expect(made.count).toBeLessThan(9);
    }
  });

  it('does not hide another fault of the sink', async () => {
    const stream = new Writable({ highWaterMark: 1, write: () => undefined });
    const done = writePieces(sinkOf(stream), counted(100).pieces);
    await turn();
    stream.destroy(Object.assign(new Error('write EIO'), { code: 'EIO' }));
    await expect(done).rejects.toThrow('EIO');
  });
});
