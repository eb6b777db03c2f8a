import { folderOf } from '../host/folder.ts';
import type { FolderPath, Host } from '../host/ports.ts';
import type { RelPath } from '../path/rel-path.ts';
import { objectFile } from '../state/layout.ts';
import { bringBack, Moved } from './aside.ts';
import { removeIfThere } from './folders.ts';
import { discardJournal, type Journal } from './journal.ts';
import { noteKept } from './kept.ts';
import { type Contents, reversed, type Step, stateOf } from './step.ts';
import { asideOf, temporaryOf, Writer } from './write.ts';

/** Brings every step's path back to what it was, but for those somebody edited since; these are given back. */
export function takeBack(
  { files }: Pick<Host, 'files'>,
  journal: Journal,
  contents: Contents,
): readonly RelPath[] {
  removeTemporaries({ files }, journal);
  const made = new Set<FolderPath>(journal.folders);
  const writer = new Writer(files, contents, journal.id, (folder) => made.has(folder));
  const edited: RelPath[] = [];
  const last = journal.steps.length - 1;
  reversed(journal.steps).forEach((back, index) => {
    // Rows are those of the way forward, by which temporary files are found again.
    const row = last - index;
    if (!goBack(files, back, row, writer, contents)) edited.push(back.path);
  });
  if (edited.length > 0) noteKept(files, journal);
  files.sync(writer.toSync);
  // Synced before the journal goes, as on the way forward.
  discardJournal(files);
  removePacks({ files }, journal);
  return edited;
}

/** The packs an apply added and that nothing refers to now. */
export function removePacks({ files }: Pick<Host, 'files'>, journal: Journal): void {
  for (const pack of journal.packs) removeIfThere(files, objectFile(pack));
}

/** Half-written files go, and what stood aside comes back. */
export function removeTemporaries({ files }: Pick<Host, 'files'>, journal: Journal): void {
  const asides = journal.steps.map((step, row) => asideOf(step.path, journal.id, row));
  files.lstatAll(asides).forEach((stat, row) => {
    const [step, aside] = [journal.steps[row], asides[row]];
    if (stat?.kind === 'file' && step !== undefined && aside !== undefined) bringBack(files, step, aside);
  });
  const paths = journal.steps.map((step, row) => temporaryOf(step.path, journal.id, row));
  files.lstatAll(paths).forEach((stat, row) => {
    const path = paths[row];
    if (stat?.kind === 'file' && path !== undefined) removeIfThere(files, path);
  });
}

function goBack(files: Host['files'], back: Step, row: number, writer: Writer, contents: Contents): boolean {
  writer.noteDone(back);
  const forward: Step = { path: back.path, before: back.after, after: back.before };
  try {
    switch (stateOf(files, forward, contents)) {
      case 'before':
        if (back.after === null) writer.removeEmptied(folderOf(back.path));
        return true;
      case 'after':
        writer.run(back, row);
        return true;
      case 'torn':
        writer.runOver(back, row);
        return true;
      case 'other':
        return false;
    }
  } catch (fault) {
    if (fault instanceof Moved) return false;
    throw fault;
  }
}
