import { createInterface } from 'node:readline/promises';
import { EXIT } from './exit-code.ts';

/** Whether there is anybody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Only `yes` is a yes. The question goes to stderr: stdout is for the answer. */
export async function approved(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on('SIGINT', () => process.exit(EXIT.interrupted));
  try {
    return (await terminal.question(`${question}\n  Only \`yes\` is taken as one: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
