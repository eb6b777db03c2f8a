/** What a spec may be at most: far above what people write, far below what would make the loader slow. */
export const limits = {
  characters: 1_048_576,
  /** Tokens that are open at once: about half as many levels of maps and lists. */
  openTokens: 200,
  depth: 100,
  /** Values that aliases and merge keys may stand for, counted each time. */
  aliasedValues: 100_000,
} as const;
