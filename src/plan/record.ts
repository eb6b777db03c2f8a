import type { Sha256 } from '../host/sha256.ts';
import type { RecordedFile } from '../state/recorded.ts';
import type { ActualFile } from './actual.ts';
import type { DesiredSide } from './sides.ts';

/** The record of a file that is on disk as rendered or, with `applied`, as a person has it. */
export function recordOf(desired: DesiredSide, applied?: Sha256): RecordedFile {
  const { ownership, executable, template, at, hash } = desired;
  if (ownership === 'ignored') throw new Error('ignored files have no record');
  const base = hash ?? applied;
  if (base === undefined) throw new Error('what is recorded was rendered or found');
  return { ownership, executable, template, at, base, applied: applied ?? base, unaccepted: false };
}

/** As a record is read once its file is back: a yes to its being gone holds no longer. */
export function whileThere({ deleted: _, ...recorded }: RecordedFile): RecordedFile {
  return recorded;
}

/** A yes to an executable bit holds for as long as the bit stays so. */
export function withAcceptedBit(
  next: RecordedFile,
  executable: boolean,
  accepted: boolean | undefined,
): RecordedFile {
  const { acceptedExecutable: _, ...plain } = next;
  return accepted === executable && executable !== next.executable
    ? { ...plain, acceptedExecutable: accepted }
    : plain;
}

/** The same content on record, under what is now said of the file. */
export function refreshed(recorded: RecordedFile, desired: DesiredSide): RecordedFile {
  const { ownership, executable } = desired;
  // What is taken from the record keeps what is said there of how it was made.
  const { template, at } = desired.template === '' ? recorded : desired;
  return {
    ...recorded,
    ownership: ownership === 'ignored' ? recorded.ownership : ownership,
    executable,
    template,
    at,
  };
}

export function settled(recorded: RecordedFile): RecordedFile {
  return { ...recorded, applied: recorded.base, unaccepted: false };
}

export function mergedMode(recorded: RecordedFile, desired: DesiredSide, actual: ActualFile): boolean {
  return actual.executable === recorded.executable ? desired.executable : actual.executable;
}
