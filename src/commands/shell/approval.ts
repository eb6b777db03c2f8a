import { createInterface } from 'node:readline/promises';
import { EXIT } from './exit-code.ts';

/** Whether there is anybody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Only `yes` is a yes. The question goes to stderr: stdout is for the answer. */
export async function approved(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on('SIGINT', () => {
    process.stderr.write('\nInterrupted: nothing was changed. Run the command again to go on.\n');
    process.exit(EXIT.interrupted);
  });
  // Whoever ends the input without a word has not said yes.
  const left = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const said = terminal.question(`${question}\n  Only \`yes\` is taken as one: `);
    return (await Promise.race([said, left])).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
