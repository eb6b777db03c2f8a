import type { Files } from '../host/ports.ts';
import { isSha256, type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { KEPT, KEPT_LIST, keptFile } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import { ensureFolder, removeIfThere } from './folders.ts';
import type { Journal } from './journal.ts';

/** So many versions of files are kept; older ones go. */
const MOST_KEPT = 10_000;

interface Kept {
  readonly hash: Sha256;
  readonly path: RelPath;
}

/** Puts a person's bytes by for good, before they go from the tree. */
export function keepBytes(files: Files, path: RelPath, bytes: Uint8Array): void {
  ensureFolder(files, KEPT);
  const hash = sha256(bytes);
  removeIfThere(files, keptFile(hash));
  files.writeNew(keptFile(hash), bytes, 0o644);
  listKept(files, [{ hash, path }]);
  files.sync([keptFile(hash), KEPT, '.hatmax/undo' as RelPath, '.hatmax' as RelPath]);
}

/** What an apply took from the tree and put by, written where a person finds it by its path. */
export function noteKept(files: Files, { steps }: Journal): void {
  const there = new Set((files.list(KEPT) ?? []).map(({ name }) => name));
  listKept(
    files,
    steps.flatMap(({ path, before }) =>
      before !== null && there.has(before.hash) ? [{ hash: before.hash, path }] : [],
    ),
  );
}

/** Oldest first, each once. What falls off its end is removed with its bytes. */
function listKept(files: Files, added: readonly Kept[]): void {
  if (added.length === 0) return;
  const lines = added.map(({ hash, path }) => `${hash} ${path}`);
  const now = new Set(lines);
  const before = textOf(files).split('\n');
  const all = [...before.filter((line) => line !== '' && !now.has(line)), ...now];
  const kept = all.slice(-MOST_KEPT);
  const temporary = `${KEPT_LIST}.new` as RelPath;
  removeIfThere(files, temporary);
  files.writeNew(temporary, Buffer.from(`${kept.join('\n')}\n`), 0o644);
  files.sync([temporary]);
  files.rename(temporary, KEPT_LIST);
  const named = new Set(kept.map(hashOf));
  for (const hash of all.slice(0, -MOST_KEPT).map(hashOf))
    if (!named.has(hash) && isSha256(hash)) removeIfThere(files, keptFile(hash));
}

function textOf(files: Files): string {
  return Buffer.from(readIfThere(files, KEPT_LIST) ?? new Uint8Array()).toString('utf8');
}

function hashOf(line: string): string {
  return line.slice(0, 64);
}
