/** How an answer is shown to people. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal; undefined where it is not one, and nothing is cut. */
  readonly width?: number;
}

export type Colour = 'green' | 'yellow' | 'red' | 'cyan' | 'bold' | 'faint';
export type Paint = (colour: Colour, text: string) => string;

const CODES: Record<Colour, string> = {
  green: '32',
  yellow: '33',
  red: '31',
  cyan: '36',
  bold: '1',
  faint: '2',
};

export function painter(options: TextOptions): Paint {
  return (colour, text) => (options.color && text !== '' ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
