import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser, type YAMLParseError } from 'yaml';
import type { Report } from '../report.ts';
import { limits } from './limits.ts';
import { describeYamlError } from './yaml-errors.ts';

/** The one document of the text, or undefined where there is none that can be used; what is wrong is reported. */
export function readYaml(text: string, report: Report): ParsedNode | undefined {
  const tokens = tokensOf(text, report);
  if (tokens === undefined) return undefined;
  const composer = new Composer({ uniqueKeys: false, version: '1.2', strict: true, prettyErrors: false });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [first, second] = documents.filter(
    (document) => document.contents !== null || document.errors.length > 0,
  );
  const problems = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  if (problems.length > 0) return syntax(problems, text, report);
  if (second !== undefined) return several(second, report);
  if (first === undefined || isNothing(first)) return nothing(report);
  return first.contents ?? undefined;
}

const MOST_FAULTS_READ = 1000;

/** The tokens, without going deeper than anybody writes: reading on would take the time an attacker wants it to. */
function tokensOf(text: string, report: Report): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let faults = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') faults += 1;
    }
    // Far more than are told: what a text of nothing but brackets has beyond them is the same again.
    if (faults > MOST_FAULTS_READ) break;
    if (parser.stack.length <= limits.openTokens) continue;
    tooDeep(parser.offset, report);
    return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

export function tooDeep(offset: number, report: Report): void {
  report.add({
    code: 'HM1012',
    at: [offset, offset + 1],
    summary: 'This is nested too deeply',
    why: `Nothing in the language needs more than a dozen levels; at most ${limits.depth} are read.`,
    todo: 'Check the brackets and the indentation before this place.',
  });
}

function isNothing(document: Document<ParsedNode>): boolean {
  const { contents } = document;
  return (
    contents === null || ('value' in contents && contents.value === null && contents.anchor === undefined)
  );
}

function nothing(report: Report): undefined {
  report.add({
    code: 'HM1001',
    at: [0, 0],
    summary: 'The spec is empty',
    why: 'A spec needs at least a version, a name and one service. An empty one never means that all is to be deleted.',
    todo: 'Run `hatmax init` for a first spec.',
  });
  return undefined;
}

function several(second: Document<ParsedNode>, report: Report): undefined {
  const start = second.contents?.range[0] ?? second.range?.[0] ?? 0;
  report.add({
    code: 'HM1008',
    at: [start, start + 1],
    summary: 'The file has more than one YAML document',
    why: 'A spec is one document; what follows `---` would be ignored.',
    todo: 'Delete the `---`, or put the second document into a file of its own.',
  });
  return undefined;
}

const MOST_SYNTAX_ERRORS = 20;

/** One misplaced character can bring many errors: one a line is told, and where tabs indent, only the tabs. */
function syntax(
  problems: readonly (YAMLParseError | { code: string; pos: [number, number]; message: string })[],
  text: string,
  report: Report,
): undefined {
  const tabs = problems.filter((problem) => problem.code === 'TAB_AS_INDENT');
  const told = tabs.length > 0 ? tabs : problems;
  let toldTo = -1;
  let count = 0;
  for (const problem of [...told].sort((a, b) => a.pos[0] - b.pos[0])) {
    if (count === MOST_SYNTAX_ERRORS) break;
    if (problem.pos[0] <= toldTo) continue;
    const lineEnd = text.indexOf('\n', problem.pos[0]);
    toldTo = lineEnd < 0 ? text.length : lineEnd;
    count++;
    report.add(describeYamlError(problem, text));
  }
  return undefined;
}
