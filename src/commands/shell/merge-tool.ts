import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { mergeFile } from '../../merge/three-way.ts';
import { type Answer, NOTHING_FOUND, refuse } from '../../operations/place.ts';
import type { FileChange } from '../../plan/plan.ts';

/** A merge tool as git has it: configured under mergetool.<name>, or one that git knows by itself. */
export function toolOf(cwd: string, asked: string | undefined): string | undefined {
  return asked ?? gitConfig(cwd, 'merge.tool');
}

/**
 * Runs a tool by the conventions of `git mergetool`: $BASE, $LOCAL (yours), $REMOTE (the new rendering) and $MERGED,
 * where it leaves its merge. All four lie in a folder of their own; the tree is written by hatmax alone.
 */
export function runMergeTool(tool: string, cwd: string, change: FileChange): Answer<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'hatmax-merge-'));
  try {
    const files = sidesIn(folder, change);
    const before = readFileSync(files.MERGED);
    const ran = spawnSync('sh', ['-c', scriptOf(tool, cwd)], {
      cwd,
      stdio: 'inherit',
      env: { ...process.env, ...files, HATMAX_MERGE_TOOL: tool },
    });
    const merged = readFileSync(files.MERGED);
    const trusted = gitConfig(cwd, `mergetool.${tool}.trustExitCode`) === 'true';
    const done = trusted ? ran.status === 0 : ran.status === 0 && !merged.equals(before);
    return done ? { ...NOTHING_FOUND, value: merged } : notMerged(tool, change.path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sidesIn(folder: string, change: FileChange) {
  const end = extname(change.path);
  const name = basename(change.path, end);
  const empty = new Uint8Array();
  const { base = empty, before = empty, desired = empty } = change;
  const merge = mergeFile('lines', base, before, desired);
  const marked = merge.kind === 'merged' ? merge.bytes : (merge.marked ?? before);
  const put = (side: string, bytes: Uint8Array): string => {
    const path = join(folder, `${name}${side}${end}`);
    writeFileSync(path, bytes);
    return path;
  };
  return {
    BASE: put('_BASE', base),
    LOCAL: put('_LOCAL', before),
    REMOTE: put('_REMOTE', desired),
    MERGED: put('', marked),
  };
}

/** What is configured, or what git itself knows of a tool of that name. */
function scriptOf(tool: string, cwd: string): string {
  const configured = gitConfig(cwd, `mergetool.${tool}.cmd`);
  if (configured !== undefined) return configured;
  return 'TOOL_MODE=merge; . "$(git --exec-path)/git-mergetool--lib"; run_merge_tool "$HATMAX_MERGE_TOOL" true';
}

function gitConfig(cwd: string, key: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['config', '--get', key], { cwd, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function notMerged(tool: string, path: string): Answer<never> {
  return refuse({
    code: 'HM5032',
    summary: `${tool} left no merge of ${path}`,
    detail: 'The file is as it was.',
    hint: 'Save the merge in the tool before leaving it, or set mergetool.<tool>.trustExitCode.',
  });
}
