import { describe, expect, it } from 'vitest';
import { driftText } from '../../../src/views/drift-text.ts';
import { planText } from '../../../src/views/plan-text.ts';
import { scenarios } from './scenarios.ts';

const plain = { color: false, width: 100 };

describe.each(scenarios())('the words of a plan: $name', ({ name, plan }) => {
  it('are held', async () => {
    await expect(planText(plan, { ...plain, diff: 'changes' })).toMatchFileSnapshot(
      `golden/plan-${name}.txt`,
    );
  });

  it('say the same with and without colour, and let no control character through', () => {
    const painted = planText(plan, { color: true, width: 100, diff: 'all' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what this looks for
    const bare = painted.replace(/\u001b\[\d+m/g, '');
    expect(bare).toBe(planText(plan, { ...plain, diff: 'all' }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what this looks for
    expect(bare).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });
});

describe('the words of a plan', () => {
  const find = (name: string) => scenarios().find((one) => one.name === name)?.plan ?? expect.fail(name);

  it('show hunks of nothing, of changes, or of all', () => {
    const [none, changes, all] = (['none', 'changes', 'all'] as const).map((diff) =>
      planText(find('changed'), { ...plain, diff }),
    );
    expect(none).not.toContain('@@');
    expect(changes).toContain('+  return [1];');
    expect(changes).not.toContain('export const fresh');
    expect(all).toContain('+export const fresh = 1;');
  });

  it('name the parts of the spec that are not built', () => {
    const unbuilt = [{ what: 'messaging', place: 'hatmax.yml:12:3' }];
    expect(planText(find('no-changes'), { ...plain, diff: 'changes', unbuilt })).toContain(
      'hatmax.yml:12:3  messaging',
    );
  });

  it('fit the terminal', () => {
    const text = planText(find('hostile'), { color: false, width: 60, diff: 'all' });
    expect(
      text
        .split('\n')
        .filter((line) => line.includes('xxx'))
        .every((line) => line.length <= 60),
    ).toBe(true);
  });
});

describe('the words of drift', () => {
  it.each(['drift-only', 'no-changes', 'hostile', 'line-endings'])('%s', async (name) => {
    const plan = scenarios().find((one) => one.name === name)?.plan ?? expect.fail(name);
    await expect(driftText(plan, plain)).toMatchFileSnapshot(`golden/drift-${name}.txt`);
  });
});
