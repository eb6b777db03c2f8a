import { toDot, toMermaid } from '../graph/export.ts';
import type { Graph } from '../graph/graph.ts';
import { toSvg } from '../graph/svg.ts';
import { recordedComponents } from '../plan/recorded-files.ts';
import { componentGraph, graphJson } from '../views/graph.ts';
import type { Answer, Place } from './place.ts';
import { plan } from './plan.ts';

export const GRAPH_FORMATS = ['dot', 'mermaid', 'svg', 'json'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** The components and what they need; with `changes`, what a plan would do to each. */
export async function graph(place: Place, changes: boolean): Promise<Answer<Graph>> {
  const planned = await plan(place, {});
  if (planned.value === undefined) return { ...planned, value: undefined };
  const { sides, plan: made } = planned.value;
  const records = recordedComponents(sides.recorded);
  const value = componentGraph(sides.desired, records, ...(changes ? [made] : []));
  return { ...planned, value };
}

export function drawn(graph: Graph, format: GraphFormat): string {
  switch (format) {
    case 'dot':
      return toDot(graph);
    case 'mermaid':
      return toMermaid(graph);
    case 'svg':
      return toSvg(graph);
    case 'json':
      return `${JSON.stringify(graphJson(graph), null, 2)}\n`;
  }
}
