import { describe, expect, it } from 'vitest';
import { commentWord, sizeOf } from '../../../src/views/markdown.ts';
import { COMMENT_LIMIT, planMarkdown, planMarker } from '../../../src/views/plan-markdown.ts';
import { applied, EMPTY, edit, planOf, type Spec } from '../plan/world.ts';
import { scenarios } from './scenarios.ts';

const changes = { diff: 'changes' } as const;
const plan = (name: string) => scenarios().find((one) => one.name === name)?.plan ?? expect.fail(name);

describe.each(scenarios())('the comment on a pull request: $name', ({ name, plan }) => {
  it('is held', async () => {
    await expect(planMarkdown(plan, changes)).toMatchFileSnapshot(`golden/markdown-${name}.golden.md`);
  });

  it('starts with the marker and the headline', () => {
    const [first, second] = planMarkdown(plan, changes).split('\n');
    expect(first).toBe('<!-- hatmax-plan:hatmax.yml -->');
    expect(second).toMatch(/^### (Plan: |No changes\.)/);
  });
});

/** `count` services of one shape, each of `files` files of `lines` lines. */
function many(count: number, files: number, lines: number, word: string): Spec {
  const text = (row: number) => Array.from({ length: lines }, (_, at) => `${word} ${row} ${at}\n`).join('');
  return Object.fromEntries(
    Array.from({ length: count }, (_, service) => [
      `service.s${service}.http`,
      Array.from({ length: files }, (_, file) => ({
        path: `services/s${service}/src/folder-with-a-name/file${file}.ts`,
        text: text(file % 50 === 0 ? lines : file),
      })),
    ]),
  );
}

describe('the size of a comment', () => {
  const before = applied(many(250, 40, 12, 'before'));
  const after = planOf(before, many(250, 40, 12, 'after'));
  const cases: readonly (readonly [string, ReturnType<typeof planOf>])[] = [
    ['1 file', planOf(EMPTY, many(1, 1, 3, 'x'))],
    ['one file of 20,000 lines', planOf(applied(many(1, 1, 20_000, 'a')), many(1, 1, 20_000, 'b'))],
    [
      'one line of a million characters',
      planOf(EMPTY, { project: [{ path: 'a', text: '\u{1f600}'.repeat(500_000) }] }),
    ],
    ['10,000 new files', planOf(EMPTY, many(250, 40, 12, 'x'))],
    ['10,000 new files of one component', planOf(EMPTY, many(1, 10_000, 2, 'x'))],
    ['10,000 changed files', after],
    ['10,000 deleted files', planOf(before, many(250, 40, 12, 'x'), { mode: 'destroy' })],
    ['10,000 components', planOf(EMPTY, many(10_000, 1, 1, 'x'))],
  ];

  it.each(cases)('%s', (_, made) => {
    for (const diff of ['none', 'changes', 'all'] as const) {
      const text = planMarkdown(made, { diff });
      expect(sizeOf(text)).toBeLessThan(COMMENT_LIMIT - 1000);
      expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
    }
  });

  it('uses its room, and counts what is left out', () => {
    const text = planMarkdown(after, changes);
    expect(sizeOf(text)).toBeGreaterThan(COMMENT_LIMIT * 0.7);
    const [, diffs] = /(\d+) diffs \(\+\d+/.exec(text) ?? [];
    const shown = text.match(/<summary><code>services\/s/g)?.length ?? 0;
    expect(Number(diffs) + shown).toBe(10_000);
    expect(shown).toBeGreaterThan(40);
  });

  it('cuts the largest first', () => {
    const [small, large] = [many(1, 30, 4, 'a'), many(1, 30, 4, 'b')];
    const big = (text: string) => ({ big: [{ path: 'big.ts', text: text.repeat(20_000) }] });
    const text = planMarkdown(
      planOf(applied({ ...small, ...big('x\n') }), { ...large, ...big('y\n') }),
      changes,
    );
    expect(text).toContain('1 diff (+20000');
    expect(text.match(/<summary><code>services\/s0/g)).toHaveLength(30);
  });

  it('puts deletions and hand edits before a thousand others', () => {
    const [old, now] = [many(25, 40, 12, 'before'), many(25, 40, 12, 'after')];
    const hand = edit(applied(old), 'services/s7/src/folder-with-a-name/file3.ts', 'mine\n');
    const spec = Object.fromEntries(Object.entries(now).filter(([name]) => name !== 'service.s9.http'));
    const made = planOf(hand, { ...spec, 'service.s7.http': old['service.s7.http'] ?? [] });
    const text = planMarkdown(made, changes);
    const order = [
      '#### Destroyed',
      'services/s9/src',
      '#### Modified by hand',
      'services/s7/src',
      '#### By component',
      '#### Diffs',
    ];
    const places = order.map((word) => text.indexOf(word));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('content that would get out', () => {
  const nasty = [
    '```',
    '````',
    '</details>',
    '<!-- hatmax-plan:other -->',
    '@everyone fixes #1 https://evil.example',
    '<script>alert(1)</script>',
    '| a | b |',
    '\u001b[31m\u202e',
  ];
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  const path = 'docs/`x` @org|team <b>&.md';
  const before = applied({
    project: [
      { path, text: text(['one']) },
      { path: 'gone @org <i>.ts', text: 'x\n' },
    ],
  });
  const made = planOf(
    before,
    { project: [{ path, text: text(nasty) }] },
    {
      notices: [
        {
          kind: 'destructive',
          at: 'x',
          path,
          summary: 'drops `a` @org <img>',
          statements: ['```\n</details>\n````'],
        },
      ],
    },
  );
  const markdown = planMarkdown(made, { diff: 'all', unbuilt: [{ what: '@org', place: '<x>:1:1' }] });

  it('stays in fences that nothing in them closes', () => {
    let open: string | undefined;
    const outside: string[] = [];
    for (const line of markdown.split('\n')) {
      const [, fence] = /^ {0,3}(`{3,})[a-z]*$/.exec(line) ?? [];
      if (open === undefined && fence !== undefined) open = fence;
      else if (open !== undefined && fence !== undefined && fence.length >= open.length) open = undefined;
      else if (open === undefined) outside.push(line);
    }
    expect(open).toBeUndefined();
    const bare = outside
      .slice(1)
      .map((line) => line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '').replace(/<code>[^<]*<\/code>/g, ''))
      .join('\n');
    expect(bare).not.toMatch(/@|#\d|https?:|<script|<img|<!--|<b>|<i>/);
    expect(outside.filter((line) => line.includes('</details>'))).toEqual(
      outside.filter((line) => line === '</details>'),
    );
    expect(outside.filter((line) => line === '<details>').length).toBe(
      outside.filter((line) => line === '</details>').length,
    );
  });

  it('shows control characters as pictures', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what this looks for
    expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  it('has a marker no key gets out of', () => {
    expect(planMarker('a --> <b> -- x')).toBe(
      '<!-- hatmax-plan:a_-_b_-_x -->'.replace('a_-_b_-_x', commentWord('a --> <b> -- x')),
    );
    expect(planMarker('a --> b')).not.toMatch(/hatmax-plan:.*--.*-->/);
    expect(planMarkdown(plan('first'), { ...changes, key: 'apps/shop/hatmax.yml' })).toContain(
      '<!-- hatmax-plan:apps/shop/hatmax.yml -->',
    );
  });
});
