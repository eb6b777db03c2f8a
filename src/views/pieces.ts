/** A part of an answer: blocks of lines, each made when it is asked for. */
export type Section = Iterable<readonly string[]>;

/** Sections with a blank line between them, a block at a time: no more of an answer is held than the block at hand. */
export function* sectionPieces(sections: Iterable<Section>): Generator<string, void> {
  let gap = '';
  for (const section of sections) {
    let before = gap;
    for (const lines of section) {
      if (lines.length === 0) continue;
      yield `${before}${lines.join('\n')}\n`;
      [before, gap] = ['', '\n'];
    }
  }
}

/** A heading, said only where something follows it. */
export function* headed(heading: string, blocks: Section): Generator<readonly string[], void> {
  let isFirst = true;
  for (const lines of blocks) {
    if (lines.length === 0) continue;
    yield isFirst ? [heading, ...lines] : lines;
    isFirst = false;
  }
}

/** Items as blocks of lines. */
export function* blocksOf<T>(
  items: Iterable<T>,
  linesOf: (item: T) => readonly string[],
): Generator<readonly string[], void> {
  for (const item of items) yield linesOf(item);
}
