import type { DesiredGraph } from '../desired/graph.ts';
import { type Graph, type GraphNode, makeGraph } from '../graph/graph.ts';
import type { Json } from '../json/json.ts';
import type { Action, Plan } from '../plan/plan.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import { plural } from './paint.ts';

/** The components of a spec as a graph: with how many files each has and, beside a plan, what happens to it. */
export function componentGraph(
  desired: Pick<DesiredGraph, 'components'>,
  recorded: ReadonlyMap<string, RecordedComponent>,
  plan?: Plan,
): Graph {
  const marks = plan === undefined ? new Map<string, GraphNode['mark']>() : marksOf(plan, recorded);
  const wanted = new Set<string>(desired.components.map((component) => component.address));
  const leaving =
    plan === undefined ? [] : [...recorded.values()].filter((component) => !wanted.has(component.address));
  const nodes = [
    ...desired.components.map(({ address, files }) => ({
      address,
      count: files.kind === 'rendered' ? files.files.length : (recorded.get(address)?.files.size ?? 0),
    })),
    ...leaving.map((component) => ({ address: component.address, count: component.files.size })),
  ].map(({ address, count }): GraphNode => {
    const mark = marks.get(address);
    return { id: address, note: plural(count, 'file'), ...(mark === undefined ? {} : { mark }) };
  });
  const edges = [...desired.components, ...leaving].flatMap(({ address, dependsOn }) =>
    dependsOn.map((to) => ({ from: address, to })),
  );
  return makeGraph(nodes, edges);
}

function marksOf(
  plan: Plan,
  recorded: ReadonlyMap<string, RecordedComponent>,
): Map<string, GraphNode['mark']> {
  const actions = new Map<string, Set<Action>>();
  for (const { component, action } of plan.changes)
    actions.set(component, (actions.get(component) ?? new Set()).add(action));
  return new Map([...actions].map(([component, done]) => [component, markOf(done, recorded.has(component))]));
}

function markOf(actions: ReadonlySet<Action>, known: boolean): GraphNode['mark'] {
  if (actions.has('conflict')) return 'conflict';
  if ([...actions].every((action) => action === 'delete' || action === 'orphan')) return 'delete';
  if ([...actions].every((action) => action === 'keep')) return undefined;
  return known ? 'update' : 'create';
}

export function graphJson(graph: Graph): Json {
  return {
    nodes: graph.nodes.map(({ id, note, mark }) => ({ id, note: note ?? null, mark: mark ?? null })),
    edges: graph.edges.map(({ from, to }) => ({ from, to })),
  };
}
