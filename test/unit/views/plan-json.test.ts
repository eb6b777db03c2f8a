import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/json/json.ts';
import { countPlan, hasChanges } from '../../../src/plan/counts.ts';
import { driftJson, planJson } from '../../../src/views/plan-json.ts';
import { resourceAddress } from '../../../src/views/resource-json.ts';
import { scenarios } from './scenarios.ts';

interface Change {
  address: string;
  type: string;
  change: { actions: string[]; before: Json; after: Json };
}
interface Written {
  format_version: string;
  applyable: boolean;
  complete: boolean;
  errored: boolean;
  resource_changes: Change[];
  resource_drift: Change[];
  planned_values: { root_module: Module };
  prior_state: { values: { root_module: Module } };
}
interface Module {
  address?: string;
  resources?: { address: string; values: { path: string } }[];
  child_modules?: Module[];
}
const written = (name: string): Written => {
  const found = scenarios().find((one) => one.name === name) ?? expect.fail(name);
  return JSON.parse([...planJson(found.plan, found.world.recorded)].join('')) as Written;
};
const resources = (module: Module): string[] => [
  ...(module.resources ?? []).map((one) => one.values.path),
  ...(module.child_modules ?? []).flatMap(resources),
];

describe('a plan in JSON', () => {
  it.each(scenarios().map((one) => one.name))('is held: %s', async (name) => {
    await expect(`${JSON.stringify(written(name), null, 2)}\n`).toMatchFileSnapshot(
      `golden/json-${name}.golden.json`,
    );
  });

  it.each(scenarios())('agrees with the counts of the text: $name', ({ name, plan }) => {
    const json = written(name);
    const counts = countPlan(plan);
    const of = (action: string) =>
      json.resource_changes.filter((one) => one.change.actions.includes(action)).length;
    expect(of('create')).toBe(counts.add);
    expect(of('delete')).toBe(counts.destroy);
    expect(of('forget')).toBe(counts.orphan);
    expect(json.applyable).toBe(hasChanges(counts));
    expect(json.complete).toBe(counts.conflict === 0);
    expect(json.resource_drift).toHaveLength(counts.drift);
  });

  it('has null before what is created and after what is destroyed', () => {
    for (const { change } of written('changed').resource_changes) {
      if (change.actions.includes('create'))
        expect([change.before === null, change.after === null]).toEqual([true, false]);
      if (change.actions.includes('delete'))
        expect([change.before === null, change.after === null]).toEqual([false, true]);
    }
  });

  it('names what was on record, and what will be', () => {
    const { prior_state, planned_values } = written('changed');
    expect(resources(prior_state.values.root_module)).toContain('services/todo/src/old.ts');
    expect(resources(planned_values.root_module)).not.toContain('services/todo/src/old.ts');
    expect(resources(planned_values.root_module)).toContain('services/todo/src/fresh.ts');
    expect(resources(planned_values.root_module)).toContain('package.json');
  });

  it('gives addresses as Terraform writes them', () => {
    expect(resourceAddress('service.todo.http', `a/${'$'}{b}"c.ts`)).toBe(
      `module.service.module.todo.module.http.hatmax_file.file["a/${'$$'}{b}\\"c.ts"]`,
    );
    const addresses = written('first').resource_changes.map((one) => one.address);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const one of addresses)
      expect(one).toMatch(/^(module\.[A-Za-z][\w-]*\.)+hatmax_file\.file\["[^"]+"\]$/);
  });

  it('says drift by itself', () => {
    const found = scenarios().find((one) => one.name === 'drift-only') ?? expect.fail();
    expect(JSON.parse([...driftJson(found.plan)].join(''))).toMatchObject({
      resource_drift: [{}, {}, {}],
      hatmax: { counts: { drift: 3 } },
    });
  });
});
