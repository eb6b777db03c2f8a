import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatSpec } from '../../../src/spec/format.ts';
import { specJsonSchema } from '../../../src/spec/json-schema.ts';
import { specReference, specReferenceKeys } from '../../../src/spec/reference.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
const validate = ajv.compile(specJsonSchema());
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const yamlOf = (text: string): unknown => parse(formatSpec(text).value ?? '', { merge: true });

describe('the JSON Schema', () => {
  it.each([
    'examples/minimal/hatmax.yml',
    'examples/todo/hatmax.yml',
    'examples/catalog/hatmax.yml',
    'test/fixtures/spec/everything.yml',
    'test/fixtures/spec/go-0.1.yml',
  ])('accepts %s', (path) => {
    validate(yamlOf(read(path)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ['an unknown key', '{version: 1, name: a, services: {}, nmae: b}'],
    ['a wrong type', '{version: 1, name: a, services: {todo: {port: high}}}'],
    ['a missing key', '{version: 1, services: {}}'],
    [
      'an unknown type',
      '{version: 1, name: a, services: {todo: {models: {A: {fields: {a: {type: strng}}}}}}}',
    ],
  ])('refuses %s', (_, text) => {
    expect(validate(parse(text))).toBe(false);
  });

  it('lets x- keys in at every level', () => {
    expect(
      validate(parse('{version: 1, name: a, x-a: 1, services: {todo: {x-b: [1], models: {A: {x-c: {}}}}}}')),
    ).toBe(true);
  });

  it('has a meaning for every key', () => {
    const silent: string[] = [];
    const look = (keys: ReturnType<typeof specReferenceKeys>) => {
      for (const { key, path, meaning, keys: inner } of keys) {
        if (meaning === '' && key !== '<name>') silent.push(path);
        look(inner);
      }
    };
    look(specReferenceKeys());
    expect(silent).toEqual([]);
    expect(specReference()).toContain('| `on_drift` | `merge`, `keep`, `overwrite`, `fail` | `"merge"` |');
  });
});
