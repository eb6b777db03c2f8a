import picomatch from 'picomatch';
import type { RelPath } from '../path/rel-path.ts';
import type { OnDrift } from '../system/system.ts';
import type { PlanMode } from './plan.ts';

/** What the command line asks of a plan. Lists of paths take a path, a folder or a glob. */
export interface PlanOptions {
  /** The version that plans. */
  readonly hatmax: string;
  readonly mode?: PlanMode;
  /** In place of what the spec says. */
  readonly onDrift?: OnDrift;
  /** Edited files that hatmax no longer renders go too. */
  readonly prune?: boolean;
  /** Addresses (or what is below one), paths, folders or globs. */
  readonly targets?: readonly string[];
  /** The targets and nothing they need: for what a person says about single files. */
  readonly alone?: boolean;
  /** Files on disk that are ours though nothing is recorded. */
  readonly imports?: readonly string[];
  /** Hand edits a person says yes to; `**` for all. */
  readonly accept?: readonly string[];
  /** Hand edits a person takes back. */
  readonly revert?: readonly string[];
  /** How a person ends a conflict. */
  readonly resolve?: ReadonlyMap<RelPath, Ending>;
  /** Write git's markers into text files in conflict. */
  readonly markers?: boolean;
}

/** One side of a conflict, or a person's merge of both. */
export type Ending = 'ours' | 'theirs' | { readonly merged: Uint8Array };

export type PathTest = (path: string) => boolean;

/** Matches a path by itself, by a folder it is in, or by a glob. */
export function pathTest(patterns: readonly string[] | undefined): PathTest {
  if (patterns === undefined || patterns.length === 0) return () => false;
  const tests = patterns.map((pattern) => {
    const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
    const glob = picomatch(plain, { dot: true });
    return (path: string) => path === plain || path.startsWith(`${plain}/`) || glob(path);
  });
  return (path) => tests.some((test) => test(path));
}

/** As the spec's `generation.ignore` and `create_once` are read. */
export function globTest(globs: readonly string[]): PathTest {
  if (globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true });
}
