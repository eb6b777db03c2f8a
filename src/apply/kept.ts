import type { Files } from '../host/ports.ts';
import { sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';
import { KEPT, keptFile } from '../state/layout.ts';
import { ensureFolder, removeIfThere } from './folders.ts';

/** Puts a person's bytes by for good, before they go from the tree. */
export function keepBytes(files: Files, bytes: Uint8Array): void {
  ensureFolder(files, KEPT);
  const path = keptFile(sha256(bytes));
  removeIfThere(files, path);
  files.writeNew(path, bytes, 0o644);
  files.sync([path, KEPT, '.hatmax/undo' as RelPath, '.hatmax' as RelPath]);
}
