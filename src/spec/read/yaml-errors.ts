import type { Problem } from '../report.ts';

interface YamlProblem {
  readonly code: string;
  readonly pos: readonly [number, number];
  readonly message: string;
}

/** What the YAML parser found, in our words where it is something people often run into. */
export function describeYamlError(problem: YamlProblem, text: string): Problem {
  const start = Math.min(problem.pos[0], text.length);
  const at = [start, Math.max(problem.pos[1], start + 1)] as const;
  switch (problem.code) {
    case 'TAB_AS_INDENT':
      return {
        code: 'HM1005',
        at,
        summary: 'A tab is used to indent',
        why: 'YAML does not allow tabs as indentation, since editors show them in different widths.',
        todo: 'Replace the tab with spaces (two a level), and set your editor to insert spaces in YAML.',
      };
    case 'RESOURCE_EXHAUSTION':
      return {
        code: 'HM1012',
        at,
        summary: 'This is nested too deeply',
        why: 'Nothing in the language needs more than a dozen levels.',
        todo: 'Check the brackets and the indentation before this place.',
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        code: 'HM1015',
        at,
        summary: `The tag \`${text
          .slice(...at)
          .trim()
          .slice(0, 40)}\` means nothing here`,
        why: 'Values in a spec are plain: text, numbers, true and false, lists and maps.',
        todo: 'Delete the tag. If the text really starts with `!`, put it into quotes.',
      };
    default:
      return {
        code: 'HM1004',
        at,
        summary: `This is not YAML: ${sentence(problem.message)}`,
        ...adviceFor(problem.code),
        ...betterKnown(problem, text),
      };
  }
}

type Known = Pick<Problem, 'at' | 'summary' | 'why' | 'todo'>;

/** What people run into most, told where it began and not where the parser gave up. */
function betterKnown({ code, pos: [start], message }: YamlProblem, text: string): Known | undefined {
  const quote = /^Missing closing (["'])/.exec(message)?.[1];
  if (quote !== undefined) return unclosed(text, lastOpen(text, start, [quote]), quote);
  const bracket = /must be sufficiently indented and end with a ([\]}])/.exec(message)?.[1];
  if (bracket !== undefined) return unclosed(text, openBracket(text, start, bracket), bracket);
  if (code === 'MULTILINE_IMPLICIT_KEY') return withoutSpace(text, start);
  return code === 'BAD_INDENT' ? atFirstLetter(text, start, message) : undefined;
}

function unclosed(text: string, offset: number, end: string): Known | undefined {
  const begin = text[offset];
  if (begin === undefined) return undefined;
  return {
    at: [offset, offset + 1],
    summary: `This is not YAML: the \`${begin}\` here is not closed`,
    why: 'All that follows is read as a part of what it opens.',
    todo: `Add the \`${end}\` where it ends.`,
  };
}

/** Where a scalar in quotes began that goes on to an offset: quotes open only at the start of a value. */
function lastOpen(text: string, before: number, [quote = '']: readonly string[]): number {
  const opening = new RegExp(`(?:^|[:\\-,[{]\\s+|[[{,])${quote}`, 'gm');
  let found = -1;
  for (const match of text.slice(0, before).matchAll(opening)) found = match.index + match[0].length - 1;
  return found;
}

function openBracket(text: string, before: number, end: string): number {
  const open: number[] = [];
  const [begin, close] = end === '}' ? ['{', '}'] : ['[', ']'];
  for (let offset = 0; offset < before; offset++) {
    if (text[offset] === begin) open.push(offset);
    else if (text[offset] === close) open.pop();
  }
  return open[0] ?? -1;
}

/** `kind:atom` is one text, and no key. */
function withoutSpace(text: string, start: number): Known | undefined {
  const [whole, key, value] = /^([A-Za-z_][\w-]*):([^\s:/][^\n]*)/.exec(text.slice(start, start + 200)) ?? [];
  if (whole === undefined || key === undefined) return undefined;
  return {
    at: [start, start + whole.length],
    summary: `This is not YAML: there is no space after \`${key}:\``,
    why: 'Without a space after the colon all of it is one text, and no key.',
    todo: `Write \`${key}: ${value?.trim()}\`.`,
  };
}

function atFirstLetter(text: string, start: number, message: string): Known | undefined {
  const blank = /^[ ]+/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  const word = /^[^\s:]+/.exec(text.slice(start + blank, start + blank + 100))?.[0].length ?? 1;
  if (blank === 0) return undefined;
  return {
    at: [start + blank, start + blank + word],
    summary: `This is not YAML: ${sentence(message)}`,
    ...adviceFor('BAD_INDENT'),
  };
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return first.charAt(0).toLowerCase() + first.slice(1).replace(/\.$/, '').slice(0, 200);
}

function adviceFor(code: string): { why: string; todo: string } {
  return (
    advice[code] ?? {
      why: 'The file cannot be read until this is mended.',
      todo: 'Check brackets, quotes and indentation here and in the line before.',
    }
  );
}

const advice: Readonly<Record<string, { why: string; todo: string }>> = {
  BAD_INDENT: {
    why: 'What belongs together stands in the same column, and what is inside of it stands further right.',
    todo: 'Line this up with its neighbours, with two spaces a level.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    why: 'A second `: ` in one line starts a map inside a map, which YAML does not allow there.',
    todo: 'If the colon belongs to the text, put the text into quotes.',
  },
  BAD_SCALAR_START: {
    why: 'A text may not start with this character, since YAML keeps it for itself.',
    todo: 'Put the text into quotes.',
  },
  MISSING_CHAR: {
    why: 'Something that was opened, or begun, is not closed.',
    todo: 'Add what is missing: a quote, a bracket, a comma or a space after `:`.',
  },
  UNEXPECTED_TOKEN: {
    why: 'Here the value was over already.',
    todo: 'If all of it is one text, put it into quotes: `tags: "[string]!"`.',
  },
  MULTILINE_IMPLICIT_KEY: {
    why: 'A key is written in one line, followed by `: `.',
    todo: 'Add `:` after the key, or line this up with what it belongs to.',
  },
};
