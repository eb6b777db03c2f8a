import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Json } from '../json/json.ts';
import { applyKeyEdit } from './json-edit.ts';
import { mergeKeys } from './keys.ts';
import { lineEndingOf } from './line-endings.ts';
import type { Parsed, StructuredMerge } from './structured.ts';

/** Comments and trailing commas are a user's right, also where the extension is `.json`: tsconfig.json has them. */
const LENIENT = { allowTrailingComma: true, disallowComments: false, allowEmptyContent: false };

/**
 * Three-way merge of JSON or JSONC by key into the text of ours: layout, order, comments and keys that are not hatmax's
 * stay byte for byte; what is new is written as theirs writes it.
 */
export function mergeJson(base: string, ours: string, theirs: string): StructuredMerge {
  const [before, mine, newer] = [parseJson(base), parseJson(ours), parseJson(theirs)];
  if ('why' in before) return { kind: 'unparsable', side: 'base', why: before.why };
  if ('why' in mine) return { kind: 'unparsable', side: 'ours', why: mine.why };
  if ('why' in newer) return { kind: 'unparsable', side: 'theirs', why: newer.why };
  const { edits, conflicts } = mergeKeys(before.value, mine.value, newer.value);
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };
  const eol = lineEndingOf(ours);
  const source = {
    text: bare(theirs).replaceAll('\r\n', '\n'),
    tree: treeOf(bare(theirs).replaceAll('\r\n', '\n')),
  };
  const merged = edits.reduce((text, edit) => applyKeyEdit(text, edit, source, eol), bare(ours));
  return { kind: 'merged', text: ours.startsWith('\ufeff') ? `\ufeff${merged}` : merged };
}

export function parseJson(text: string): Parsed<Node> {
  const errors: ParseError[] = [];
  const tree = parseTree(bare(text), errors, LENIENT);
  const first = errors[0];
  if (first !== undefined)
    return { why: `${printParseErrorCode(first.error)} at line ${lineOf(bare(text), first.offset)}` };
  if (tree === undefined) return { why: 'the file is empty' };
  const twice = duplicateKey(tree);
  if (twice !== undefined)
    return { why: `key ${JSON.stringify(twice.value)} twice, at line ${lineOf(bare(text), twice.offset)}` };
  return { value: plainValue(tree), tree };
}

/** Not the library's: that one takes `__proto__` for what JavaScript makes of it. */
function plainValue(node: Node): Json {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map(plainValue);
  if (node.type !== 'object') return node.value as Json;
  return Object.fromEntries(
    children.map(({ children: [key, value] = [] }) => [
      String(key?.value),
      value === undefined ? null : plainValue(value),
    ]),
  );
}

function duplicateKey(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    if (key !== undefined && seen.has(key.value)) return key;
    seen.add(key?.value);
    const deeper = duplicateKey(child);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function treeOf(text: string): Node | undefined {
  return parseTree(text, [], LENIENT);
}

function bare(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
