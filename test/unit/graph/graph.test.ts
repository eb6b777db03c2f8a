import { describe, expect, it } from 'vitest';
import { toDot, toMermaid } from '../../../src/graph/export.ts';
import { closure, makeGraph, orderOf, subgraph } from '../../../src/graph/graph.ts';
import { layOut } from '../../../src/graph/layout.ts';
import { toSvg } from '../../../src/graph/svg.ts';
import { fc } from '../../seeded.ts';

const graphOf = (edges: readonly (readonly [string, string])[], more: readonly string[] = []) =>
  makeGraph(
    [...new Set([...edges.flat(), ...more])].map((id) => ({ id })),
    edges.map(([from, to]) => ({ from, to })),
  );
const graphs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 }).map((pairs) =>
  graphOf(
    pairs.filter(([one, other]) => one > other).map(([one, other]) => [`n.${one}`, `n.${other}`] as const),
    ['alone'],
  ),
);

describe('a graph', () => {
  it('puts what is needed first, and names of one rank in order', () => {
    expect(
      orderOf(
        graphOf(
          [
            ['b', 'a'],
            ['c', 'a'],
            ['d', 'b'],
          ],
          ['z'],
        ),
      ),
    ).toEqual({ kind: 'ordered', ids: ['a', 'b', 'c', 'd', 'z'] });
    fc.assert(
      fc.property(graphs, (graph) => {
        const order = orderOf(graph);
        if (order.kind !== 'ordered') return expect.fail('no circle in it');
        expect(order.ids).toHaveLength(graph.nodes.length);
        for (const { from, to } of graph.edges)
          expect(order.ids.indexOf(to)).toBeLessThan(order.ids.indexOf(from));
      }),
    );
  });

  it('names a circle', () => {
    expect(
      orderOf(
        graphOf([
          ['x', 'c'],
          ['c', 'a'],
          ['a', 'b'],
          ['b', 'c'],
        ]),
      ),
    ).toEqual({ kind: 'circle', ids: ['a', 'b', 'c'] });
    expect(orderOf(graphOf([['a', 'a']]))).toEqual({ kind: 'circle', ids: ['a'] });
  });

  it('follows needs both ways', () => {
    const graph = graphOf([
      ['c', 'b'],
      ['b', 'a'],
      ['d', 'a'],
    ]);
    expect([...closure(graph, ['b'], 'dependencies')].sort()).toEqual(['a', 'b']);
    expect([...closure(graph, ['b'], 'dependents')].sort()).toEqual(['b', 'c']);
    expect(subgraph(graph, new Set(['a', 'b'])).edges).toEqual([{ from: 'b', to: 'a' }]);
  });

  it('is written for Graphviz and Mermaid', () => {
    const graph = makeGraph([{ id: 'a"b', note: '2 files' }, { id: 'end' }], [{ from: 'end', to: 'a"b' }]);
    expect(toDot(graph)).toBe(
      'digraph hatmax {\n  rankdir = "LR"\n  node [shape = "box", style = "rounded", fontname = "sans-serif"]\n  "a\\"b" [label = "a\\"b\\n2 files"]\n  "end"\n  "end" -> "a\\"b"\n}\n',
    );
    expect(toMermaid(graph)).toBe(
      'flowchart LR\n  n0["a#34;b<br/><small>2 files</small>"]\n  n1["end"]\n  n1 --> n0\n',
    );
  });
});

describe('a picture', () => {
  it('has no box over another and no wire from right to left', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { boxes, wires, width, height } = layOut(graph);
        expect(boxes).toHaveLength(graph.nodes.length);
        for (const [index, one] of boxes.entries()) {
          expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height).toBe(
            true,
          );
          for (const other of boxes.slice(index + 1)) {
            const apart =
              one.x + one.width < other.x ||
              other.x + other.width < one.x ||
              one.y + one.height < other.y ||
              other.y + other.height < one.y;
            expect(apart).toBe(true);
          }
        }
        for (const { points } of wires)
          for (const [index, point] of points.entries())
            expect(point[0]).toBeGreaterThanOrEqual(points[index - 1]?.[0] ?? 0);
      }),
    );
  });

  it('leaves no blank: a box that stands alone in its column is not pushed away by the others', () => {
    const needs: Readonly<Record<string, readonly string[]>> = {
      'http-tests': ['app'],
      'repository-tests': ['repository', 'migrations'],
      'domain-tests': ['domain'],
      seed: ['contracts'],
      app: ['repository', 'http', 'migrations'],
      repository: ['domain'],
      http: ['domain', 'contracts'],
      domain: ['kit'],
      contracts: ['kit'],
    };
    const edges = Object.entries(needs).flatMap(([from, all]) => all.map((to) => ({ from, to })));
    const names = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const { height, boxes } = layOut(
      makeGraph(
        [...names].map((id) => ({ id })),
        edges,
      ),
    );
    const column = Math.max(...boxes.map(({ x }) => boxes.filter((box) => box.x === x).length));
    expect(height).toBeLessThan((column + 1) * 64 + 48);
  });

  it('needs nothing from elsewhere, and shows names as text only', () => {
    const svg = toSvg(
      makeGraph(
        [{ id: '<script>' }, { id: 'b', note: '1 file', mark: 'create' }],
        [{ from: '<script>', to: 'b' }],
      ),
    );
    expect(svg).not.toContain('<script');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\((?!#)/);
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  it('draws nothing, one, and a circle too', () => {
    for (const graph of [
      graphOf([]),
      graphOf([], ['one']),
      graphOf([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ])
      expect(toSvg(graph)).not.toMatch(/NaN|Infinity/);
  });
});
