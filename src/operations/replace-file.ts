import { folderOf, foldersAbove } from '../host/folder.ts';
import type { Host } from '../host/ports.ts';
import { type RelPath, relPath } from '../path/rel-path.ts';

const PLAIN_FILE = 0o666;

/** Writes beside the file and renames over it, so that nobody ever reads half of it. For files outside the state. */
export function replaceFile(host: Host, path: RelPath, text: string): void {
  const { files } = host;
  for (const folder of foldersAbove(path)) if (files.lstat(folder) === undefined) files.mkdir(folder);
  const temporary = relPath(`${path}.${host.identity.newId()}.tmp`);
  const mode = files.lstat(path)?.mode;
  files.writeNew(temporary, Buffer.from(text), PLAIN_FILE);
  if (mode !== undefined) files.chmod(temporary, mode & 0o777);
  files.rename(temporary, path);
  files.sync([path, folderOf(path)]);
}
