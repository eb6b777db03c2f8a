import type { ApplyOutcome } from '../apply/apply.ts';
import { nothingToUndo } from '../apply/diagnostics.ts';
import { lastApply, undo as takeBack } from '../apply/undo.ts';
import { whileWriting } from '../host/node-process.ts';
import { type Answer, NOTHING_FOUND, type Place } from './place.ts';

export interface Undoable {
  /** What is so once it is done. */
  readonly done: string;
  readonly text: string;
}

const MOST_LINES = 40;

/** What an undo would take back. */
export function undoable({ host }: Place): Answer<Undoable> {
  const last = lastApply(host);
  if (last === undefined) return { ...NOTHING_FOUND, diagnostics: [nothingToUndo()] };
  const steps = last.steps.filter(({ path }) => !path.startsWith('.hatmax/'));
  const lines = steps.map(({ path, before, after }) => {
    if (before === null) return `  - ${path}`;
    return after === null ? `  + ${path}` : `  ~ ${path}`;
  });
  const left = lines.length - MOST_LINES;
  const shown = left > 0 ? [...lines.slice(0, MOST_LINES), `  ... ${left} more`] : lines;
  const text = [`The apply of ${last.since} would be taken back:`, '', ...shown].join('\n');
  const done =
    steps.length === 0
      ? 'the record is as it was before.'
      : `${steps.length} ${steps.length === 1 ? 'file is' : 'files are'} as before.`;
  return { ...NOTHING_FOUND, value: { done, text } };
}

export async function undo({ host }: Place, lockTimeout: number): Promise<ApplyOutcome> {
  return whileWriting(() => takeBack(host, { lockTimeout }));
}
