import type { Found, Ground } from './ground.ts';
import type { Sketch } from './sketch.ts';

export interface Commit {
  readonly files: ReadonlyMap<string, Found>;
  readonly sketch: Sketch;
}

/** As `.hatmax/.gitignore` has it. */
const NOT_VERSIONED = /^\.hatmax\/(cache|conflicts|journal|lock|undo)|(^|\/)\.hatmax-/;
const OF_STATE = /^\.hatmax\//;

/** What git would put by. */
export function commitOf(ground: Ground, sketch: Sketch): Commit {
  return { files: versioned(ground), sketch };
}

/** As git brings a commit back: only what differs is touched. */
export function checkOut(ground: Ground, { files }: Commit, what: 'all' | 'tree' | 'state'): void {
  const isWanted = (path: string): boolean => what === 'all' || (what === 'state') === OF_STATE.test(path);
  const now = versioned(ground);
  for (const path of now.keys()) if (isWanted(path) && !files.has(path)) ground.remove(path);
  for (const [path, { kind, text, executable }] of files) {
    const there = now.get(path);
    if (!isWanted(path) || (there?.kind === kind && there.text === text && there.executable === executable))
      continue;
    if (kind === 'symlink') ground.link(path, text);
    else ground.put(path, text, executable);
  }
}

export function throwAway(ground: Ground, what: 'objects' | 'state' | 'cache' | 'all'): void {
  ground.remove(what === 'all' ? '.hatmax' : `.hatmax/${what}`);
}

function versioned(ground: Ground): ReadonlyMap<string, Found> {
  return new Map(
    [...ground.look()].filter(([path, { kind }]) => kind !== 'folder' && !NOT_VERSIONED.test(path)),
  );
}
