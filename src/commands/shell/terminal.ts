/** What the views need to know about where their text goes. */
export interface Look {
  readonly color: boolean;
  /** Columns of the terminal; left out where there is none, and nothing is cut. */
  readonly width?: number;
}

const NARROWEST = 40;
const WIDEST = 160;

/** https://no-color.org: a variable that is there and not empty; the flag wins over everything. */
export function lookOf(stream: NodeJS.WriteStream, noColor: boolean): Look {
  const color = !noColor && colorWanted(stream);
  if (stream.columns === undefined) return { color };
  return { color, width: Math.min(WIDEST, Math.max(NARROWEST, stream.columns)) };
}

/** Diagnostics are wrapped even where there is no terminal: logs are read by people too. */
export function lookOfDiagnostics(noColor: boolean): { readonly color: boolean; readonly width: number } {
  const { color, width = 100 } = lookOf(process.stderr, noColor);
  return { color, width };
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
