import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeText, withMarkers } from '../../src/merge/text.ts';
import { fc } from '../seeded.ts';

const line = fc.constantFrom('a', 'b', 'c', 'd', 'e', '', '  x', '}');
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));

/** A base whose lines are all different, and an edit of it with lines found nowhere else. */
const edited = fc.array(
  fc.tuple(fc.constantFrom('keep', 'keep', 'keep', 'drop', 'replace', 'insert', 'same'), fc.nat(99)),
  {
    minLength: 1,
    maxLength: 14,
  },
);
function edit(steps: readonly (readonly [string, number])[], size: number, side: string): string {
  const lines = Array.from({ length: size }, (_, index) => {
    const [step, tag] = steps[index % steps.length] ?? ['keep', 0];
    const base = `line ${index}`;
    if (step === 'drop') return [];
    if (step === 'replace') return [`${side} ${index} ${tag}`];
    if (step === 'insert') return [base, `${side} new ${index} ${tag}`];
    return step === 'same' ? [base, `both ${index}`] : [base];
  });
  return lines
    .flat()
    .map((one) => `${one}\n`)
    .join('');
}

describe('a merge of lines', () => {
  it('takes the only change there is', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeText(base, changed, base)).toEqual({ kind: 'merged', text: changed });
        const theirs = mergeText(base, base, changed);
        // An empty file has no last line, so no ending of it either.
        expect(theirs).toEqual({ kind: 'merged', text: changed });
        expect(mergeText(base, changed, changed)).toEqual({ kind: 'merged', text: changed });
      }),
    );
  });

  it('conflicts whichever side is called ours', () => {
    fc.assert(
      fc.property(text, text, text, (base, one, other) => {
        expect(mergeText(base, one, other).kind).toBe(mergeText(base, other, one).kind);
      }),
    );
  });

  it('loses no line that a side added, and brings back none that a side deleted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), edited, edited, (size, ours, theirs) => {
        const base = edit([['keep', 0]], size, '');
        const [mine, newer] = [edit(ours, size, 'ours'), edit(theirs, size, 'theirs')];
        const merge = mergeText(base, mine, newer);
        const result = (merge.kind === 'merged' ? merge.text : withMarkers(merge.pieces)).split('\n');
        const known = new Set(base.split('\n'));
        for (const added of [...mine.split('\n'), ...newer.split('\n')])
          if (!known.has(added)) expect(result).toContain(added);
        if (merge.kind === 'conflict') return;
        const [left, right] = [new Set(mine.split('\n')), new Set(newer.split('\n'))];
        for (const kept of known) expect(result.includes(kept)).toBe(left.has(kept) && right.has(kept));
      }),
      { numRuns: 300 },
    );
  });
});

describe('beside git merge-file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hatmax-merge-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const gits = (base: string, ours: string, theirs: string) => {
    const files = Object.entries({ ours, base, theirs }).map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
    const run = spawnSync('git', ['merge-file', '-p', '-q', ...files], { encoding: 'utf8' });
    return { conflict: run.status !== 0, text: run.stdout };
  };
  const agrees = (base: string, ours: string, theirs: string) => {
    const git = gits(base, ours, theirs);
    const merge = mergeText(base, ours, theirs);
    expect(merge.kind).toBe(git.conflict ? 'conflict' : 'merged');
    if (merge.kind === 'merged') expect(merge.text).toBe(git.text);
  };

  it('gives the same verdict and the same text', () => {
    execFileSync('git', ['--version']);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), edited, edited, (size, ours, theirs) => {
        agrees(edit([['keep', 0]], size, ''), edit(ours, size, 'ours'), edit(theirs, size, 'theirs'));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
