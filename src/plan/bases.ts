import type { DesiredGraph } from '../desired/graph.ts';
import type { Sha256 } from '../host/sha256.ts';
import type { BaseStore } from '../state/objects.ts';
import type { RecordedFile, RecordedState } from '../state/recorded.ts';
import type { Actual, Bases } from './actual.ts';
import { recordedComponents } from './recorded-files.ts';

/** The bases a plan needs, and no others: of files that are not on disk as hatmax rendered them, or that travel. */
export function loadBases(
  store: BaseStore,
  desired: DesiredGraph,
  recorded: RecordedState,
  actual: Actual,
): Bases {
  const bases = new Map<Sha256, Uint8Array>();
  const wanted = new Set(desired.components.map((component) => component.address));
  for (const component of recordedComponents(recorded).values()) {
    for (const [path, file] of component.files) {
      if (wanted.has(component.address) && isAsRendered(actual.entries.get(path), file)) continue;
      const answer = store.read(component, file.base);
      if (answer.kind === 'found') bases.set(file.base, answer.bytes);
    }
  }
  return bases;
}

/** Paths that another component takes over are rendered anew there: their bases are the new ones, or in `before`. */
function isAsRendered(entry: ReturnType<Actual['entries']['get']>, file: RecordedFile): boolean {
  return (
    entry?.kind === 'file' &&
    entry.content === file.base &&
    file.applied === file.base &&
    entry.executable === file.executable
  );
}
