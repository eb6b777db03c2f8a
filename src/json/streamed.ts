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

/** On one line, as `JSON.stringify` has it, piece by piece. */
export function* jsonPieces(value: Streamed): Generator<string, void> {
  if (value instanceof StreamedList) {
    yield* between('[', value.items(), jsonPieces, ']');
  } else if (value instanceof StreamedObject) {
    yield* between('{', value.entries, entryPieces, '}');
  } else yield JSON.stringify(value);
}

function* entryPieces([key, value]: readonly [string, Streamed]): Generator<string, void> {
  yield `${JSON.stringify(key)}:`;
  yield* jsonPieces(value);
}

function* between<T>(
  open: string,
  items: Iterable<T>,
  piecesOf: (item: T) => Iterable<string>,
  close: string,
): Generator<string, void> {
  let before = open;
  for (const item of items) {
    yield before;
    yield* piecesOf(item);
    before = ',';
  }
  yield before === open ? `${open}${close}` : close;
}
