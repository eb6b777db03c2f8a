import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeGraph } from '../../../src/graph/graph.ts';
import { changedSpans, lineHtml } from '../../../src/views/plan-html/line.ts';
import { planHtml } from '../../../src/views/plan-html/page.ts';
import { colouredLines, languageOf } from '../../../src/views/plan-html/syntax.ts';
import { ownTime } from '../../own-time.ts';
import { applied, EMPTY, edit, planOf } from '../plan/world.ts';
import { scenarios } from './scenarios.ts';

const graph = makeGraph(
  [{ id: 'project', note: '1 file', mark: 'update' }, { id: 'service.todo.http' }],
  [{ from: 'service.todo.http', to: 'project' }],
);
const options = { spec: 'hatmax.yml', graph };
const pageOf = (name: string) =>
  planHtml((scenarios().find((one) => one.name === name) ?? expect.fail(name)).plan, options);
const bare = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '')
    .replace(/'sha256-[^']+'/g, "'sha256-...'");

describe.each(scenarios())('a plan as a page: $name', ({ name, plan }) => {
  it('is held, style and script left out', async () => {
    await expect(bare(planHtml(plan, options))).toMatchFileSnapshot(`golden/page-${name}.golden.html`);
  });
});

describe('a page', () => {
  it('needs nothing from elsewhere, and allows only its own style and script', () => {
    const page = pageOf('changed');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    for (const tag of ['style', 'script']) {
      const found = [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
      expect(found).toHaveLength(1);
      const hash = createHash('sha256')
        .update(found[0]?.[1] ?? '')
        .digest('base64');
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(bare(page).replaceAll('url(#head)', '')).not.toMatch(/<[^>]+ (style|on\w+|src)=|url\(|@import/);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
  });

  it('has every file once, in the tree and in its place', () => {
    const page = pageOf('conflict');
    const ids = [...page.matchAll(/<details class="file" id="(f\d+)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/<li><a href="#(f\d+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...links].sort()).toEqual([...ids].sort());
    const order = ['In conflict', 'Destroyed', '<code>service.todo.http'].map((word) =>
      page.indexOf(`<h2>${word}`),
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('says so where there is nothing to do', () => {
    expect(pageOf('no-changes')).toContain('<h1>No changes. The files match hatmax.yml.</h1>');
  });

  it('counts what is adopted, moved and left behind as that, and not as changed or destroyed', () => {
    const spec = { project: [{ path: 'a.ts', text: 'const a = 1;\n' }] };
    const adopted = planHtml(planOf(edit(EMPTY, 'a.ts', 'const a = 1;\n'), spec), options);
    expect(adopted).toContain('<li><b class="adopt">1</b>adopted</li></ul>');
    expect(pageOf('moved')).toMatch(/<li><b class="move">\d+<\/b>moved<\/li>/);
    expect(pageOf('destroy')).toContain('<li><b class="orphan">1</b>left behind</li>');
  });

  it('names the two sides of a conflict and of an edit that stays', () => {
    expect(pageOf('conflict')).toContain(
      '<span class="del">on disk</span><span class="add">new rendering</span>',
    );
    expect(pageOf('drift-only')).toContain('<span class="del">as it was applied</span>');
    expect(pageOf('changed')).not.toContain('class="sides"');
  });

  it('lets no content out of its place', () => {
    const nasty = '</script></style><img src=x onerror=alert(1)>"\'&\u202e\u001b[31m<!--';
    const before = applied({ project: [{ path: 'a & <b>.ts', text: `const a = 1;\n` }] });
    const plan = planOf(
      before,
      { project: [{ path: 'a & <b>.ts', text: `const a = '${nasty}';\n` }] },
      {
        notices: [{ kind: 'destructive', at: 'x', path: 'a & <b>.ts', summary: nasty, statements: [nasty] }],
      },
    );
    const page = planHtml(plan, { ...options, spec: nasty, unbuilt: [{ what: nasty, place: nasty }] });
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<!--|<b>\.ts/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what this looks for
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  it('stays readable in size: what does not fit is said to be left out', () => {
    const files = Array.from({ length: 300 }, (_, row) => ({
      path: `f${row}.ts`,
      text: 'const x = 1;\n'.repeat(200),
    }));
    const plan = planOf(EMPTY, { project: files });
    const page = planHtml(plan, { ...options, most: 100_000 });
    expect(page.length).toBeLessThan(400_000);
    expect(page.match(/Left out, since the page/g)?.length).toBeGreaterThan(200);
    expect(planHtml(plan, options)).not.toContain('Left out');
    const old = files.map((file) => ({ ...file, text: file.text.replaceAll('1;', '2;') }));
    const changed = planHtml(planOf(applied({ project: old }), { project: files }), {
      ...options,
      most: 100_000,
    });
    expect(changed.length).toBeLessThan(400_000);
    expect(changed).toContain('Left out');
  });

  it('groups components where they are too many to draw', () => {
    const many = makeGraph(
      Array.from({ length: 400 }, (_, row) => ({
        id: `service.s${row % 40}.part${row}`,
        mark: 'create' as const,
      })),
      [{ from: 'service.s1.part1', to: 'service.s2.part2' }],
    );
    const page = planHtml(planOf(EMPTY, {}), { ...options, graph: many });
    expect(page.match(/<rect class="box create"/g)).toHaveLength(40);
    expect(page).toContain('10 components');
  });
});

describe('colours', () => {
  const samples = {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a sample of code
    'a.ts': "import { a } from './a.ts'; // why\nconst b: Thing = call(`x\n${a}`, 0x1f); /* open\nstill */",
    'a.json': '{"name": "x", "n": -1.5, "t": true}',
    'a.yml': '# note\nname: "x"\nlist:\n  - a: 1\n    on: true\n',
    'a.sql': "CREATE TABLE items (id TEXT PRIMARY KEY); -- note\nSELECT 'it''s' FROM items;",
    'a.md': '# Title\n\nSome `code` and **bold**.\n```sh\nls\n```\n',
    Dockerfile: 'FROM node:24 AS build\nRUN echo "$HOME" # x\n',
  };

  it.each(Object.entries(samples))('%s: every character once, in order', (path, text) => {
    const language = languageOf(path) ?? expect.fail(path);
    const lines = colouredLines(text, language);
    expect(lines.map((line) => line.map((piece) => piece.text).join('')).join('\n')).toBe(text);
    expect(new Set(lines.flat().map(({ colour }) => colour)).size).toBeGreaterThan(2);
  });

  it('go on over lines', () => {
    const [, second] = colouredLines('/* a\nb */ const', 'code');
    expect(second?.map(({ colour }) => colour)).toEqual(['c', undefined, 'k']);
  });

  it.each([
    '/*'.repeat(20_000),
    '`'.repeat(40_001),
    '"'.repeat(40_001),
    '```'.repeat(10_000),
    '**a'.repeat(10_000),
    '[a]('.repeat(10_000),
  ])('take no time on what was written to take it', (text) => {
    const spent = ownTime();
    for (const language of ['code', 'json', 'yaml', 'sql', 'markdown', 'shell'] as const)
      colouredLines(text, language);
    expect(spent()).toBeLessThan(3);
  });
});

describe('what changed within a line', () => {
  it('is marked by words', () => {
    const [left, right] = changedSpans('  return list();', '  return list({ page: 1 });');
    expect(left).toEqual([]);
    expect(right.map(([start, end]) => '  return list({ page: 1 });'.slice(start, end)).join('')).toBe(
      '{ page: 1 }',
    );
    expect(
      lineHtml(
        [
          { colour: 'k', text: 'abc' },
          { colour: undefined, text: 'def' },
        ],
        [[2, 4]],
      ),
    ).toBe('<span class="k">ab</span><mark><span class="k">c</span></mark><mark>d</mark>ef');
  });

  it('is all of it where the lines have little in common', () => {
    expect(changedSpans('alpha beta', 'one two three')).toEqual([[], []]);
  });
});
