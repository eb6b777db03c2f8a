import type { Graph, GraphNode } from './graph.ts';

/** Graphviz. */
export function toDot(graph: Graph): string {
  const lines = [
    'digraph hatmax {',
    '  rankdir = "LR"',
    '  node [shape = "box", style = "rounded", fontname = "sans-serif"]',
  ];
  for (const node of graph.nodes) lines.push(`  ${dotText(node.id)}${dotLabel(node)}`);
  for (const edge of graph.edges) lines.push(`  ${dotText(edge.from)} -> ${dotText(edge.to)}`);
  return `${[...lines, '}'].join('\n')}\n`;
}

function dotLabel(node: GraphNode): string {
  return node.note === undefined ? '' : ` [label = ${dotText(`${node.id}\n${node.note}`)}]`;
}

function dotText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** For Markdown that draws it. Ids are numbers, since Mermaid reads dots and words such as `end` as its own. */
export function toMermaid(graph: Graph): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.id, `n${index}`]));
  const lines = ['flowchart LR'];
  for (const node of graph.nodes) {
    const note = node.note === undefined ? '' : `<br/><small>${mermaidText(node.note)}</small>`;
    lines.push(`  ${ids.get(node.id)}["${mermaidText(node.id)}${note}"]`);
  }
  for (const edge of graph.edges) lines.push(`  ${ids.get(edge.from)} --> ${ids.get(edge.to)}`);
  return `${lines.join('\n')}\n`;
}

function mermaidText(text: string): string {
  return text.replace(/[#&"<>]/g, (character) => `#${character.charCodeAt(0)};`).replaceAll('\n', ' ');
}
