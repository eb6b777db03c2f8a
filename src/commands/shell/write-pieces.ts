import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Pieces go out together from this many letters on: a write for each line would cost more than the line. */
const ENOUGH = 1 << 16;

type Sink = Pick<NodeJS.WriteStream, 'write' | 'writable' | 'once' | 'on' | 'removeListener'>;

/**
 * Writes pieces as they are made, and a line break where the last one has none. What the reader has not taken is waited
 * for before more is made; a reader that left is written nothing more.
 */
export async function writePieces(sink: Sink, pieces: Iterable<string>): Promise<void> {
  let last = '\n';
  for (const text of together(pieces)) {
    if (!(await taken(sink, text))) return;
    last = text.at(-1) ?? last;
  }
  if (last !== '\n') await taken(sink, '\n');
}

/** Writes pieces into a file as they are made. */
export function writeFilePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const text of together(pieces)) {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
  } finally {
    closeSync(file);
  }
}

function* together(pieces: Iterable<string>): Generator<string, void> {
  let ready = '';
  for (const piece of pieces) {
    ready += piece;
    if (ready.length < ENOUGH) continue;
    yield ready;
    ready = '';
  }
  if (ready !== '') yield ready;
}

/** Whether the reader is still there. */
async function taken(sink: Sink, text: string): Promise<boolean> {
  if (!sink.writable) return false;
  if (text === '' || sink.write(text)) return true;
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([
      once(sink as NodeJS.WriteStream, 'drain', { signal }),
      once(sink as NodeJS.WriteStream, 'close', { signal }),
    ]);
  } catch (fault) {
    // Of a broken pipe the listener of the whole program has been told; the answer is over.
    if (!isBrokenPipe(fault)) throw fault;
  } finally {
    waiting.abort();
  }
  return sink.writable;
}

function isBrokenPipe(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'EPIPE';
}
