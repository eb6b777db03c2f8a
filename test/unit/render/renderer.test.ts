import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listTemplates, templatesFromFiles } from '../../../src/host/templates.ts';
import { createRenderer } from '../../../src/render/renderer.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatmax-render-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const TEMPLATE = 'demo/files/one.ts.hbs';

function render(text: string, model: object): string {
  write(TEMPLATE, text);
  return createRenderer(templatesFromFiles(folder))(TEMPLATE, model);
}

describe('render', () => {
  it('writes values as they are', () => {
    expect(
      render('{{name}} & {{deep.count}} {{yes}}\n', { name: '<b>"x"</b>', deep: { count: 3 }, yes: true }),
    ).toBe('<b>"x"</b> & 3 true\n');
  });

  it.each([
    ['a missing value', '{{missing}}\n', {}],
    ['a null value', '{{none}}\n', { none: null }],
    ['an object as text', '{{some}}\n', { some: {} }],
    ['a missing condition', '{{#if missing}}x{{/if}}\n', {}],
    ['a missing negated condition', '{{#unless missing}}x{{/unless}}\n', {}],
    ['a condition that is no boolean', '{{#if text}}x{{/if}}\n', { text: 'x' }],
    ['a missing list', '{{#each missing}}x{{/each}}\n', {}],
    ['a missing context', '{{#with missing}}x{{/with}}\n', {}],
    ['a missing argument', '{{tsString missing}}\n', {}],
    ['an unknown helper', '{{shout name}}\n', { name: 'x' }],
    ['an unknown block', '{{#name}}x{{/name}}\n', { name: true }],
    ['lookup', '{{lookup name 0}}\n', { name: ['x'] }],
    ['a property of the prototype', '{{constructor}}\n', {}],
    ['blanks at the end of a line', 'x \ny\n', {}],
    ['a missing newline', 'x', {}],
    ['two newlines at the end', 'x\n\n', {}],
    ['a carriage return', 'x\r\n', {}],
    ['an empty file', '', {}],
    ['a missing partial', '{{> none}}\n', {}],
  ])('refuses %s, naming the template', (_, text, model) => {
    expect(() => render(text, model)).toThrow(TEMPLATE);
  });

  it('lays blocks out around what they render', () => {
    const text =
      'const a = {{#group}}[{{#nest}}{{softline}}{{#each xs separator=","}}{{this}}{{/each}}{{/nest}}{{softline}}]{{/group}};\n';
    expect(render(text, { xs: ['a', 'b'] })).toBe('const a = [a,b];\n');
    expect(render(text, { xs: ['a'.repeat(120)] })).toBe(`const a = [\n  ${'a'.repeat(120)},\n];\n`);
  });

  it('gives each its position and the outer one', () => {
    expect(
      render(
        '{{#each xs}}{{@index}}{{#unless @last}}-{{/unless}}{{#each rows}}{{../../name}}{{/each}}{{/each}}\n',
        {
          name: 'n',
          xs: [{ rows: [1] }, { rows: [1, 2] }],
        },
      ),
    ).toBe('0-n1nn\n');
  });

  it("finds the partials of the template's own capability", () => {
    write('demo/partials/greeting.hbs', 'hello {{name}}\n');
    write('other/partials/farewell.hbs', 'bye\n');
    expect(render('{{> greeting}}\n', { name: 'you' })).toBe('hello you\n');
    expect(() => render('{{> farewell}}\n', {})).toThrow('farewell');
  });

  it('tells of each condition with its place and outcome', () => {
    write(TEMPLATE, '{{#if a}}\nx\n{{else if b}}\ny\n{{/if}}\n{{#unless a}}z{{/unless}}\n');
    const seen: string[] = [];
    const one = createRenderer(templatesFromFiles(folder), (at, outcome) => seen.push(`${at} ${outcome}`));
    one(TEMPLATE, { a: false, b: true });
    expect(seen).toEqual([`${TEMPLATE}:1:0 false`, `${TEMPLATE}:3:0 true`, `${TEMPLATE}:6:0 false`]);
  });

  it('gives each renderer helpers of its own', () => {
    write(TEMPLATE, '{{name}}\n');
    const one = createRenderer(templatesFromFiles(folder));
    const two = createRenderer(templatesFromFiles(folder));
    expect(one(TEMPLATE, { name: 'x' })).toBe(two(TEMPLATE, { name: 'x' }));
  });
});

describe('templates from files', () => {
  it('lists templates and leaves out partials of nobody and other files', () => {
    write('demo/files/a.hbs', 'a\n');
    write('demo/partials/b.hbs', 'b\n');
    write('demo/model.ts', '');
    write('stray.hbs', '');
    expect(listTemplates(folder)).toEqual(['demo/files/a.hbs', 'demo/partials/b.hbs']);
  });

  it('hashes a capability by its templates and its code', () => {
    write('demo/files/a.hbs', 'a\n');
    write('other/files/a.hbs', 'a\n');
    const before = templatesFromFiles(folder);
    const hashes = [before.hashOf('demo'), before.hashOf('other')];
    write('demo/model.ts', '// changed');
    const after = templatesFromFiles(folder);
    expect(after.hashOf('demo')).not.toBe(hashes[0]);
    expect(after.hashOf('other')).toBe(hashes[1]);
  });
});
