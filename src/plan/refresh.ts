import type { DesiredGraph } from '../desired/graph.ts';
import type { FileStat, Files, FolderPath, Host } from '../host/ports.ts';
import type { Sha256 } from '../host/sha256.ts';
import { sha256 } from '../host/sha256.ts';
import { contentHash, normaliseLineEndings } from '../merge/line-endings.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedFile, RecordedState } from '../state/recorded.ts';
import { ABSENT, type Actual, type ActualEntry } from './actual.ts';
import { recordedComponents } from './recorded-files.ts';

/** Hashes of a file that is known not to have changed since they were taken. */
export interface KnownHashes {
  find(path: RelPath, stat: FileStat): { readonly raw: Sha256; readonly content: Sha256 } | undefined;
}

export interface RefreshOptions {
  /** Left out, every file is read: `--refresh=full`. */
  readonly known?: KnownHashes;
  readonly onProgress?: (path: RelPath, done: number, total: number) => void;
}

/**
 * Looks at every recorded and desired path. A file whose stat did not change is not read, unless its bytes are needed:
 * because somebody edited it, or because it is about to be written.
 */
export async function refresh(
  host: Host,
  desired: DesiredGraph,
  recorded: RecordedState,
  options: RefreshOptions = {},
): Promise<Actual> {
  const sides = sidesByPath(desired, recorded);
  const paths = [...sides.keys()].sort();
  const stats = host.files.lstatAll(paths);
  const entries = new Map<RelPath, ActualEntry>();
  host.files.holding(() => {
    paths.forEach((path, index) => {
      options.onProgress?.(path, index, paths.length);
      entries.set(path, entryOf(host.files, path, stats[index], sides.get(path) ?? {}, options.known));
    });
  });
  const absent = paths.filter((path) => entries.get(path)?.kind === 'absent');
  return { entries, twins: twinsOf(host.files, absent) };
}

/** What is known of a path from the two other sides; undefined where a side does not have it. */
interface Expected {
  readonly recorded?: RecordedFile;
  readonly desired?: { readonly hash: Sha256 | undefined; readonly executable: boolean };
}

function sidesByPath(desired: DesiredGraph, recorded: RecordedState): ReadonlyMap<RelPath, Expected> {
  const sides = new Map<RelPath, Expected>();
  const components = recordedComponents(recorded);
  for (const component of components.values()) {
    for (const [path, file] of component.files) sides.set(path, { recorded: file });
  }
  for (const component of desired.components) {
    if (component.files.kind === 'as-recorded') {
      for (const [path, file] of components.get(component.address)?.files ?? []) {
        sides.set(path, { recorded: file, desired: { hash: file.base, executable: file.executable } });
      }
      continue;
    }
    for (const file of component.files.files) {
      const hash = file.content.kind === 'text' ? file.content.hash : sides.get(file.path)?.recorded?.base;
      sides.set(file.path, { ...sides.get(file.path), desired: { hash, executable: file.executable } });
    }
  }
  return sides;
}

function entryOf(
  files: Files,
  path: RelPath,
  stat: FileStat | undefined,
  expected: Expected,
  known: KnownHashes | undefined,
): ActualEntry {
  if (stat === undefined) return ABSENT;
  if (stat.kind !== 'file') return { kind: 'other', found: stat.kind === 'other' ? 'device' : stat.kind };
  const executable = (stat.mode & 0o100) !== 0;
  const hashes = known?.find(path, stat);
  if (hashes !== undefined && !needsBytes(hashes.content, executable, expected)) {
    return { kind: 'file', ...hashes, executable };
  }
  const bytes = files.read(path);
  const raw = sha256(bytes);
  const content = normaliseLineEndings(bytes) === bytes ? raw : contentHash(bytes);
  const entry = { kind: 'file' as const, raw, content, executable };
  return needsBytes(content, executable, expected) ? { ...entry, bytes } : entry;
}

/** Only a file that is as recorded and stays so is never looked into. */
function needsBytes(content: Sha256, executable: boolean, { recorded, desired }: Expected): boolean {
  if (recorded === undefined || desired === undefined) return true;
  const still = content === recorded.applied && content === recorded.base && content === desired.hash;
  return !still || recorded.executable !== executable || recorded.executable !== desired.executable;
}

/** Absent paths that a case-insensitive file system would take for something that is there. */
function twinsOf(files: Files, absent: readonly RelPath[]): ReadonlyMap<RelPath, string> {
  const twins = new Map<RelPath, string>();
  const listed = new Map<string, Names>();
  for (const path of absent) {
    const twin = twinOf(files, path, listed);
    if (twin !== undefined) twins.set(path, twin);
  }
  return twins;
}

function twinOf(files: Files, path: RelPath, listed: Map<string, Names>): string | undefined {
  const names = path.split('/');
  for (let depth = 0; depth < names.length; depth++) {
    const folder = names.slice(0, depth).join('/');
    const name = names[depth] ?? '';
    const there = namesIn(files, folder, listed);
    if (there.exact.has(name)) continue;
    const found = there.folded.get(foldCase(name));
    if (found === undefined) return undefined;
    return [...names.slice(0, depth), found].join('/');
  }
  return undefined;
}

interface Names {
  readonly exact: ReadonlySet<string>;
  readonly folded: ReadonlyMap<string, string>;
}

function namesIn(files: Files, folder: string, listed: Map<string, Names>): Names {
  const before = listed.get(folder);
  if (before !== undefined) return before;
  const entries = (files.list((folder === '' ? '.' : folder) as FolderPath) ?? []).map((entry) => entry.name);
  const names = { exact: new Set(entries), folded: new Map(entries.map((name) => [foldCase(name), name])) };
  listed.set(folder, names);
  return names;
}

/** Close to what file systems that ignore case and Unicode form compare. */
function foldCase(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
