import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildDesired } from '../../src/desired/build.ts';
import type { DesiredComponent, DesiredGraph } from '../../src/desired/graph.ts';
import type { RecordedState } from '../../src/state/recorded.ts';
import { capabilities } from '../../templates/capabilities.ts';
import { fc } from '../seeded.ts';
import { recordOf } from '../unit/desired/support.ts';
import { exampleText, systemOf } from '../unit/system/support.ts';

type Tree = { [key: string]: unknown };

const NOTHING: RecordedState = { kind: 'absent' };

function desired(text: string, recorded = NOTHING): DesiredGraph {
  const { value, diagnostics } = buildDesired(systemOf(text), capabilities, recorded);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

/** Maps in which the order says nothing: all but services (ports), models, fields, children, settings (their order shows). */
const ORDERED = new Set([
  'services',
  'models',
  'aggregates',
  'fields',
  'children',
  'config',
  'values',
  'default',
  'schema',
]);

function shuffled(tree: unknown, order: (keys: string[]) => string[], key = ''): unknown {
  if (Array.isArray(tree)) return tree.map((one) => shuffled(one, order));
  if (typeof tree !== 'object' || tree === null) return tree;
  if (key === 'schema' || key === 'default') return tree;
  const map = tree as Tree;
  const keys = ORDERED.has(key) ? Object.keys(map) : order(Object.keys(map));
  return Object.fromEntries(keys.map((one) => [one, shuffled(map[one], order, one)]));
}

/** A seed decides; the same seed, the same order. */
function shuffler(seed: number): (keys: string[]) => string[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return (keys) =>
    keys
      .map((key) => ({ key, rank: next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key }) => key);
}

const scalar = fc.constantFrom(
  'string!',
  'text?',
  'int >= 0 = 1',
  'decimal(10,2)? >= 0',
  'bool = true',
  'date?',
  'datetime?',
  'enum(a, b, c) = a',
  'uuid?',
  '[slug]?',
  'email? unique',
);
const fieldName = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'class', 'long_name', 'x2');
const fields = fc.dictionary(fieldName, scalar, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
const options = fc.record({ audit: fc.boolean(), soft_delete: fc.boolean() });
const model = fc.record({ fields, options });
const modelName = fc.constantFrom('Item', 'Person', 'OrderLine', 'Box', 'HttpPeer');
const service = fc.record({
  kind: fc.constant('atom'),
  models: fc.dictionary(modelName, model, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
});
const spec = fc.record({
  version: fc.constant(1),
  name: fc.constant('demo'),
  services: fc.dictionary(fc.constantFrom('a', 'b', 'long-name'), service, {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  }),
});

/** Two components that would leave the same behind. */
function same(one: DesiredComponent | undefined, other: DesiredComponent | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

describe('the desired graph', () => {
  it('does not depend on the order of keys where order means nothing', () => {
    for (const name of ['minimal', 'todo', 'catalog']) {
      const text = exampleText(name);
      const system = JSON.stringify(systemOf(text));
      const graph = JSON.stringify(desired(text));
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const other = stringify(shuffled(parse(text), shuffler(seed)));
          expect(JSON.stringify(systemOf(other))).toBe(system);
          expect(JSON.stringify(desired(other))).toBe(graph);
        }),
        { numRuns: 3 },
      );
    }
  });

  it('is rendered whole or not at all, and the same both times', () => {
    fc.assert(
      fc.property(spec, (tree) => {
        const text = stringify(tree);
        const first = desired(text);
        expect(JSON.stringify(desired(text))).toBe(JSON.stringify(first));
        const second = desired(text, recordOf(first));
        expect(second.components.every((component) => component.files.kind === 'as-recorded')).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('leaves the components of other services alone when a service is added', () => {
    fc.assert(
      fc.property(spec, service, (tree, added) => {
        const before = desired(stringify(tree));
        const after = desired(stringify({ ...tree, services: { ...tree.services, added } }));
        const now = new Map(after.components.map((component) => [component.address, component]));
        for (const component of before.components.filter(({ address }) =>
          /^service\.|^package\.contracts\./.test(address),
        ))
          expect(same(component, now.get(component.address)), component.address).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("touches only a model's files, its indexes and one migration when one of its fields changes", () => {
    const text = exampleText('catalog');
    const before = desired(text);
    const recorded = recordOf(before);
    const changed = text.replace('website: url?', 'website: url?\n          motto: string? len 1..80');
    expect(changed).not.toBe(text);
    const after = desired(changed, recorded);
    const old = new Map(
      before.components
        .flatMap(({ files }) => (files.kind === 'rendered' ? files.files : []))
        .map((file) => [file.path, file.content]),
    );
    const touched = after.components
      .flatMap(({ files }) => (files.kind === 'rendered' ? files.files : []))
      .filter(
        ({ path, content }) =>
          content.kind === 'text' && JSON.stringify(old.get(path)) !== JSON.stringify(content),
      )
      .map(({ path }) => path);
    expect(touched.length).toBeGreaterThan(0);
    const own =
      /^(services\/suppliers|packages\/contracts\/(?:src|test)\/suppliers)\/(.*\/)?(supplier|[0-9]{4}_)[^/]*$/;
    expect(touched.filter((path) => !own.test(path))).toEqual([]);
    const untouched = after.components.filter(({ address }) => !address.includes('suppliers'));
    expect(untouched.every((component) => component.files.kind === 'as-recorded')).toBe(true);
  });
});
