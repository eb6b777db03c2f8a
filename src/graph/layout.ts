import { compare, type Graph, type GraphNode } from './graph.ts';

export interface Box {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Points an edge runs through, from what needs to what is needed. */
export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
}

const SPACE = {
  margin: 24,
  layers: 84,
  rows: 20,
  height: 44,
  narrow: 8,
  padding: 28,
  letter: 7.7,
  smallLetter: 6.4,
};
const SWEEPS = 12;

/** A node, or a place an edge passes a layer at. */
interface Slot {
  readonly id: string;
  readonly node: GraphNode | undefined;
  readonly layer: number;
  next: string[];
  before: string[];
}

/**
 * Layers from left to right: what needs stands left of what is needed. Long edges pass the layers between in slots of
 * their own, so that no edge runs under a box; rows are ordered to cross little (barycentres, a fixed number of sweeps).
 */
export function layOut(graph: Graph): Layout {
  const slots = slotsOf(graph);
  const layers = ordered(layersOf(slots), slots);
  const widths = layers.map((layer) => Math.max(0, ...layer.map((slot) => widthOf(slot.node))));
  const rows = rowsOf(layers, slots);
  const height = Math.max(0, ...rows.values()) + SPACE.height / 2 + SPACE.margin;
  const lefts = widths.map((_, index) => SPACE.margin + sum(widths.slice(0, index)) + index * SPACE.layers);
  const boxes = [...slots.values()].flatMap((slot): Box[] => {
    const y = (rows.get(slot.id) ?? 0) - SPACE.height / 2;
    const width = widths[slot.layer] ?? 0;
    return slot.node === undefined
      ? []
      : [{ node: slot.node, x: lefts[slot.layer] ?? 0, y, width, height: SPACE.height }];
  });
  const wires = graph.edges.map((edge) => wireOf(edge, slots, { lefts, widths, rows }));
  const width = (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0) + SPACE.margin;
  return { width, height, boxes, wires };
}

function slotsOf(graph: Graph): Map<string, Slot> {
  const depth = layerOfEach(graph);
  const slots = new Map<string, Slot>();
  for (const node of graph.nodes)
    slots.set(node.id, { id: node.id, node, layer: depth.get(node.id) ?? 0, next: [], before: [] });
  for (const edge of graph.edges) {
    const path = [edge.from, ...passing(edge, depth), edge.to];
    path.forEach((id, index) => {
      const layer = (depth.get(edge.from) ?? 0) + index;
      if (!slots.has(id)) slots.set(id, { id, node: undefined, layer, next: [], before: [] });
      const previous = path[index - 1];
      if (previous === undefined) return;
      slots.get(previous)?.next.push(id);
      slots.get(id)?.before.push(previous);
    });
  }
  return slots;
}

function passing(edge: { from: string; to: string }, depth: ReadonlyMap<string, number>): readonly string[] {
  const [start, end] = [depth.get(edge.from) ?? 0, depth.get(edge.to) ?? 0];
  return Array.from({ length: Math.max(0, end - start - 1) }, (_, index) =>
    passingId(edge, start + 1 + index),
  );
}

function passingId(edge: { from: string; to: string }, layer: number): string {
  return JSON.stringify([edge.from, edge.to, layer]);
}

/** The longest way to a node from one that nobody needs. Edges that close a circle do not count. */
function layerOfEach(graph: Graph): ReadonlyMap<string, number> {
  const neededBy = new Map<string, string[]>();
  for (const edge of graph.edges) neededBy.set(edge.to, [...(neededBy.get(edge.to) ?? []), edge.from]);
  const depth = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined || open.has(id)) return known ?? -1;
    open.add(id);
    const layer = Math.max(0, ...(neededBy.get(id) ?? []).map((other) => visit(other) + 1));
    open.delete(id);
    depth.set(id, layer);
    return layer;
  };
  for (const node of graph.nodes) visit(node.id);
  return depth;
}

function layersOf(slots: ReadonlyMap<string, Slot>): Slot[][] {
  const layers: Slot[][] = [];
  for (const slot of [...slots.values()].sort((one, other) => compare(one.id, other.id))) {
    while (layers.length <= slot.layer) layers.push([]);
    layers[slot.layer]?.push(slot);
  }
  return layers.filter((layer) => layer.length > 0);
}

