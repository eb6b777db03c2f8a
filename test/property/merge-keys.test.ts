import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { equalJson, isObject } from '../../src/json/equal.ts';
import type { Json } from '../../src/json/json.ts';
import { mergeJson } from '../../src/merge/json.ts';
import { mergeYaml } from '../../src/merge/yaml.ts';
import { fc } from '../seeded.ts';

const scalar = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.constantFrom('x', 'y', 'yes', '', '1'),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.constantFrom('a', 'b', 'c', 'd', 'name.with dots', '__proto__');
const { object } = fc.letrec<{ value: Json; object: { [key: string]: Json } }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(scalar, { maxLength: 3 }), tie('object')),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
}));
const indent = fc.constantFrom(2, 4, '\t');
/** A user's keys: names hatmax never has. */
const extras = fc.dictionary(fc.constantFrom('mine', 'my_own'), scalar, { maxKeys: 2 });

/** No key in it that is not in base, at any depth. */
function knows(base: Json | undefined, value: Json | undefined): boolean {
  if (!isObject(value) || !isObject(base)) return !isObject(value);
  return Object.keys(value).every(
    (name) => Object.hasOwn(base, name) && (!isObject(value[name]) || knows(base[name], value[name])),
  );
}

const formats = [
  {
    name: 'JSON',
    merge: mergeJson,
    write: (value: Json, space: string | number) => `${JSON.stringify(value, null, space)}\n`,
    read: (text: string) => JSON.parse(text) as Json,
  },
  {
    name: 'YAML',
    merge: mergeYaml,
    write: (value: Json) => `${parseDocument(JSON.stringify(value)).toString()}`,
    read: (text: string) => parseDocument(text).toJS() as Json,
  },
];

describe.each(formats)('a merge of $name by key', ({ merge, write, read }) => {
  it('takes the only change there is', () => {
    fc.assert(
      fc.property(object, object, indent, (base, changed, space) => {
        expect(merge(write(base, space), write(changed, space), write(base, space))).toEqual({
          kind: 'merged',
          text: write(changed, space),
        });
        expect(merge(write(base, space), write(changed, space), write(changed, space))).toEqual({
          kind: 'merged',
          text: write(changed, space),
        });
        const theirs = merge(write(base, space), write(base, space), write(changed, space));
        expect(theirs.kind === 'merged' && equalJson(read(theirs.text), changed)).toBe(true);
      }),
    );
  });

  it('conflicts whichever side is called ours', () => {
    fc.assert(
      fc.property(object, object, object, (base, one, other) => {
        const [there, back] = [
          merge(write(base, 2), write(one, 2), write(other, 2)),
          merge(write(base, 2), write(other, 2), write(one, 2)),
        ];
        // A key that only one side knows of is the user's in ours, and new in theirs: there sides differ.
        if (knows(base, one) && knows(base, other)) expect(there.kind).toBe(back.kind);
      }),
    );
  });

  it('keeps the keys of the user, and parses', () => {
    fc.assert(
      fc.property(object, object, extras, indent, (base, theirs, mine, space) => {
        const ours = { ...base, ...mine };
        const result = merge(write(base, space), write(ours, space), write(theirs, space));
        expect(result.kind).toBe('merged');
        if (result.kind === 'merged') expect(equalJson(read(result.text), { ...theirs, ...mine })).toBe(true);
      }),
    );
  });
});
