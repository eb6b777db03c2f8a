import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hatmax, ROOT } from '../cli/hatmax.ts';

const cwd = mkdtempSync(join(tmpdir(), 'hatmax-names-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test('what is generated for long and awkward names is laid out as Biome lays it out', async () => {
  copyFileSync(join(ROOT, 'test/fixtures/spec/awkward.yml'), join(cwd, 'hatmax.yml'));
  const applied = await hatmax(['apply', '--auto-approve'], { cwd });
  expect(applied.code, applied.stderr).toBe(0);
  execFileSync('git', ['init', '-q'], { cwd });
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const checked = execFileSync(biome, ['check', '--linter-enabled=false', '.'], { cwd, encoding: 'utf8' });
  expect(checked).toMatch(/No fixes applied/);
});
