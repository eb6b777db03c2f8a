import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../../src/spec/load.ts';

const HEAD = 'version: 1\nname: shop\n';
const atom = (body: string) => `${HEAD}services:\n  todo:\n    kind: atom\n${body}`;
const field = (text: string) => atom(`    models:\n      Item:\n        fields:\n          it: ${text}\n`);

/** What is wrong, the spec, where it is marked, and what is said. */
const MISTAKES: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  [
    'a quote that is not closed',
    `${HEAD}description: "Shop\nservices: {}\n`,
    '"',
    /the `"` here is not closed/,
    /Add the `"`/,
  ],
  [
    'a brace that is not closed',
    `${HEAD}services: {todo: {kind: atom}\n`,
    '{',
    /the `\{` here is not closed/,
    /Add the `\}`/,
  ],
  [
    'a bracket that is not closed',
    field('[string\n          other: int'),
    '[',
    /the `\[` here is not closed/,
    /Add the `\]`/,
  ],
  [
    'no space after a colon',
    atom('').replace('kind: atom', 'kind:atom\n    port: 1'),
    'kind:atom',
    /no space after `kind:`/,
    /Write `kind: atom`/,
  ],
  [
    'no space anywhere',
    'version:1\nname:shop\n',
    'version:1\nname:shop',
    /a single value/,
    /a space after each colon/,
  ],
  ['another column', atom('   models: {}\n'), 'models', /same column/, /Line this up/],
  [
    'a service beside `services`',
    `${HEAD}services:\ntodo:\n  kind: atom\n`,
    'todo',
    /no key `todo`/,
    /looks like a service/,
  ],
  [
    'keys of a service beside it',
    `${HEAD}services:\n  todo:\n  kind: atom\n`,
    'atom',
    /`kind` must be a map/,
    /put it below the name of one/,
  ],
  ['a list of services', `${HEAD}services: [todo]\n`, 'services', /is a list/, /`todo: \{kind: atom\}`/],
  ['a number for a field', field('5'), '5', /is the number 5/, /`it: string`/],
  ['nothing for a field', field(''), 'it', /`type` is missing/, /Write a type: `it: string`/],
  ['an enum of nothing', field('enum()'), '', /The enum is empty/, /enum\(draft, live\)/],
  ['both marks', field('string!?'), '!?', /either required or nullable/, /Delete one/],
  [
    'a default for a reference',
    field('ref(Item) = 5'),
    '5',
    /not of type `ref\(Item\)`/,
    /Leave the default out/,
  ],
  [
    'a pattern',
    field('string ~ /[/'),
    '[',
    /not a regular expression of JavaScript: Unterminated/,
    /close every bracket/,
  ],
  [
    'a field twice in an index',
    `${field('string').trimEnd()}\n        indexes: [{fields: [it, it]}]\n`,
    'it',
    /`it` is there twice/,
    /Delete one/,
  ],
  [
    'the name of an index',
    `${field('string').trimEnd()}\n        indexes: [{fields: [it], name: "a b"}]\n`,
    '"a b"',
    /name of the index/,
    /`a_b`/,
  ],
  [
    'a package as a service',
    atom('').replace('todo', 'kit'),
    'kit',
    /package that every project has/,
    /`kit-service`/,
  ],
  ['a device of Windows', atom('').replace('todo', 'con'), 'con', /Windows keeps/, /`con-service`/],
  ['no version of Node', `${atom('')}runtime: {node: banana}\n`, 'banana', /a version of Node/, /such as 24/],
  [
    'a rule without its end',
    atom(
      '    aggregates:\n      Order:\n        fields: {a: int}\n        invariants: [{name: x, rule: "size(a", message: x}]\n',
    ),
    '"',
    /expected `\)`, got the end/,
    /Write it like/,
  ],
  [
    'a letter that is two elsewhere',
    field('int').replace('it:', 'größe:'),
    'größe',
    /snake_case/,
    /`grosse`/,
  ],
];

describe('one mistake is told once, where it is, with what to do', () => {
  it.each(MISTAKES)('%s', (_, text, marked, summary, todo) => {
    const { diagnostics } = loadSpec({ file: 'hatmax.yml', text });
    const [found] = diagnostics.filter(({ code }) => code !== 'HM1026' || !/no service/.test(summary.source));
    const wanted = diagnostics.find((one) => summary.test(one.summary)) ?? found;
    expect(wanted?.summary).toMatch(summary);
    expect(wanted?.hint).toMatch(todo);
    expect(text.slice(wanted?.range?.start, wanted?.range?.end)).toBe(marked);
  });

  it('a required key that is misspelled is not missing too', () => {
    const { diagnostics } = loadSpec({ file: 'hatmax.yml', text: `${HEAD}servcies: {todo: {kind: atom}}\n` });
    expect(diagnostics.map(({ code }) => code)).toEqual(['HM1020']);
  });

  it('a value below two bounds breaks the stricter one', () => {
    const text = atom(
      '    aggregates:\n      Order:\n        fields: {a: int}\n        children: {lines: {of: Line, max: -1}}\n    models: {Line: {fields: {a: int}}}\n',
    );
    const { diagnostics } = loadSpec({ file: 'hatmax.yml', text });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['`max` must be at least 1']);
  });
});
