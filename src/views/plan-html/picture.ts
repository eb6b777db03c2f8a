import { type Graph, type GraphNode, makeGraph, subgraph } from '../../graph/graph.ts';
import { toSvg } from '../../graph/svg.ts';
import { plural } from '../paint.ts';
import type { ReviewFile } from '../review.ts';

/** Boxes a picture may have and still be read. */
const MOST_BOXES = 90;

/** All components where they can be read; else their groups (`service.todo`); else the groups that change. */
export function graphSection(graph: Graph, ids: ReadonlyMap<ReviewFile, string>): string {
  if (graph.nodes.length === 0) return '';
  const groups = grouped(graph);
  const changed = subgraph(
    groups,
    new Set(groups.nodes.filter(({ mark }) => mark !== undefined).map(({ id }) => id)),
  );
  const drawn = [graph, groups, changed].find(({ nodes }) => nodes.length > 0 && nodes.length <= MOST_BOXES);
  return `<section><h2>Components<small>${graph.nodes.length}</small></h2>${drawn === undefined ? TOO_MANY : picture(drawn, ids)}</section>\n`;
}

const TOO_MANY = '<p>Too many to draw; <code>hatmax graph --format svg</code> does.</p>';
const LEGEND =
  '<p class="keys"><span class="create"><i></i>new</span><span class="update"><i></i>changed</span><span class="delete"><i></i>removed</span><span class="conflict"><i></i>in conflict</span></p>';

function picture(graph: Graph, ids: ReadonlyMap<ReviewFile, string>): string {
  const first = new Map<string, string>();
  for (const [{ component }, id] of ids)
    for (const name of [component, groupOf(component)]) if (!first.has(name)) first.set(name, `#${id}`);
  const svg = toSvg(graph, 'Components and what they need', { link: (id) => first.get(id) });
  return `<div class="graph" tabindex="0" role="group" aria-label="Components">${svg}</div>${LEGEND}`;
}

function groupOf(address: string): string {
  return address.split('.').slice(0, 2).join('.');
}

function grouped(graph: Graph): Graph {
  const groups = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const members = groups.get(groupOf(node.id));
    if (members === undefined) groups.set(groupOf(node.id), [node]);
    else members.push(node);
  }
  const nodes = [...groups].map(([id, members]): GraphNode => {
    const mark = markOf(members);
    return { id, note: plural(members.length, 'component'), ...(mark === undefined ? {} : { mark }) };
  });
  const edges = graph.edges
    .map(({ from, to }) => ({ from: groupOf(from), to: groupOf(to) }))
    .filter(({ from, to }) => from !== to);
  return makeGraph(nodes, edges);
}

function markOf(members: readonly GraphNode[]): GraphNode['mark'] {
  const marks = new Set(members.map(({ mark }) => mark));
  if (marks.has('conflict')) return 'conflict';
  const [only] = marks;
  return marks.size === 1 ? only : 'update';
}
