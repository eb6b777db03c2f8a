/** What a piece of source is coloured as; one letter, since a page has very many of them. */
export type Colour = 'c' | 's' | 'n' | 'k' | 't' | 'f' | 'p';

export interface Piece {
  readonly colour: Colour | undefined;
  readonly text: string;
}

const WORDS_OF_CODE =
  'abstract|as|async|await|break|case|catch|class|const|continue|default|delete|do|else|enum|export|extends|false|finally|for|from|function|get|if|implements|import|in|infer|instanceof|interface|is|keyof|let|new|null|of|private|protected|public|readonly|return|satisfies|set|static|super|switch|this|throw|true|try|type|typeof|undefined|unknown|var|void|while|yield';
const WORDS_OF_SQL =
  'add|alter|and|as|asc|begin|between|bigint|boolean|by|cascade|case|check|collate|column|commit|constraint|create|cross|default|delete|desc|distinct|double|drop|else|end|exists|extension|false|foreign|from|function|group|having|if|in|index|inner|insert|integer|into|is|join|json|jsonb|key|left|like|limit|not|null|numeric|on|only|or|order|outer|precision|primary|real|references|rename|returning|right|rollback|schema|select|set|smallint|strict|table|text|then|timestamptz|to|transaction|trigger|true|type|union|unique|update|using|uuid|values|varchar|view|when|where|with|without';

/** One expression a language; the name of the group that matched is the colour. Everything else has none. */
const GRAMMARS = {
  code: new RegExp(
    [
      String.raw`(?<c>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
      String.raw`(?<s>'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|\`(?:\\[\s\S]|[^\`\\])*\`?)`,
      String.raw`(?<n>\b\d[\w.]*)`,
      String.raw`(?<k>(?<![.$\w])(?:${WORDS_OF_CODE})\b(?!\s*:))`,
      String.raw`(?<t>\b[A-Z][\w$]*)`,
      String.raw`(?<f>\b[a-z_$][\w$]*(?=\())`,
    ].join('|'),
    'g',
  ),
  json: /(?<p>"(?:\\.|[^"\\\n])*"(?=[ \t]*:))|(?<s>"(?:\\.|[^"\\\n])*"?)|(?<n>-?\b\d[\w.+-]*)|(?<k>\b(?:true|false|null)\b)|(?<c>\/\/[^\n]*)/g,
  yaml: /(?<c>(?:^|(?<=\s))#[^\n]*)|(?<p>^[ \t]*(?:- +)*(?:"[^"\n]*"|'[^'\n]*'|[\w$./@{}*-]+)(?=:(?:\s|$)))|(?<s>"(?:\\.|[^"\\\n])*"?|'(?:''|[^'\n])*'?)|(?<k>(?<=: |- )(?:true|false|null|yes|no)(?=\s|$))|(?<n>(?<=[:[,-] ?)-?\d[\d._]*(?=\s|$|[,\]]))|(?<t>(?<=\s)[&*!][\w-]+)/gm,
  sql: new RegExp(
    String.raw`(?<c>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<s>'(?:''|[^'])*'?)|(?<p>"(?:""|[^"\n])*"?)|(?<n>\b\d[\d.]*\b)|(?<k>\b(?:${WORDS_OF_SQL})\b)|(?<f>\b[a-z_]\w*(?=\())`,
    'gi',
  ),
  markdown:
    /(?<s>^```[\s\S]*?(?:^```|$(?![\s\S]))|`[^`\n]+`)|(?<k>^#{1,6} [^\n]*)|(?<p>\*\*[^*\n]+\*\*|^ *(?:[-*+]|\d+\.)(?= ))|(?<f>\[[^\]\n]*\]\([^)\n]*\))|(?<c><!--[\s\S]*?-->)/gm,
  shell:
    /(?<c>(?:^|(?<=\s))#[^\n]*)|(?<s>'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?)|(?<p>\$\{[^}\n]*\}|\$\w+)|(?<k>(?:^|(?<=[\s;]))(?:if|then|else|elif|fi|for|do|done|while|case|esac|in|function|exec|set|export|FROM|RUN|COPY|CMD|ENTRYPOINT|WORKDIR|ENV|ARG|EXPOSE|USER|HEALTHCHECK|AS|LABEL)(?=\s|$))/gm,
} as const;

export type Language = keyof typeof GRAMMARS;

const BY_ENDING: Readonly<Record<string, Language>> = {
  ts: 'code',
  tsx: 'code',
  mts: 'code',
  js: 'code',
  mjs: 'code',
  cjs: 'code',
  css: 'code',
  proto: 'code',
  json: 'json',
  yml: 'yaml',
  yaml: 'yaml',
  sql: 'sql',
  md: 'markdown',
  sh: 'shell',
  env: 'shell',
  hcl: 'shell',
  toml: 'shell',
};

export function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(Dockerfile|\.dockerignore|\.gitignore|\.npmrc|\.env.*)/.test(name)) return 'shell';
  return BY_ENDING[name.slice(name.lastIndexOf('.') + 1)];
}

/** A text by lines, each in pieces that spell it out whole. */
export function colouredLines(text: string, language: Language): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  const add = (part: string, colour: Colour | undefined) => {
    for (const [index, line] of part.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (line !== '') lines.at(-1)?.push({ colour, text: line });
    }
  };
  let at = 0;
  for (const match of text.matchAll(GRAMMARS[language])) {
    add(text.slice(at, match.index), undefined);
    add(match[0], colourOf(match.groups));
    at = match.index + match[0].length;
  }
  add(text.slice(at), undefined);
  return lines;
}

const COLOURS: readonly Colour[] = ['c', 's', 'n', 'k', 't', 'f', 'p'];

function colourOf(groups: Readonly<Record<string, string | undefined>> | undefined): Colour | undefined {
  return COLOURS.find((colour) => groups?.[colour] !== undefined);
}
