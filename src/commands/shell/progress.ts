import type { Step } from '../../operations/place.ts';

const REDRAW_MS = 80;
/** What is over sooner needs no line. */
const PATIENCE_MS = 500;

export interface ProgressLine {
  readonly show: (step: Step) => void;
  readonly clear: () => void;
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** One line that is written over while something takes its time; nothing where there is no terminal. */
export function progressLine(
  terminal: Terminal = process.stderr,
  now: () => number = Date.now,
): ProgressLine {
  if (!terminal.isTTY || process.env.TERM === 'dumb')
    return { show: () => undefined, clear: () => undefined };
  const started = now();
  let last = 0;
  let shown = false;
  return {
    show: (step) => {
      const at = now();
      if (at - started < PATIENCE_MS || at - last < REDRAW_MS) return;
      [last, shown] = [at, true];
      terminal.write(`\r\u001b[K${lineOf(step, terminal.columns ?? 80)}`);
    },
    clear: () => {
      if (shown) terminal.write('\r\u001b[K');
      shown = false;
    },
  };
}

function lineOf({ what, done, total, at }: Step, columns: number): string {
  const count = `${String(done).padStart(String(total).length)}/${total}`;
  return [...`  ${what} ${count}  ${at}`].slice(0, columns - 1).join('');
}