function ordered(layers: Slot[][], slots: ReadonlyMap<string, Slot>): Slot[][] {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    const places = new Map<string, number>();
    const place = (layer: readonly Slot[]) => {
      for (const [index, slot] of layer.entries()) places.set(slot.id, index / Math.max(1, layer.length - 1));
    };
    for (const layer of layers) place(layer);
    for (const layer of forth ? layers : [...layers].reverse()) {
      const weights = new Map(
        layer.map((slot) => [
          slot.id,
          mean((forth ? slot.before : slot.next).map((id) => places.get(id) ?? 0)),
        ]),
      );
      layer.sort(
        (one, other) =>
          (weights.get(one.id) ?? places.get(one.id) ?? 0) -
            (weights.get(other.id) ?? places.get(other.id) ?? 0) || compare(one.id, other.id),
      );
      place(layer);
    }
  }
  return slots.size === 0 ? [[]] : layers;
}

/** Heights of the middles: near the middle of what a slot hangs on, never nearer to the next than they fit. */
function rowsOf(
  layers: readonly (readonly Slot[])[],
  slots: ReadonlyMap<string, Slot>,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const layer of layers) spread(layer, (_, index) => index * (SPACE.height + SPACE.rows), rows);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) {
      spread(
        layer,
        (slot) =>
          mean([...slot.before, ...slot.next].map((id) => rows.get(id) ?? 0)) ?? rows.get(slot.id) ?? 0,
        rows,
      );
    }
  }
  const least = Math.min(...[...slots.values()].map((slot) => rows.get(slot.id) ?? 0));
  for (const [id, row] of rows) rows.set(id, Math.round(row - least + SPACE.margin + SPACE.height / 2));
  return rows;
}

interface Block {
  readonly count: number;
  /** Of the wishes of its slots, each less how far below the layer's first slot it has to be. */
  readonly mean: number;
}

/**
 * As near to what every slot wishes as the room between them lets it be (least squares, by pooling neighbours that would
 * overlap): a slot that stands alone has its wish, and only those that touch are moved together.
 */
function spread(
  layer: readonly Slot[],
  wanted: (slot: Slot, index: number) => number,
  rows: Map<string, number>,
): void {
  const least: number[] = [];
  const blocks: Block[] = [];
  for (const [index, slot] of layer.entries()) {
    const before = layer[index - 1];
    least.push(before === undefined ? 0 : (least[index - 1] ?? 0) + apart(before, slot));
    let block: Block = { count: 1, mean: wanted(slot, index) - (least[index] ?? 0) };
    for (let above = blocks.at(-1); above !== undefined && above.mean > block.mean; above = blocks.at(-1)) {
      blocks.pop();
      const count = above.count + block.count;
      block = { count, mean: (above.mean * above.count + block.mean * block.count) / count };
    }
    blocks.push(block);
  }
  const places = blocks.flatMap(({ count, mean: place }) => Array.from({ length: count }, () => place));
  for (const [index, slot] of layer.entries()) rows.set(slot.id, (places[index] ?? 0) + (least[index] ?? 0));
}

function apart(one: Slot, other: Slot): number {
  const half = (slot: Slot) => (slot.node === undefined ? SPACE.narrow : SPACE.height) / 2;
  return half(one) + half(other) + SPACE.rows;
}

interface Places {
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly rows: ReadonlyMap<string, number>;
}

function wireOf(
  edge: { from: string; to: string },
  slots: ReadonlyMap<string, Slot>,
  { lefts, widths, rows }: Places,
): Wire {
  const layer = (id: string) => slots.get(id)?.layer ?? 0;
  const [start, end] = [layer(edge.from), layer(edge.to)];
  const points: [number, number][] = [[(lefts[start] ?? 0) + (widths[start] ?? 0), rows.get(edge.from) ?? 0]];
  for (let between = start + 1; between < end; between++) {
    const row = rows.get(passingId(edge, between)) ?? 0;
    points.push([lefts[between] ?? 0, row], [(lefts[between] ?? 0) + (widths[between] ?? 0), row]);
  }
  points.push([lefts[end] ?? 0, rows.get(edge.to) ?? 0]);
  return { ...edge, points };
}

function widthOf(node: GraphNode | undefined): number {
  if (node === undefined) return SPACE.narrow;
  return Math.ceil(
    Math.max(node.id.length * SPACE.letter, (node.note?.length ?? 0) * SPACE.smallLetter) + SPACE.padding,
  );
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
