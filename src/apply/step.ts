import type { FileStat, Files } from '../host/ports.ts';
import { type Sha256, sha256 } from '../host/sha256.ts';
import type { RelPath } from '../path/rel-path.ts';

/** A file as it was or will be. */
export interface FileVersion {
  /** Of the bytes as they are. */
  readonly hash: Sha256;
  /** Permission bits. */
  readonly mode: number;
}

/** One path that an apply changes. Files of the tree, of the state, packs and parked conflicts are all alike here. */
export interface Step {
  readonly path: RelPath;
  /** `null`: nothing is there. */
  readonly before: FileVersion | null;
  readonly after: FileVersion | null;
}

/** How a step's path looks. `torn`: our own bytes, cut short or with holes, as a loss of power leaves them. */
export type StepState = 'before' | 'after' | 'torn' | 'other';

/** Bytes by hash; undefined where nobody kept them. */
export type Contents = (hash: Sha256) => Uint8Array | undefined;

export function stateOf(files: Files, step: Step, contents: Contents): StepState {
  const stat = files.lstat(step.path);
  // A folder, or a file above: another step may have put it there, where this one's file went or will come.
  // Where a file is replaced there is an instant with none, in which the power may go.
  if (stat === undefined && step.before !== null && step.after !== null) return 'torn';
  if (stat === undefined || stat.kind === 'blocked' || stat.kind === 'folder') return absentState(step);
  if (stat.kind !== 'file') return 'other';
  const bytes = files.read(step.path);
  const hash = sha256(bytes);
  if (matches(step.after, hash, stat)) return 'after';
  if (matches(step.before, hash, stat)) return 'before';
  const after = step.after && contents(step.after.hash);
  // Mode and content change one after the other: half of such a change is ours too.
  if (step.after?.hash === hash) return 'torn';
  return after && isTornCopy(bytes, after) ? 'torn' : 'other';
}

function absentState(step: Step): StepState {
  if (step.after === null) return 'after';
  return step.before === null ? 'before' : 'other';
}

export function matches(version: FileVersion | null, hash: Sha256, stat: FileStat): boolean {
  return version !== null && version.hash === hash && isExecutable(version.mode) === isExecutable(stat.mode);
}

export function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0;
}

function isTornCopy(bytes: Uint8Array, whole: Uint8Array): boolean {
  return bytes.length <= whole.length && bytes.every((byte, index) => byte === 0 || byte === whole[index]);
}

export function reversed(steps: readonly Step[]): readonly Step[] {
  return steps.map(({ path, before, after }) => ({ path, before: after, after: before })).reverse();
}
