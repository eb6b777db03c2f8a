import { describe, expect, it } from 'vitest';
import { StreamedSteps, UiLines } from '../../../src/views/apply-json.ts';
import { scenarios } from './scenarios.ts';

const lines = new UiLines(() => '2026-01-01T00:00:00.000Z');
const planOf = (name: string) => scenarios().find((one) => one.name === name)?.plan ?? expect.fail(name);

describe("Terraform's machine-readable lines", () => {
  it.each(['first', 'changed', 'conflict', 'moved', 'destroy', 'drift-only'])(
    'are held: %s',
    async (name) => {
      const plan = planOf(name);
      const steps = new StreamedSteps(lines, plan, () => 0);
      const done = plan.changes.flatMap(({ path }) => [
        ...steps.on({ path, phase: 'start' }),
        ...steps.on({ path, phase: 'done' }),
      ]);
      const all = [
        lines.version('1.0.0'),
        ...lines.planned(plan),
        lines.summary(plan, 'plan'),
        ...done,
        ...steps.end(true),
        lines.summary(plan, plan.mode === 'destroy' ? 'destroy' : 'apply'),
        lines.outputs(),
      ];
      const text = all.map((line) => `${JSON.stringify(line)}\n`).join('');
      await expect(text).toMatchFileSnapshot(`golden/ui-${name}.golden.jsonl`);
    },
  );

  it('have the fields Terraform 1.11 writes', () => {
    const [change] = planOf('first').changes;
    if (change === undefined) expect.fail('a plan has changes');
    expect(Object.keys(lines.version('1.0.0')).sort()).toEqual(
      ['@level', '@message', '@module', '@timestamp', 'hatmax', 'type', 'ui'].sort(),
    );
    expect(Object.keys(Object(lines.started(change).hook)).sort()).toEqual(
      ['action', 'id_key', 'id_value', 'resource'].sort(),
    );
    expect(Object.keys(Object(lines.done(change).hook)).sort()).toEqual(
      ['action', 'elapsed_seconds', 'id_key', 'id_value', 'resource'].sort(),
    );
    expect(Object.keys(Object(Object(lines.done(change).hook).resource)).sort()).toEqual(
      [
        'addr',
        'implied_provider',
        'module',
        'resource',
        'resource_key',
        'resource_name',
        'resource_type',
      ].sort(),
    );
    expect(lines.summary(planOf('changed'), 'plan')).toMatchObject({
      '@message': 'Plan: 2 to add, 2 to change, 1 to destroy.',
      changes: { add: 2, change: 2, import: 0, remove: 1, operation: 'plan' },
    });
    expect(lines.diagnostic({ severity: 'error', summary: 'No' })).toMatchObject({
      '@level': 'error',
      '@message': 'Error: No',
      type: 'diagnostic',
    });
  });

  it('tell what was begun and not done', () => {
    const plan = planOf('first');
    let now = 0;
    const steps = new StreamedSteps(lines, plan, () => now);
    const [one, other] = plan.changes;
    if (one === undefined || other === undefined) expect.fail('two changes');
    expect(steps.on({ path: '.hatmax/state/project.json', phase: 'start' })).toEqual([]);
    steps.on({ path: one.path, phase: 'start' });
    now = 2500;
    expect(steps.on({ path: one.path, phase: 'done' })).toMatchObject([
      { type: 'apply_complete', hook: { elapsed_seconds: 2 } },
    ]);
    steps.on({ path: other.path, phase: 'start' });
    expect(steps.end(false)).toMatchObject([
      { type: 'apply_errored', hook: { resource: { resource_key: other.path } } },
    ]);
  });
});
