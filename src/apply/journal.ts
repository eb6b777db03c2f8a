import * as z from 'zod';
import type { Files } from '../host/ports.ts';
import { isSha256, type Sha256 } from '../host/sha256.ts';
import { parseRelPath, type RelPath } from '../path/rel-path.ts';
import { JOURNAL, JOURNAL_FOLDER, OBJECTS, objectFile, STAGE } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import { contentOf, type DecodedPack, decodePack, encodePack } from '../state/pack.ts';
import { ensureFolder, removeIfThere } from './folders.ts';
import type { Contents, Step } from './step.ts';

const hash = z.string().refine(isSha256);
const path = z.string().refine((text) => 'path' in parseRelPath(text));
const version = z.strictObject({ hash, mode: z.int().min(0).max(0o7777) }).nullable();
const journalSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{8,64}$/),
  what: z.enum(['apply', 'undo']),
  since: z.string(),
  steps: z.array(z.strictObject({ path, before: version, after: version })),
  /** Packs that hold bytes of `after`, beside the stage. */
  packs: z.array(hash),
  /** Folders that were not there. */
  folders: z.array(path),
});

/** What an apply is about to do, durable before it does any of it. */
export interface Journal {
  readonly format: 1;
  readonly id: string;
  readonly what: 'apply' | 'undo';
  readonly since: string;
  readonly steps: readonly Step[];
  readonly packs: readonly Sha256[];
  /** Folders that its writes need and that were not there: taken back with it. */
  readonly folders: readonly RelPath[];
}

export type JournalAnswer =
  | { readonly kind: 'none' }
  /** It was never committed: nothing of the tree was touched. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'journal'; readonly journal: Journal }
  | { readonly kind: 'unreadable' };

export function readJournal(
  files: Files,
  at: RelPath = JOURNAL,
  folder: RelPath = JOURNAL_FOLDER,
): JournalAnswer {
  if (files.lstat(folder) === undefined) return { kind: 'none' };
  if (files.lstat(at) === undefined) return { kind: 'unfinished' };
  const bytes = readIfThere(files, at);
  if (bytes === undefined) return { kind: 'unreadable' };
  try {
    const journal = journalSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return { kind: 'journal', journal: journal as unknown as Journal };
  } catch {
    return { kind: 'unreadable' };
  }
}

/**
 * Makes the journal durable, where recovery has left none. The order, and why:
 * 1. stage and packs, then their folders: whatever the journal names must be there once the journal is;
 * 2. the journal under another name: its content must be there before its name is;
 * 3. its name, with the folder: from here on recovery finishes the apply or takes it back.
 */
export async function commitJournal(
  files: Files,
  journal: Journal,
  staged: ReadonlyMap<Sha256, Uint8Array>,
  written: readonly RelPath[],
): Promise<void> {
  ensureFolder(files, JOURNAL_FOLDER);
  files.writeNew(STAGE, encodePack(staged), 0o600);
  const temporary = `${JOURNAL}.new` as RelPath;
  files.writeNew(temporary, Buffer.from(encodeJournal(journal)), 0o600);
  const folders = [
    '.',
    '.hatmax',
    JOURNAL_FOLDER,
    OBJECTS,
    '.hatmax/undo',
    '.hatmax/undo/objects',
  ] as RelPath[];
  await files.syncAll([...written, STAGE, temporary, ...folders]);
  files.moveNew(temporary, JOURNAL);
  files.sync([JOURNAL_FOLDER]);
}

/** The journal itself goes first: without it the rest is rubbish that the next apply removes. */
export function discardJournal(files: Files): void {
  for (const path of [JOURNAL, `${JOURNAL}.new` as RelPath, STAGE]) removeIfThere(files, path);
  if (files.lstat(JOURNAL_FOLDER)?.kind === 'folder') {
    files.rmdir(JOURNAL_FOLDER);
    files.sync(['.hatmax' as RelPath]);
  }
}

/** All bytes a journal may need: the stage, packs inside it, and the packs it names. Each checked when it is read. */
export function journalContents(files: Files, journal: Journal, stage: RelPath = STAGE): Contents {
  const staged = decodePack(readIfThere(files, stage) ?? new Uint8Array());
  let nested: DecodedPack[] | undefined;
  return (wanted) => {
    const direct = contentOf(staged, wanted);
    if (direct !== undefined) return direct;
    nested ??= [...packsIn(staged), ...packsOf(files, journal)];
    for (const pack of nested) {
      const bytes = contentOf(pack, wanted);
      if (bytes !== undefined) return bytes;
    }
    return journal.packs.includes(wanted) ? readIfThere(files, objectFile(wanted)) : undefined;
  };
}

function packsIn(stage: DecodedPack): DecodedPack[] {
  return [...stage.contents.values()].map(decodePack).filter((pack) => pack.contents.size > 0);
}

function packsOf(files: Files, journal: Journal): DecodedPack[] {
  return journal.packs.map((pack) => decodePack(readIfThere(files, objectFile(pack)) ?? new Uint8Array()));
}

/** One step a line: a journal of forty thousand steps is written in one go, and can be read by a person. */
function encodeJournal({ steps, ...head }: Journal): string {
  const lines = steps.map((step) => JSON.stringify(step));
  return `${JSON.stringify(head).slice(0, -1)},"steps":[\n${lines.join(',\n')}\n]}\n`;
}
