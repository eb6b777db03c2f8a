import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleFolder, folder, hatmax, write } from '../cli/hatmax.ts';
import { missing, PARTS } from './parts.ts';

const RULES = `Feature: plans of hatmax under rules written for Terraform

  Scenario: every file can be read by all
    Given I have hatmax_file defined
    Then it must contain mode
    And its value must match the "0644|0755" regex

  Scenario: every file belongs to a component
    Given I have hatmax_file defined
    Then it must contain component
`;

describe.skipIf(missing('terraform_compliance').length > 0)('terraform-compliance reads plan --json', () => {
  async function judged(rules: string): Promise<{ readonly code: number | null; readonly said: string }> {
    const ran = await hatmax(['plan', '--json'], { cwd: exampleFolder('minimal') });
    expect(ran.code).toBe(0);
    const at = folder({ 'plan.json': ran.stdout });
    write(at, 'features/files.feature', rules);
    const args = ['--no-ansi', '-p', join(at, 'plan.json'), '-f', join(at, 'features')];
    const { status, stdout, stderr } = spawnSync(PARTS.terraform_compliance, args, {
      encoding: 'utf8',
      cwd: at,
    });
    return { code: status, said: stdout + stderr };
  }

  test('rules that hold pass', async () => {
    const { code, said } = await judged(RULES);
    expect(said).toContain('2 scenarios (2 passed)');
    expect(code).toBe(0);
  });

  test('rules that do not hold fail, and name the file by its address', async () => {
    const { code, said } = await judged(RULES.replace('0644|0755', '0600'));
    expect(code).toBe(1);
    expect(said).toContain('hatmax_file.file[');
  });
});
