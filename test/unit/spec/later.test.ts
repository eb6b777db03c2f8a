import { expect, it } from 'vitest';
import * as z from 'zod';
import { later } from '../../../src/spec/schema/later.ts';

it('makes a part of the schema once, and only where a value has it', () => {
  const made: string[] = [];
  const part = (name: string) =>
    later(() => {
      made.push(name);
      return z.strictObject({ value: z.string() });
    });
  const schema = z.strictObject({
    one: part('one').optional().describe('One'),
    list: z.array(part('list')).default([]),
    map: z.record(z.string(), part('map')).prefault({}),
  });
  expect(schema.parse({})).toEqual({ list: [], map: {} });
  expect(made).toEqual([]);
  expect(schema.safeParse({ one: { value: 1 } }).success).toBe(false);
  expect(schema.parse({ one: { value: 'a' }, map: { b: { value: 'b' } } }).one).toEqual({ value: 'a' });
  expect(made).toEqual(['one', 'map']);
});
