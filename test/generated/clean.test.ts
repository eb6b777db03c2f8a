import { beforeAll, describe, expect, test } from 'vitest';
import { hatmax, tree } from '../cli/hatmax.ts';
import { installedExample, npm } from './installed.ts';

const OLD_NODE = Number(process.versions.node.split('.')[0]) < 22;

describe.each(['minimal', 'todo', 'catalog'])('what examples/%s generates', (name) => {
  let cwd: string;
  let installOutput: string;

  beforeAll(async () => {
    ({ cwd, installOutput } = await installedExample(name));
  });

  test('installs without a warning that is ours', () => {
    const warnings = installOutput
      .split('\n')
      .filter((line) => /^npm (warn|error)/i.test(line) && !/config/.test(line))
      // npm itself runs on the Node of this machine; the scripts of the tree bring their own.
      .filter((line) => !(OLD_NODE && line.includes('EBADENGINE')));
    expect(warnings).toEqual([]);
  });

  test.each(['typecheck', 'lint', 'format:check', 'test', 'build'])('npm run %s is clean', async (script) => {
    const ran = await npm(['run', script], cwd);
    expect(ran.code, ran.output).toBe(0);
    expect(ran.output).not.toMatch(/^\s*(warning|warn)\b/im);
  });

  test('has no `any`, and switches off no check', () => {
    const sources = [...tree(cwd)].filter(
      ([path]) => /\.ts$/.test(path) && !/(^|\/)(dist|node_modules)\//.test(path),
    );
    expect(sources.length).toBeGreaterThan(40);
    const offending = sources.flatMap(([path, { content }]) =>
      content
        .split('\n')
        .filter((line) =>
          /[:<,(]\s*any\b|\bas any\b|\bany\[\]|@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(line),
        )
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(offending).toEqual([]);
  });

  test('and a plan afterwards finds nothing to do: what tools leave behind is nobody’s drift', async () => {
    const plan = await hatmax(['plan', '--detailed-exitcode'], { cwd });
    expect(plan.stdout).toMatch(/^No changes\. The files match hatmax\.yml\.\n/);
    expect(plan.code).toBe(0);
  });
});
