import { isPair, isScalar, type Pair, type Scalar } from 'yaml';
import { type ScalarTree, textTree } from '../tree.ts';

/** An item of a flow collection; `value` is the value of a pair that YAML has cut into pieces. */
export type FlowItem =
  | { readonly node: unknown; readonly value?: ScalarTree }
  | { readonly joined: ScalarTree };

/**
 * In `{total: decimal(12,2)!, note: text?}` YAML ends a value at each comma, inside parentheses too. The pieces are put
 * together again, so that short forms mean the same inside of braces and brackets as outside.
 */
export function joinSplitValues(items: readonly unknown[], text: string): readonly FlowItem[] {
  const joined: FlowItem[] = [];
  for (let index = 0; index < items.length; index++) {
    const node = items[index];
    const first = openScalar(node);
    const last = first === undefined ? undefined : closingPiece(items, index, first, text);
    if (first === undefined || last === undefined) {
      joined.push({ node });
      continue;
    }
    const [start, end] = [first.range?.[0] ?? 0, last.end];
    const value = textTree(oneLine(text.slice(start, end)), [start, end], start);
    joined.push(isPair(node) ? { node, value } : { joined: value });
    index = last.index;
  }
  return joined;
}

/** A plain scalar with a parenthesis that is not closed. */
function openScalar(node: unknown): Scalar | undefined {
  const value = isPair(node) ? node.value : node;
  if (!isScalar(value) || value.type !== 'PLAIN' || typeof value.value !== 'string') return undefined;
  return unclosed(value.value) > 0 ? value : undefined;
}

function closingPiece(items: readonly unknown[], from: number, first: Scalar, text: string) {
  const start = first.range?.[0] ?? 0;
  let open = unclosed(String(first.value));
  for (let index = from + 1; index < items.length; index++) {
    const piece = pieceOf(items[index]);
    if (piece === undefined) return undefined;
    open += unclosed(text.slice(...piece));
    if (open <= 0) return piece[1] > start ? { index, end: piece[1] } : undefined;
  }
  return undefined;
}

/** What YAML took for a key without a value, or for another element. */
function pieceOf(node: unknown): readonly [number, number] | undefined {
  if (!isPair(node)) return rangeOf(node);
  const { key, value } = node as Pair;
  return value === null || (isScalar(value) && value.source === '') ? rangeOf(key) : undefined;
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  return isScalar(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

function unclosed(text: string): number {
  let open = 0;
  for (const character of text) open += character === '(' ? 1 : character === ')' ? -1 : 0;
  return open;
}

function oneLine(text: string): string {
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text;
}
