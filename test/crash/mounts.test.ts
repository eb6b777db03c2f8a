import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, hatmax, ROOT } from '../cli/hatmax.ts';
import { SPEC } from './scenes.ts';

/** A file system of one's own needs root and mount namespaces; `HATMAX_TEST_REQUIRE=all` fails without them. */
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
const isRequired = process.env.HATMAX_TEST_REQUIRE === 'all';
if (!canMount)
  process.stdout.write('Not run: read-only and full mounts. They need root on Linux: sudo npm test\n');

const RUN = `${process.execPath} ${join(ROOT, 'bin', 'run.js')}`;

function inMount(root: string, script: string) {
  const { stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`;
}

describe.runIf(canMount || isRequired)('on a file system that cannot be written', () => {
  it('plan and drift answer, and apply says why it cannot', { timeout: 60_000 }, async () => {
    const root = folder({ 'hatmax.yml': SPEC });
    expect((await hatmax(['apply', '--auto-approve'], { cwd: root })).code).toBe(0);
    writeFileSync(join(root, 'hatmax.yml'), SPEC.replace('1..200', '1..300'));
    const said = inMount(
      root,
      `mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" &&
       ${RUN} plan >/dev/null; echo plan $?; ${RUN} drift >/dev/null; echo drift $?;
       ${RUN} apply --auto-approve >/dev/null; echo apply $?`,
    );
    expect(said).toMatch(/plan 0\n[\s\S]*drift 0\n[\s\S]*apply 1/);
    expect(said).toContain('the file system is read-only (EROFS)');
    expect(said).not.toContain('HM5001');
    expect((await hatmax(['apply', '--auto-approve'], { cwd: root })).code).toBe(0);
  });

  it('or that is full, nothing is left half done, and apply goes on once there is room', {
    timeout: 60_000,
  }, () => {
    const root = folder();
    mkdirSync(join(root, 'small'));
    const said = inMount(
      root,
      `mount -t tmpfs -o size=260k tmpfs small && cd small && cat > hatmax.yml <<'END'
${SPEC}END
       ${RUN} apply --auto-approve >/dev/null; echo full $?; ls -A; ls -A .hatmax | grep -v '^[.]git';
       ${RUN} plan >/dev/null; echo plan $?;
       mount -o remount,size=40m . && ${RUN} apply --auto-approve >/dev/null; echo room $?;
       ${RUN} plan --detailed-exitcode >/dev/null; echo again $?`,
    );
    expect(said).toContain('no space left on the disk (ENOSPC)');
    expect(said).toMatch(/full 1\n\.hatmax\nhatmax\.yml\n[\s\S]*plan 0\n[\s\S]*room 0\n[\s\S]*again 0/);
    expect(existsSync(join(root, 'small', 'hatmax.yml'))).toBe(false);
  });
});
