/** A directed graph of named nodes; an edge goes from what needs to what is needed. Plain data, always sorted. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  /** Nodes of a group are drawn together. */
  readonly group?: string;
  /** Beside the name, in small: `12 files`. */
  readonly note?: string;
  readonly mark?: 'create' | 'update' | 'delete' | 'conflict';
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export function makeGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Graph {
  const known = new Set(nodes.map((node) => node.id));
  const unique = new Map(edges.map((edge) => [JSON.stringify([edge.from, edge.to]), edge]));
  const between = [...unique.values()].filter((edge) => known.has(edge.from) && known.has(edge.to));
  between.sort((one, other) => compare(one.from, other.from) || compare(one.to, other.to));
  return { nodes: [...nodes].sort((one, other) => compare(one.id, other.id)), edges: between };
}

export type Order =
  | { readonly kind: 'ordered'; readonly ids: readonly string[] }
  /** Each needs the next, and the last the first. */
  | { readonly kind: 'circle'; readonly ids: readonly string[] };

/** What is needed comes before what needs it; of those that could come next, the first by name. */
export function orderOf(graph: Graph): Order {
  const needs = neighbours(graph, 'from');
  const neededBy = neighbours(graph, 'to');
  const open = new Map(graph.nodes.map((node) => [node.id, needs.get(node.id)?.length ?? 0]));
  const ready = graph.nodes.filter((node) => open.get(node.id) === 0).map((node) => node.id);
  const ids: string[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    ids.push(id);
    for (const next of neededBy.get(id) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) insertSorted(ready, next);
    }
  }
  return ids.length === graph.nodes.length
    ? { kind: 'ordered', ids }
    : { kind: 'circle', ids: circleIn(graph, needs, new Set(ids)) };
}

/** The given nodes and all they need, however far away (`dependencies`), or all that needs them (`dependents`). */
export function closure(
  graph: Graph,
  ids: Iterable<string>,
  along: 'dependencies' | 'dependents',
): ReadonlySet<string> {
  const next = neighbours(graph, along === 'dependencies' ? 'from' : 'to');
  const found = new Set(ids);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return found;
}

/** The graph of some nodes, with the edges among them. */
export function subgraph(graph: Graph, ids: ReadonlySet<string>): Graph {
  return makeGraph(
    graph.nodes.filter((node) => ids.has(node.id)),
    graph.edges,
  );
}

function neighbours(graph: Graph, end: 'from' | 'to'): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const list = lists.get(edge[end]);
    const other = end === 'from' ? edge.to : edge.from;
    if (list === undefined) lists.set(edge[end], [other]);
    else list.push(other);
  }
  return lists;
}

/** Follows first needs from any node that could not be ordered until one comes up again. */
function circleIn(
  graph: Graph,
  needs: ReadonlyMap<string, readonly string[]>,
  ordered: ReadonlySet<string>,
): readonly string[] {
  const path: string[] = [];
  let id = graph.nodes.find((node) => !ordered.has(node.id))?.id;
  while (id !== undefined && !path.includes(id)) {
    path.push(id);
    id = needs.get(id)?.find((other) => !ordered.has(other));
  }
  const circle = path.slice(id === undefined ? 0 : path.indexOf(id));
  const first = circle.indexOf([...circle].sort(compare)[0] ?? '');
  return [...circle.slice(first), ...circle.slice(0, first)];
}

function insertSorted(ids: string[], id: string): void {
  const at = ids.findIndex((other) => compare(id, other) < 0);
  ids.splice(at === -1 ? ids.length : at, 0, id);
}

/** By code units: the same on every machine, whatever its locale. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
