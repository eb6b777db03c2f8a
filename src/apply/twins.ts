import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { folderOf, nameOf } from '../host/folder.ts';
import type { Files, FolderPath } from '../host/ports.ts';
import type { RelPath } from '../path/rel-path.ts';
import { caseTwin } from './diagnostics.ts';
import type { Step } from './step.ts';

/** New names that a file system which ignores case or Unicode form would take for another name, new or there already. */
export function twinFaults(steps: readonly Step[], files: Files): Diagnostic[] {
  const names = new FoldedNames(files);
  for (const step of steps) if (step.after === null) names.leave(step.path);
  return steps.flatMap((step) => {
    const twin = step.before === null && step.after !== null ? names.enter(step.path) : undefined;
    return twin === undefined ? [] : [caseTwin(step.path, twin)];
  });
}

class FoldedNames {
  readonly #files: Files;
  readonly #folders = new Map<FolderPath, Map<string, string>>();
  /** Names that were not there: nothing is below them. */
  readonly #fresh = new Set<FolderPath>();

  constructor(files: Files) {
    this.#files = files;
  }

  leave(path: RelPath): void {
    this.#namesIn(folderOf(path)).delete(fold(nameOf(path)));
  }

  /** Notes a name and those of the folders it is in; gives back another spelling that is there. */
  enter(path: RelPath): string | undefined {
    const folder = folderOf(path);
    const above = folder === '.' || this.#folders.has(folder) ? undefined : this.enter(folder);
    if (above !== undefined) return above;
    const names = this.#namesIn(folder);
    const name = nameOf(path);
    const there = names.get(fold(name));
    if (there !== undefined && there !== name) return folder === '.' ? there : `${folder}/${there}`;
    if (there === undefined) this.#fresh.add(path);
    names.set(fold(name), name);
    return undefined;
  }

  #namesIn(folder: FolderPath): Map<string, string> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const listed = this.#fresh.has(folder) ? [] : (this.#files.list(folder) ?? []);
    const names = new Map(listed.map(({ name }) => [fold(name), name] as const));
    this.#folders.set(folder, names);
    return names;
  }
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
