import { sizeOf } from './markdown.ts';

type BlockOf<T> = (item: T) => readonly string[];

/** Lines are taken while there is room, and none is made beyond that; what no longer fits is counted. */
export class Budget {
  #left: number;
  readonly #whole: number;
  cut = 0;

  constructor(whole: number) {
    this.#left = whole;
    this.#whole = whole;
  }

  get used(): number {
    return this.#whole - this.#left;
  }

  takes(lines: readonly string[]): boolean {
    const size = spaceOf(lines);
    if (size > this.#left) return false;
    this.#left -= size;
    return true;
  }

  /** Whether all of them would fit. */
  holds<T>(items: readonly T[], blockOf: BlockOf<T>): boolean {
    let left = this.#left;
    for (const item of items) {
      left -= spaceOf(blockOf(item));
      if (left < 0) return false;
    }
    return true;
  }

  /** Blocks from the first until one does not fit, and how many are left then. */
  fill<T>(
    items: readonly T[],
    blockOf: BlockOf<T>,
  ): { readonly lines: readonly string[]; readonly left: number } {
    const lines: string[] = [];
    for (const [index, item] of items.entries()) {
      const block = blockOf(item);
      if (!this.takes(block)) return { lines, left: items.length - index };
      lines.push(...block);
    }
    return { lines, left: 0 };
  }

  section<T>(title: string, items: readonly T[], blockOf: BlockOf<T>): readonly string[] {
    if (items.length === 0) return [];
    const head = ['', `#### ${title}`, ''];
    this.takes([...head, '- ... and 10000 more']);
    const { lines, left } = this.fill(items, blockOf);
    this.cut += left;
    return [...head, ...lines, ...(left > 0 ? [`- ... and ${left} more`] : [])];
  }
}

function spaceOf(lines: readonly string[]): number {
  return sizeOf(lines.join('\n')) + 1;
}
