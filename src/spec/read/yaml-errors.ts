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
      };
  }
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
