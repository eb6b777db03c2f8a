import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadSpec, type Spec, specPath } from '../../../src/spec/load.ts';
import { partsOfPath } from '../../../src/spec/path.ts';
import { ownTime } from '../../own-time.ts';

const fixture = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

function load(text: string): Spec {
  const { value, diagnostics } = loadSpec({ file: 'hatmax.yml', text });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (value === undefined) throw new Error('no value');
  return value.spec;
}

const codes = (text: string) => loadSpec({ file: 'hatmax.yml', text }).diagnostics.map(({ code }) => code);
const summaries = (text: string) =>
  loadSpec({ file: 'hatmax.yml', text }).diagnostics.map(({ summary }) => summary);

const withField = (field: string) =>
  `version: 1\nname: shop\nservices:\n  todo:\n    models:\n      Item:\n        fields:\n          it: ${field}\n`;
const fieldOf = (field: string) => load(withField(field)).services.todo?.models.Item?.fields.it;

describe('loading a spec', () => {
  it.each(['fixtures/spec/everything.yml', 'fixtures/spec/go-0.1.yml'])('knows all of %s', (path) => {
    load(fixture(path));
  });

  it('warns of keys that only the Go tool needs, and still loads', () => {
    expect(codes(fixture('fixtures/spec/go-0.1.yml'))).toEqual(['HM1100']);
  });

  it('reads short forms like their long forms', () => {
    const long =
      '{type: decimal(12,2), required: true, unique: true, validations: [{name: min, value: "0"}], default: "1.10"}';
    expect(fieldOf('decimal(12,2)! unique >= 0 = 1.10')).toEqual(fieldOf(long));
    expect(
      fieldOf('{type: decimal(12,2), validations: [required, {name: unique}, {min: "0"}], default: 1.10}'),
    ).toEqual(fieldOf(long));
    expect(
      fieldOf('string len 2..80 ~ /^a\\/b$/')?.validations.map(({ name, value }) => [name, value]),
    ).toEqual([
      ['min_len', 2],
      ['max_len', 80],
      ['pattern', '^a/b$'],
    ]);
    expect(fieldOf('[enum(a, b)]')?.type).toEqual(fieldOf('"[enum(a, b)]"')?.type);
    expect(fieldOf('{type: enum, values: {open: Open, wont_fix: "Won\'t fix"}}')?.type).toEqual({
      name: 'enum',
      values: [
        { value: 'open', label: 'Open' },
        { value: 'wont_fix', label: "Won't fix" },
      ],
    });
  });

  it('reads parentheses inside of braces as outside', () => {
    const inside = load(
      'version: 1\nname: shop\nservices: {todo: {models: {Item: {fields: {a: enum(x, y) = x, b: decimal(12,2)!, c: [enum(x, y)]}}}}}\n',
    );
    const outside = load(
      'version: 1\nname: shop\nservices:\n  todo:\n    models:\n      Item:\n        fields:\n          a: enum(x, y) = x\n          b: decimal(12,2)!\n          c: "[enum(x, y)]"\n',
    );
    expect(inside).toEqual(outside);
  });

  it('merges maps, written keys first, and leaves x- keys alone', () => {
    const spec = load(
      'version: 1\nname: shop\nx-base: &base {kind: atom, port: 9000}\nservices:\n  x-note: 1\n  todo: {<<: *base, port: 9001, x-mine: [1]}\n',
    );
    expect(spec.services.todo?.port).toBe(9001);
    expect(Object.keys(spec.services)).toEqual(['todo']);
  });

  it('reads BOM and CRLF', () => {
    expect(load(`\ufeff${withField('string!').replaceAll('\n', '\r\n')}`)).toEqual(
      load(withField('string!')),
    );
  });

  it('says where a part was written, inside of short forms too', () => {
    const text = fixture('fixtures/spec/everything.yml');
    const { value } = loadSpec({ file: 'hatmax.yml', text });
    const written = (...path: string[]) => {
      const range = value?.rangeOf(specPath(...path));
      return text.slice(range?.start, range?.end);
    };
    expect(written('services', 'orders', 'models', 'User')).toBe('User');
    expect(written('services', 'orders', 'events', 'order.placed', 'payload', 'total')).toBe('total');
    expect(written('services', 'orders', 'models', 'User', 'fields', 'boss', 'type')).toBe('ref(User)');
    expect(written('services', 'orders', 'nothing', 'here')).toBe('orders');
  });

  it('spells paths so that they can be read back', () => {
    const parts = ['services', 'a.b', 'x"y]', '0', ''];
    expect(partsOfPath(specPath(...parts))).toEqual(parts);
  });
});

describe('several problems', () => {
  it('tells all of a file at once, sorted', () => {
    const text = `version: 1
nam: shop
services:
  todo:
    kind: atmo
    port: high
    relations: []
    models:
      Item:
        fields:
          a: strng
          b: ref(Nowhere)
          c: int = x
        indexes: [[d]]
`;
    expect(summaries(text)).toEqual([
      'There is no key `nam` at the top level',
      '`kind` cannot be `atmo`',
      '`port` must be a number, and is the text "high"',
      'There is no type `strng`',
      'There is no model `Nowhere`',
      'The default "x" is not of type `int`',
      'There is no field `d`',
    ]);
  });

  it('does not call missing what is there and wrong', () => {
    const text = `version: 1
name: shop
services:
  todo:
    models:
      Item: {fields: 3}
      Other: {fields: {item: ref(Item), bad: strng}, indexes: [[bad]], display: bad}
    api: {handlers: [{route: "GET /items", model: Item, op: list, filter: [id]}]}
  broken: 7
  last: {depends_on: [broken]}
`;
    expect(codes(text)).toEqual(['HM1021', 'HM1031', 'HM1021']);
  });

  it.each([
    ['feilds', 'fields'],
    ['indexs', 'indexes'],
    ['entities', undefined],
  ])('suggests for %s', (key, meant) => {
    const { diagnostics } = loadSpec({
      file: 'x',
      text: `version: 1\nname: shop\nservices: {todo: {models: {Item: {${key}: {}}}}}\n`,
    });
    expect(diagnostics[0]?.hint).toContain(
      meant === undefined ? 'Keys here are' : `Did you mean \`${meant}\`?`,
    );
  });
});

describe('speed', () => {
  it('loads a thousand services in seconds, and refuses ten megabytes at once', () => {
    const services = Array.from(
      { length: 1000 },
      (_, i) =>
        `  s${i}:\n    depends_on: [s${(i + 1) % 1000 === 0 ? i - 1 : i + 1}]\n    models:\n      Item:\n        fields:\n          text: string!\n          price: decimal(12,2)! >= 0\n`,
    );
    const text = `version: 1\nname: big\nservices:\n${services.join('')}`.replace(
      '  s998:\n    depends_on: [s999]\n',
      '  s998:\n',
    );
    let spent = ownTime();
    expect(codes(text)).toEqual([]);
    expect(spent()).toBeLessThan(5);
    spent = ownTime();
    expect(codes('a: b\n'.repeat(2_000_000))).toEqual(['HM1002']);
    expect(spent()).toBeLessThan(0.5);
  });
});
