import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/json/json.ts';
import { jsonPieces, type Streamed, StreamedList, StreamedObject } from '../../../src/json/streamed.ts';

const keys = fc.string().filter((key) => key !== '__proto__' && !/^\d+$/.test(key));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 1.5, 'text', '"\n\u2028'),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The same with every second list and object streamed. */
function streamed(value: Json, depth = 0): Streamed {
  if (value === null || typeof value !== 'object' || depth > 3) return value;
  if (Array.isArray(value))
    return new StreamedList(() => value.map((item: Json) => streamed(item, depth + 1)));
  return new StreamedObject(
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, streamed(one, depth + 1)])),
  );
}

describe('streamed JSON', () => {
  it('is what JSON.stringify makes of the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect([...jsonPieces(streamed(value))].join('')).toBe(JSON.stringify(value));
        expect([...jsonPieces(streamed(value), 2)].join('')).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('makes the items of a list when they are asked for', () => {
    let made = 0;
    const list = new StreamedList(function* () {
      for (; made < 1000; made++) yield made;
    });
    const pieces = jsonPieces(new StreamedObject({ list }));
    for (let count = 0; count < 10; count++) pieces.next();
    expect(made).toBeLessThan(10);
  });
});
