import { safe, widthOf } from '../diagnostics/display.ts';
import { commonHead, commonTail } from '../merge/lines.ts';
import type { FileChange } from '../plan/plan.ts';
import type { Colour, TextOptions } from './paint.ts';

/** What stands before a file's path, and its colour. */
export function symbolOf(change: FileChange): readonly [string, Colour] {
  switch (change.action) {
    case 'create':
      return ['+', 'green'];
    case 'update':
      return change.reason === 'overwritten' ? ['-/+', 'red'] : ['~', 'yellow'];
    case 'merge':
    case 'move':
      return ['~', 'yellow'];
    case 'delete':
      return ['-', 'red'];
    case 'adopt':
      return ['=', 'cyan'];
    case 'orphan':
      return ['.', 'faint'];
    case 'conflict':
      return ['!', 'red'];
    case 'keep':
    case 'no-op':
      return [' ', 'faint'];
  }
}

/** A symbol, a path, and in a column of its own what is said of it. */
export function fileLine(
  symbol: string,
  path: string,
  counts: string,
  said: string,
  options: TextOptions,
): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  const bare = (text: string) => text.replace(/\u001b\[\d+m/g, '');
  const lead = `${' '.repeat(Math.max(0, 3 - bare(symbol).length))}${symbol} ${safe(path)}`;
  const column = Math.min(64, Math.floor((options.width ?? 100) * 0.6));
  const gap = ' '.repeat(Math.max(2, column - widthOf(bare(lead))));
  const rest = [counts, safe(said)].filter((part) => part !== '').join('  ');
  return rest === '' ? lead : lead + gap + rest;
}

/** `services/{todo -> tasks}/src/app.ts`: the folders both paths have are said once. */
export function movedPath(from: string, to: string): string {
  const [old, now] = [from.split('/'), to.split('/')];
  const head = commonHead(old.slice(0, -1), now.slice(0, -1));
  const tail = commonTail(old, now, head);
  if (head + tail === 0) return `${from} -> ${to}`;
  const middle = (names: readonly string[]) => names.slice(head, names.length - tail).join('/') || '.';
  const parts = [
    ...old.slice(0, head),
    `{${middle(old)} -> ${middle(now)}}`,
    ...old.slice(old.length - tail),
  ];
  return parts.join('/');
}
