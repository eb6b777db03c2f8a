import { describe, expect, it } from 'vitest';
import { makeGraph } from '../../../src/graph/graph.ts';
import { Budget } from '../../../src/views/comment-budget.ts';
import { driftTextPieces } from '../../../src/views/drift-text.ts';
import { blocksOf, headed, sectionPieces } from '../../../src/views/pieces.ts';
import { planHtmlPieces } from '../../../src/views/plan-html/page.ts';
import { driftJson, planJson } from '../../../src/views/plan-json.ts';
import { planTextPieces } from '../../../src/views/plan-text.ts';
import { showPieces, stateJson, stateListPieces } from '../../../src/views/state-text.ts';
import { applied, edit, planOf, type Spec } from '../plan/world.ts';

const plain = { color: false };
const text = (word: string) => `${word} line\n`.repeat(20);
const spec = (word: string): Spec =>
  Object.fromEntries(
    Array.from({ length: 100 }, (_, row) => [
      `service.s${row}`,
      [{ path: `s${row}/a.ts`, text: text(word) }],
    ]),
  );

/** A hundred files: each edited by hand, and each rendered anew. */
const before = applied(spec('old'));
const edited = Array.from({ length: 100 }, (_, row) => `s${row}/a.ts`).reduce(
  (world, path) => edit(world, path, text('mine')),
  before,
);
const anew = planOf(before, spec('new'));
const kept = planOf(edited, spec('old'));
const records = before.recorded;
const graph = makeGraph([{ id: 'project' }], []);

const answers: Readonly<Record<string, () => Iterable<string>>> = {
  'a plan': () => planTextPieces(anew, { ...plain, diff: 'all' }),
  'a plan with hand edits': () => planTextPieces(kept, { ...plain, diff: 'all' }),
  'a plan in JSON': () => planJson(anew, records),
  'a page': () => planHtmlPieces(anew, { spec: 'hatmax.yml', graph }),
  'a page with hand edits': () => planHtmlPieces(kept, { spec: 'hatmax.yml', graph }),
  drift: () => driftTextPieces(kept, plain),
  'drift in JSON': () => driftJson(kept),
  'what is recorded': () => showPieces(records, plain),
  'what is recorded in JSON': () => stateJson(records),
  'a list of what is recorded': () => stateListPieces(records),
};

describe('an answer of any length', () => {
  it.each(Object.entries(answers))('%s: in pieces, each of one file or so', (_, pieces) => {
    const lengths = [...pieces()].map((piece) => piece.length);
    const whole = lengths.reduce((sum, length) => sum + length, 0);
    expect(lengths.length).toBeGreaterThan(95);
    expect(Math.max(...lengths)).toBeLessThan(Math.max(whole / 20, 22_000));
  });
});

describe('the room of a comment', () => {
  it('is asked before a block is made: of ten thousand only those that fit are', () => {
    const items = Array.from({ length: 10_000 }, (_, row) => row);
    let made = 0;
    const block = (row: number) => {
      made += 1;
      return [`- ${row}`];
    };
    const budget = new Budget(1000);
    expect(budget.holds(items, block)).toBe(false);
    expect(made).toBeLessThan(300);
    made = 0;
    const { lines, left } = budget.fill(items, block);
    expect(lines.length + left).toBe(10_000);
    expect(made).toBe(lines.length + 1);
    expect(budget.used).toBeLessThanOrEqual(1000);
  });
});

describe('sections', () => {
  it('stand one blank line apart, and those without lines are passed over', () => {
    const sections = [
      [['a', 'b'], []],
      [],
      headed('none:', []),
      headed(
        'some:',
        blocksOf([1, 2], (row) => [`${row}`]),
      ),
    ];
    expect([...sectionPieces(sections)]).toEqual(['a\nb\n', '\nsome:\n1\n', '2\n']);
  });
});
