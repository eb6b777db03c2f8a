/** What the views need to know about where their text goes. */
export interface Look {
  readonly color: boolean;
  readonly width: number;
}

const NARROWEST = 40;
const WIDEST = 140;
const WITHOUT_TERMINAL = 100;

/** https://no-color.org: a variable that is there and not empty; the flag wins over everything. */
export function lookOf(stream: NodeJS.WriteStream, noColor: boolean): Look {
  const columns = stream.columns ?? WITHOUT_TERMINAL;
  return {
    color: !noColor && colorWanted(stream),
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
  };
}

function colorWanted(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && TERM !== 'dumb';
}

/** A reader that leaves early (`hatmax graph | head`) ends the answer, not with an error. */
export function endQuietlyWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EPIPE') throw fault;
    });
  }
}
