import { type Token, tokensOf, Unknown } from './tokens.ts';

/** Walks over tokens. A comment where none is looked for is unknown, so that none is ever lost. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private at = 0;
  private claimed = -1;

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  peek(ahead = 0): Token {
    return (this.tokens[this.at + ahead] ?? this.tokens.at(-1)) as Token;
  }

  /** How far ahead the bracket that opens `ahead` is closed; undefined where it is not. */
  closing(ahead = 0): number | undefined {
    let depth = 0;
    for (let next = ahead; this.peek(next).kind !== 'end'; next += 1) {
      const { kind, text } = this.peek(next);
      if (kind !== 'punct') continue;
      if (text === '(' || text === '[' || text === '{') depth += 1;
      else if (text === ')' || text === ']' || text === '}') depth -= 1;
      if (depth === 0) return next;
    }
    return undefined;
  }

  /** Behind what was taken last. */
  get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  get position(): number {
    return this.at;
  }

  rewind(position: number): void {
    this.at = position;
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && token.kind !== 'string';
  }

  take(): Token {
    const token = this.peek();
    if (token.kind === 'end') throw new Unknown('the end');
    if (token.comments.length > 0 && this.claimed !== this.at) throw new Unknown('a comment');
    this.at += 1;
    return token;
  }

  skip(text: string): boolean {
    if (!this.is(text)) return false;
    this.take();
    return true;
  }

  want(text: string): Token {
    if (!this.is(text)) throw new Unknown(`${this.peek().text} is not ${text}`);
    return this.take();
  }

  word(): string {
    if (this.peek().kind !== 'word') throw new Unknown(`${this.peek().text} is no word`);
    return this.take().text;
  }

  /** Over `count` tokens, whatever they are, and to the comments of the next one. */
  leap(count: number): void {
    this.at += count;
    this.claim();
  }

  /** The comments before the next token, which are its statement's or member's. */
  claim(): readonly string[] {
    this.claimed = this.at;
    return this.peek().comments;
  }

  /** Tries `read`, and comes back to where it was if that does not know what it finds. */
  attempt<T>(read: () => T): T | undefined {
    const { at } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      this.at = at;
      return undefined;
    }
  }

  /** Up to the closing bracket: `one` after the other, with commas between them. */
  commas<T>(close: string, one: () => T): readonly T[] {
    const found: T[] = [];
    while (!this.is(close)) {
      found.push(one());
      if (!this.skip(',')) break;
    }
    this.want(close);
    return found;
  }
}
