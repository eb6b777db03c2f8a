import { inFolder } from '../host/folder.ts';
import type { Files } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import { parseRelPath, type RelPath } from '../path/rel-path.ts';
import type { FileChange, Plan } from '../plan/plan.ts';
import { encodeComponent } from '../state/codec.ts';
import { CONFLICTS, GIT_FILES, objectFile, stateFile } from '../state/layout.ts';
import type { NextState } from '../state/next-state.ts';
import { readIfThere } from '../state/objects.ts';
import type { FileVersion, Step } from './step.ts';

/** What an apply does in `.hatmax`. Bytes it stages are added to `contents`. */
export function ownSteps(
  plan: Plan,
  next: NextState,
  files: Files,
  contents: Map<Sha256, Uint8Array>,
): readonly Step[] {
  const own = new OwnSteps(files, contents);
  for (const [path, text] of GIT_FILES)
    if (files.lstat(path) === undefined) own.leave(path, Buffer.from(text));
  const anyParked = files.lstat(CONFLICTS) !== undefined;
  for (const change of plan.changes) if (anyParked || change.action === 'conflict') parkConflict(change, own);
  // The state comes last: once it says so, the tree is so.
  const stats = files.lstatAll(next.changed.map(stateFile));
  next.changed.forEach((address, row) => {
    const component = next.components.get(address);
    own.leave(
      stateFile(address),
      component && Buffer.from(encodeComponent(component)),
      stats[row] !== undefined,
    );
  });
  for (const pack of next.droppedPacks) own.leave(objectFile(pack), undefined);
  return own.steps;
}

class OwnSteps {
  readonly steps: Step[] = [];
  readonly #files: Files;
  readonly #contents: Map<Sha256, Uint8Array>;

  constructor(files: Files, contents: Map<Sha256, Uint8Array>) {
    this.#files = files;
    this.#contents = contents;
  }

  leave(path: RelPath, bytes: Uint8Array | undefined, isThere = this.#files.lstat(path) !== undefined): void {
    const before = this.#version(isThere ? readIfThere(this.#files, path) : undefined);
    const after = this.#version(bytes);
    if (before?.hash !== after?.hash) this.steps.push({ path, before, after });
  }

  #version(bytes: Uint8Array | undefined): FileVersion | null {
    if (bytes === undefined) return null;
    const hash = sha256(bytes);
    this.#contents.set(hash, bytes);
    return { hash, mode: 0o644 };
  }
}

/** A conflict leaves the file as it is and puts its three sides beside; once it is over they go. */
function parkConflict(change: FileChange, own: OwnSteps): void {
  const parsed = parseRelPath(`${CONFLICTS}/${change.path}`);
  if ('fault' in parsed || change.action === 'no-op' || change.action === 'keep') return;
  const sides =
    change.action === 'conflict'
      ? { base: change.base, ours: change.before, theirs: change.desired }
      : { base: undefined, ours: undefined, theirs: undefined };
  for (const [name, bytes] of Object.entries(sides)) own.leave(inFolder(parsed.path, name), bytes);
}
