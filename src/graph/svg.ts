import type { Graph, GraphNode } from './graph.ts';
import { type Box, layOut, type Wire } from './layout.ts';

/** Light and dark by what the reader's page asks for; every colour is named once. */
const STYLE = `
    svg { --ground: #ffffff; --box: #f4f6f8; --line: #8a94a0; --text: #17202a; --note: #5b6672; --wire: #6c7784; --create: #1a7f37; --update: #9a6700; --delete: #cf222e; --conflict: #8250df; background: var(--ground); }
    @media (prefers-color-scheme: dark) {
      svg { --ground: #0d1117; --box: #1b222b; --line: #6b7683; --text: #e6edf3; --note: #9aa6b2; --wire: #8b96a3; --create: #3fb950; --update: #d29922; --delete: #f85149; --conflict: #bc8cff; }
    }
    text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; fill: var(--text); }
    .note { font-size: 10.5px; fill: var(--note); }
    .ground { fill: var(--ground); }
    .box { fill: var(--box); stroke: var(--line); stroke-width: 1.2; }
    .create { stroke: var(--create); stroke-width: 2; } .update { stroke: var(--update); stroke-width: 2; }
    .delete { stroke: var(--delete); stroke-width: 2; } .conflict { stroke: var(--conflict); stroke-width: 2; }
    .wire { fill: none; stroke: var(--wire); stroke-width: 1.3; }
    .head { fill: var(--wire); }`;

/** How a picture is part of a page: its style is then left to the page, and boxes may link into it. */
export interface InPage {
  /** Where a node's link leads; undefined where it has none. */
  readonly link: (id: string) => string | undefined;
}

/** A picture that needs nothing from elsewhere: no script, no font, no link. */
export function toSvg(graph: Graph, title = 'Components and what they need', page?: InPage): string {
  const { width, height, boxes, wires } = layOut(graph);
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title)}">`,
    `  <title>${escaped(title)}</title>`,
    ...(page === undefined ? [`  <style>${STYLE}\n  </style>`] : []),
    '  <defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 1 L10 5 L0 9 z"/></marker></defs>',
    `  <rect class="ground" width="${width}" height="${height}"/>`,
    ...wires.map(wire),
    ...boxes.map((found) => linked(box(found), page?.link(found.node.id))),
    '</svg>',
  ].join('\n')}\n`;
}

function wire({ from, to, points }: Wire): string {
  const [first, ...rest] = points;
  let path = `M${first?.[0]} ${first?.[1]}`;
  let [x, y] = first ?? [0, 0];
  for (const [nextX, nextY] of rest) {
    const middle = Math.round((x + nextX) / 2);
    path += y === nextY ? ` L${nextX} ${nextY}` : ` C${middle} ${y} ${middle} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return `  <path class="wire" marker-end="url(#head)" d="${path}"><title>${escaped(from)} needs ${escaped(to)}</title></path>`;
}

function box({ node, x, y, width, height }: Box): string {
  const middle = x + width / 2;
  const kind = node.mark === undefined ? 'box' : `box ${node.mark}`;
  const name = node.note === undefined ? y + height / 2 + 4.5 : y + height / 2 - 2;
  return `  <g><title>${escaped(titleOf(node))}</title><rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/><text x="${middle}" y="${name}" text-anchor="middle">${escaped(node.id)}</text>${note(node, middle, y + height / 2 + 13)}</g>`;
}

function linked(drawn: string, to: string | undefined): string {
  return to === undefined ? drawn : `  <a href="${escaped(to)}">${drawn.trim()}</a>`;
}

function note(node: GraphNode, x: number, y: number): string {
  return node.note === undefined
    ? ''
    : `<text class="note" x="${x}" y="${y}" text-anchor="middle">${escaped(node.note)}</text>`;
}

function titleOf(node: GraphNode): string {
  return [node.id, node.note, node.mark].filter((part) => part !== undefined).join(', ');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
