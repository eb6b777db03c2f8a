import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { hatmax, ROOT, tree } from '../cli/hatmax.ts';
import { spawned } from '../spawned.ts';

/** One install for each distinct set of package.json files, kept between runs. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'hatmax-generated');

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** A generated tree with its dependencies, gone when the tests of the file are over. */
export async function installedExample(
  name: string,
): Promise<{ readonly cwd: string; readonly installOutput: string }> {
  const cwd = mkdtempSync(join(tmpdir(), `hatmax-${name}-`));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(join(ROOT, 'examples', name, 'hatmax.yml'), join(cwd, 'hatmax.yml'));
  const applied = await hatmax(['apply', '--auto-approve'], { cwd });
  if (applied.code !== 0) throw new Error(applied.stderr);
  return { cwd, installOutput: await install(cwd) };
}

/** Gives what `npm install` said, now or when it filled the cache. */
export async function install(cwd: string): Promise<string> {
  const kept = join(CACHE, keyOf(cwd));
  if (!existsSync(kept)) await fill(kept, cwd);
  cpSync(join(kept, 'node_modules'), join(cwd, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(kept, 'package-lock.json'), join(cwd, 'package-lock.json'));
  return readFileSync(join(kept, 'output.txt'), 'utf8');
}

async function fill(kept: string, cwd: string): Promise<void> {
  const { code, output } = await npm(['install', '--no-audit', '--no-fund'], cwd);
  if (code !== 0) throw new Error(output);
  const into = `${kept}.${process.pid}`;
  mkdirSync(into, { recursive: true });
  renameSyncOrCopy(join(cwd, 'node_modules'), join(into, 'node_modules'));
  cpSync(join(cwd, 'package-lock.json'), join(into, 'package-lock.json'));
  writeFileSync(join(into, 'output.txt'), output);
  if (existsSync(kept)) rmSync(into, { recursive: true });
  else renameSync(into, kept);
}

function renameSyncOrCopy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  rmSync(from, { recursive: true });
}

function keyOf(cwd: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const [path, { content }] of tree(cwd)) {
    if (/(^|\/)(package\.json|\.npmrc)$/.test(path))
      hash.update(path).update('\0').update(content).update('\0');
  }
  return hash.digest('hex').slice(0, 20);
}

export async function npm(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { PATH, HOME } = process.env;
  const { code, output } = await spawned('npm', args, {
    cwd,
    env: { PATH, HOME, CI: 'true', NO_COLOR: '1', ...env },
  });
  return { code: code ?? 1, output };
}
