/** A token of generated TypeScript: `above` is whether a line, or an empty line, stands between it and the one before. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'template' | 'regex' | 'punct' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly above: 'nothing' | 'line' | 'blank';
  readonly comments: readonly string[];
}

/**
 * What is generated is not of the part of TypeScript that this knows: it is left as it is. No `Error`: readers try one
 * thing after the other, and a trace of each failed try would cost more than the reading.
 */
export class Unknown {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

const STRING = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;

/** The names of what is generated, nearly always; others are words by Unicode's rules, which take longer to ask. */
const PATTERNS = [
  ['space', /\s+/y],
  ['word', /[A-Za-z$_@#][\w$]*(?![\w$\x80-\uffff])/y],
  [
    'punct',
    /=>|\.\.\.|\?\?=|\|\|=|&&=|===|!==|\*\*|\?\.(?!\d)|\?\?|\|\||&&|(?!\/[/*])[=!<>+\-*/%&|^]=|\+\+|--|(?!\/[/*])[{}()[\];,<>+\-*/%&|^!~?:=.]/y,
  ],
  ['string', STRING],
  ['number', /\d[\w.]*/y],
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['word', /[\p{ID_Start}$_@#][\p{ID_Continue}$]*/uy],
] as const;

/** Where a slash begins a regular expression: not after what a value ends with. */
function opensRegex(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return /^(return|typeof|case|in|of|await)$/.test(before.text);
  return before.kind === 'punct' && !/^[)\]}]$/.test(before.text);
}

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let comments: string[] = [];
  let lines = 0;
  let at = 0;
  const add = (kind: Token['kind'], end: number): void => {
    const above = lines > 1 ? 'blank' : lines === 1 ? 'line' : 'nothing';
    tokens.push({ kind, text: text.slice(at, end), start: at, end, above, comments });
    comments = [];
    lines = 0;
    at = end;
  };
  while (at < text.length) {
    if (text[at] === '`') {
      add('template', endOfTemplate(text, at));
      continue;
    }
    if (text[at] === '/' && !/[/*]/.test(text[at + 1] ?? '') && opensRegex(tokens.at(-1))) {
      add('regex', endOf(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y, text, at));
      continue;
    }
    const [kind, end] = matchAt(text, at);
    if (kind === 'space') {
      if (comments.length === 0) lines = text.slice(at, end).split('\n').length - 1;
      at = end;
    } else if (kind === 'comment') {
      comments.push(text.slice(at, end));
      at = end;
    } else add(kind, end);
  }
  add('end', at);
  return tokens;
}

function matchAt(text: string, at: number): readonly [(typeof PATTERNS)[number][0], number] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return [kind, pattern.lastIndex];
  }
  throw new Unknown(`no token: ${text.slice(at, at + 20)}`);
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw new Unknown('no end');
  return pattern.lastIndex;
}

/** Behind the closing backtick; what stands in `${}` may hold templates again. */
function endOfTemplate(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const one = text[at];
    if (one === '\\') at += 2;
    else if (one === '`') return at + 1;
    else if (one === '$' && text[at + 1] === '{') at = endOfHole(text, at + 2);
    else at += 1;
  }
  throw new Unknown('a template without an end');
}

function endOfHole(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    const one = text[at];
    if (one === '`') at = endOfTemplate(text, at);
    else if (one === "'" || one === '"') at = endOf(STRING, text, at);
    else {
      if (one === '{') depth += 1;
      if (one === '}') depth -= 1;
      at += 1;
      if (depth === 0) return at;
    }
  }
  throw new Unknown('a template without an end');
}
