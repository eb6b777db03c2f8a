/** Circles in a graph of names, each once, from its least name on. Linear in names and edges. */
export function findCircles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const name of edges.keys()) if (!done.has(name)) visit(name, edges, done, circles);
  return circles;
}

interface Frame {
  readonly name: string;
  next: number;
}

/** Depth first without recursion: chains may be long. */
function visit(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
  circles: (readonly string[])[],
): void {
  const open: Frame[] = [{ name: start, next: 0 }];
  const onPath = new Map([[start, 0]]);
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const target = edges.get(frame.name)?.[frame.next++];
    if (target === undefined) {
      done.add(frame.name);
      onPath.delete(frame.name);
      open.pop();
      continue;
    }
    const seen = onPath.get(target);
    if (seen !== undefined) circles.push(rotated(open.slice(seen).map(({ name }) => name)));
    else if (!done.has(target) && edges.has(target)) {
      onPath.set(target, open.length);
      open.push({ name: target, next: 0 });
    }
  }
}

function rotated(circle: readonly string[]): readonly string[] {
  const least = circle.reduce((best, name, index) => (name < (circle[best] ?? '') ? index : best), 0);
  return [...circle.slice(least), ...circle.slice(0, least)];
}
