import { nest } from '../layout.ts';
import { printLayout } from '../print-layout.ts';
import { hasLongLine, isLong } from './long.ts';
import { HELD } from './shape.ts';
import { statementCode } from './statement-code.ts';
import { readStatements } from './statements.ts';
import type { Block, Statement } from './syntax.ts';
import { Unknown } from './tokens.ts';
import { blocksOf } from './walk.ts';

const MULTILINE = /`[^`\n]*\n[^`]*`/;

/**
 * Lays out anew, as Biome would, the statements of generated TypeScript that have lines which are too long, or names that
 * are. Templates write code as it reads; with names of ordinary length it is in place, and nothing is read here at all.
 */
export function tidyTypeScript(text: string): string {
  if (!isLong(text)) return text;
  return partsOf(text)
    .map((part) => (isLong(part) ? tidyPart(part) : part))
    .join('\n');
}

/** What stands at the margin, each up to the next one; a text of several lines stays whole. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let open = '';
  for (const lines of text.split(/\n(?=[^\s)\]}>])/)) {
    open = open === '' ? lines : `${open}\n${lines}`;
    if (open.split('`').length % 2 === 0) continue;
    parts.push(open);
    open = '';
  }
  return open === '' ? parts : [...parts, open];
}

function tidyPart(text: string): string {
  try {
    return tidied(text, 0, text.length, readStatements(text));
  } catch (error) {
    if (error instanceof Unknown) return text;
    throw error;
  }
}

/** The text from `start` to `end` with the statements in it laid out. */
function tidied(text: string, start: number, end: number, statements: readonly Statement[]): string {
  const parts: string[] = [];
  let at = start;
  for (const statement of statements) {
    parts.push(text.slice(at, statement.start), tidyStatement(text, statement));
    at = statement.end;
  }
  parts.push(text.slice(at, end));
  return parts.join('');
}

function tidyStatement(text: string, statement: Statement): string {
  const blocks = blocksOf(statement);
  const margin = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  if (needsLayout(text, statement, blocks, margin)) {
    const layout = statementCode(statement);
    if (layout !== undefined) {
      const printed = printLayout('x'.repeat(margin.length) + nest(layout, margin)).slice(margin.length);
      return fillBlocks(text, printed).replaceAll(HELD.blank, ' ');
    }
  }
  const parts: string[] = [];
  let at = statement.start;
  for (const block of blocks) {
    parts.push(text.slice(at, block.start), tidied(text, block.start, block.end, block.statements));
    at = block.end;
  }
  parts.push(text.slice(at, statement.end));
  return parts.join('');
}

/** Whether what is the statement's own, not in its blocks, is long. */
function needsLayout(text: string, statement: Statement, blocks: readonly Block[], margin: string): boolean {
  const parts: string[] = [margin];
  let at = statement.start;
  for (const block of blocks) {
    parts.push(text.slice(at, block.start + 1), block.empty ? '' : '\n');
    at = block.end - 1;
  }
  const newLine = text.indexOf('\n', statement.end);
  parts.push(text.slice(at, newLine === -1 ? text.length : newLine));
  const own = parts.join('');
  return own.includes('\n') ? isLong(own) : hasLongLine(own);
}

const HOLDER = new RegExp(`^( *)${HELD.open}(\\d+):(\\d+)${HELD.close}$`, 'gm');

/** Puts the blocks back between their braces, further in or out where their braces went. */
function fillBlocks(text: string, layout: string): string {
  return layout.replace(HOLDER, (_, margin: string, start: string, end: string) => {
    const inner = text.slice(Number(start) + 1, Number(end) - 1).replace(/^\n|\n *$/g, '');
    const was = /^ */.exec(inner)?.[0].length ?? 0;
    if (was !== margin.length && MULTILINE.test(inner)) throw new Unknown('a text of several lines is moved');
    const moved = inner
      .split('\n')
      .map((one) => (one === '' ? one : margin + one.slice(was)))
      .join('\n');
    return tidied(moved, 0, moved.length, readStatements(moved));
  });
}
