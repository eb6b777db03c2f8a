import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, read } from '../cli/hatmax.ts';

/** `npm pack`, and the tarball installed in an empty folder with no network. */
describe('a packed hatmax', () => {
  const packed = mkdtempSync(join(tmpdir(), 'hatmax-packed-'));
  const empty = mkdtempSync(join(tmpdir(), 'hatmax-empty-'));
  let tarball: string;

  function npm(args: readonly string[], cwd: string): string {
    const { status, stdout, stderr } = spawnSync('npm', [...args], { cwd, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    return stdout;
  }

  beforeAll(() => {
    npm(['pack', '--pack-destination', packed, '--ignore-scripts'], ROOT);
    tarball = join(packed, readdirSync(packed)[0] ?? '');
    npm(['install', '--offline', '--no-audit', '--no-fund', tarball], empty);
  });

  afterAll(() => {
    for (const folder of [packed, empty]) rmSync(folder, { recursive: true, force: true });
  });

  test('runs as `npx hatmax`: init, plan, apply, plan', () => {
    expect(npm(['exec', '--offline', '--', 'hatmax', '--version'], empty)).toMatch(/^hatmax \d+\.\d+\.\d+/);
    npm(['exec', '--offline', '--', 'hatmax', 'init', 'shop', '--chdir', '.'], empty);
    expect(npm(['exec', '--offline', '--', 'hatmax', 'plan'], empty)).toContain('to add, 0 to change');
  });

  test('brings nothing else along, and no sources or tests', () => {
    expect(readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'hatmax',
    ]);
    const files = readdirSync(join(empty, 'node_modules', 'hatmax'), { recursive: true }).map(String);
    expect(files.filter((path) => /\.ts$|\.map$|\.compiled$|(^|\/)test\//.test(path))).toEqual([]);
    expect(statSync(tarball).size).toBeLessThan(2_000_000);
    expect(
      JSON.parse(read(join(empty, 'node_modules', 'hatmax'), 'package.json')).dependencies,
    ).toBeUndefined();
  });
});
