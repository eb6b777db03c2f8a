import { folderOf, foldersAbove } from '../host/folder.ts';
import type { Files, Host } from '../host/ports.ts';
import { HostFault } from '../host/ports.ts';
import { type RelPath, relPath } from '../path/rel-path.ts';
import { readIfThere } from '../state/objects.ts';
import { type Answer, NOTHING_FOUND, refuse } from './place.ts';

const PLAIN_FILE = 0o666;

/**
 * Writes beside the file and renames over it, so that nobody ever reads half of it, not even after a loss of power. For
 * files outside the state. `before` is the text the new one was made from, null where there was none: whoever saved another
 * since is not written over.
 */
export function replaceFile(host: Host, path: RelPath, text: string, before?: string | null): Answer<true> {
  const { files } = host;
  const temporary = relPath(`${path}.${host.identity.newId()}.tmp`);
  try {
    for (const folder of foldersAbove(path)) if (files.lstat(folder) === undefined) files.mkdir(folder);
    writeBeside(files, temporary, path, text);
    if (typeof before === 'string' && !holds(files, path, before)) {
      files.unlink(temporary);
      return changedMeanwhile(path);
    }
    if (before === null) files.moveNew(temporary, path);
    else files.rename(temporary, path);
    files.sync([folderOf(path)]);
    return { ...NOTHING_FOUND, value: true };
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
    if (readIfThere(files, temporary) !== undefined) removeIfItLets(files, temporary);
    if (before === null && fault.code === 'EEXIST') return changedMeanwhile(path);
    return refuse({
      code: 'HM5034',
      summary: `${path} cannot be written: ${fault.code}`,
      hint: 'Put this right and run the command again.',
    });
  }
}

/** Its content is durable before it gets its name. */
function writeBeside(files: Files, temporary: RelPath, path: RelPath, text: string): void {
  const mode = files.lstat(path)?.mode;
  files.writeNew(temporary, Buffer.from(text), PLAIN_FILE);
  if (mode !== undefined) files.chmod(temporary, mode & 0o777);
  files.sync([temporary]);
}

function holds(files: Files, path: RelPath, text: string): boolean {
  const bytes = readIfThere(files, path);
  return bytes !== undefined && Buffer.from(bytes).toString('utf8') === text;
}

function changedMeanwhile(path: RelPath): Answer<never> {
  return refuse({
    code: 'HM5035',
    summary: `${path} was changed while hatmax read it`,
    detail: 'Nothing was written over it.',
    hint: 'Run the command again.',
  });
}

function removeIfItLets(files: Files, path: RelPath): void {
  try {
    files.unlink(path);
  } catch (fault) {
    if (!(fault instanceof HostFault)) throw fault;
  }
}
