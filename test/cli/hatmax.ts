import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { type SpawnOptions, spawned } from '../spawned.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const RUN = join(ROOT, 'bin', 'run.js');

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built CLI with no terminal, as a script would. */
export async function hatmax(args: readonly string[], { cwd, env = {} }: SpawnOptions): Promise<Ran> {
  const { code, stdout, stderr } = await spawned(process.execPath, [RUN, ...args], {
    cwd,
    env: { ...bareEnvironment(), ...env },
  });
  return { code: code ?? -1, stdout, stderr };
}

/** Nothing of the test runner's environment reaches hatmax: vitest sets colors and more. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, TZ: 'UTC', LANG: 'C.UTF-8' };
}

/** A folder with these files, gone when the test is over. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'hatmax-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) write(made, path, content);
  return made;
}

export function exampleFolder(name: string): string {
  const made = folder();
  cpSync(join(ROOT, 'examples', name, 'hatmax.yml'), join(made, 'hatmax.yml'));
  return made;
}

export function write(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

export function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export interface Entry {
  readonly content: string;
  readonly mtimeMs: number;
}

/** Every file below a folder, dependencies of the generated tree left out. */
export function tree(root: string): ReadonlyMap<string, Entry> {
  const files = new Map<string, Entry>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.includes('node_modules')) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs } = statSync(path);
    files.set(relative(root, path), { content: readFileSync(path, 'latin1'), mtimeMs });
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Paths that are new, gone or different from one look to the next. */
export function changedPaths(
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path)?.content !== after.get(path)?.content).sort();
}
