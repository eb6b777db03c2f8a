import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { folder, ROOT, write } from '../cli/hatmax.ts';
import { missing, PARTS } from './parts.ts';

/** In a repository of its own that holds the action too, so that what the workflow passes to it is checked. */
function lint(workflow: string): { readonly code: number | null; readonly said: string } {
  const at = folder();
  spawnSync('git', ['init', '-q'], { cwd: at });
  cpSync(join(ROOT, 'action.yml'), join(at, 'action.yml'));
  write(at, '.github/workflows/plan.yml', workflow);
  const { status, stdout, stderr } = spawnSync(PARTS.actionlint, ['-no-color'], {
    cwd: at,
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

describe.skipIf(missing('actionlint').length > 0)('actionlint', () => {
  const example = readFileSync(join(ROOT, 'docs', 'ci', 'github.yml'), 'utf8');
  const local = example.replace(/uses: hatmax\/hatmax@\S+/, 'uses: ./');

  test('finds nothing in the example', () => {
    expect(local).not.toBe(example);
    expect(lint(example)).toEqual({ code: 0, said: '' });
    expect(lint(local)).toEqual({ code: 0, said: '' });
  });

  test('finds an input the action does not have: the example is held to it', () => {
    expect(lint(local.replace('fail-on-drift:', 'fail-on-drifts:')).said).toContain('fail-on-drifts');
  });

  test('finds nothing in the steps of the action', () => {
    const { runs, inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    const steps = runs.steps.map((step: object) => step);
    const workflow = {
      name: 'steps',
      on: { workflow_call: { inputs: typed(inputs) } },
      jobs: { it: { 'runs-on': 'ubuntu-latest', steps } },
    };
    const { said } = lint(JSON.stringify(workflow));
    expect(said.replaceAll(/.*"github.action_path".*/g, '')).toBe('');
  });

  function typed(inputs: Readonly<Record<string, object>>): object {
    return Object.fromEntries(Object.keys(inputs).map((name) => [name, { type: 'string' }]));
  }
});
