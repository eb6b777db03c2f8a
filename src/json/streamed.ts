import type { Json } from './json.ts';

/** JSON of which what is large is made only when it is written. */
export type Streamed = Json | StreamedList | StreamedObject;

export class StreamedList {
  readonly items: () => Iterable<Streamed>;

  constructor(items: () => Iterable<Streamed>) {
    this.items = items;
  }
}

export class StreamedObject {
  readonly entries: readonly (readonly [string, Streamed])[];

  constructor(entries: { readonly [key: string]: Streamed }) {
    this.entries = Object.entries(entries);
  }
}

/** As `JSON.stringify` has it, piece by piece: on one line, or with `indent` spaces a level. */
export function jsonPieces(value: Streamed, indent = 0): Generator<string, void> {
  return piecesOf(value, { indent, lead: indent === 0 ? '' : '\n' });
}

interface Layout {
  readonly indent: number;
  /** What a line within the value at hand begins with: a break and the spaces of its level. */
  readonly lead: string;
}

function* piecesOf(value: Streamed, layout: Layout): Generator<string, void> {
  if (value instanceof StreamedList) yield* between('[', value.items(), piecesOf, ']', layout);
  else if (value instanceof StreamedObject) yield* between('{', value.entries, entryPieces, '}', layout);
  else yield JSON.stringify(value, null, layout.indent).replaceAll('\n', layout.lead);
}

function* entryPieces([key, value]: readonly [string, Streamed], layout: Layout): Generator<string, void> {
  yield `${JSON.stringify(key)}:${layout.indent === 0 ? '' : ' '}`;
  yield* piecesOf(value, layout);
}

function* between<T>(
  open: string,
  items: Iterable<T>,
  itemPieces: (item: T, layout: Layout) => Iterable<string>,
  close: string,
  { indent, lead }: Layout,
): Generator<string, void> {
  const inner = { indent, lead: lead + ' '.repeat(indent) };
  let before = open;
  for (const item of items) {
    yield before + inner.lead;
    yield* itemPieces(item, inner);
    before = ',';
  }
  yield before === open ? `${open}${close}` : `${lead}${close}`;
}
