import {
  type Document,
  isMap,
  isPair,
  isSeq,
  type Node,
  type ParsedNode,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Checked } from '../diagnostics/diagnostic.ts';
import { buildTree } from './read/build-tree.ts';
import { checkText } from './read/check-text.ts';
import { joinSplitValues } from './read/join-split.ts';
import { readYaml } from './read/read-yaml.ts';
import { Report } from './report.ts';

const LINE_WIDTH = 120;

/** The spec in its usual look: two spaces, one blank line at most, `{a: 1}`. Comments, order and meaning stay. */
export function formatSpec(text: string, file = 'hatmax.yml'): Checked<string> {
  const report = new Report(file);
  const root = checkText(text, report) ? readYaml(text, report) : undefined;
  // What would not load is not touched: formatting could change what it was meant to say.
  if (root !== undefined) buildTree(root, text, report);
  const { diagnostics } = report;
  if (root === undefined || report.failed) return { diagnostics };
  return { value: formatted(text), diagnostics };
}

function formatted(text: string): string {
  const document = parseDocument(text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n'), { uniqueKeys: false });
  joinSplit(document, text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n'));
  openLongFlows(document);
  return document
    .toString({
      indent: 2,
      indentSeq: true,
      lineWidth: 0,
      flowCollectionPadding: false,
      singleQuote: null,
    })
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n*$/, '\n');
}

/** A flow map or list too long for its line is opened into a block, from the outside in; what is a block stays one. */
function openLongFlows(document: Document.Parsed): void {
  visit(document, {
    Collection: (_, node, path) => {
      if (!(isMap(node) || isSeq(node)) || node.flow !== true) return undefined;
      if (node.items.length === 0 || lineLength(node, path) <= LINE_WIDTH) return visit.SKIP;
      node.flow = false;
      return undefined;
    },
  });
}

/** Of the line a flow collection would stand on alone: its depth, its key, and itself on one line. */
function lineLength(node: Node, path: readonly unknown[]): number {
  const pair = path.at(-1);
  const key = isPair(pair) ? `${String(pair.key)}: ` : '- ';
  const depth = path.filter((parent) => isMap(parent) || isSeq(parent)).length - 1;
  const alone = stringify(node, { lineWidth: 0, flowCollectionPadding: false, collectionStyle: 'flow' });
  return depth * 2 + key.length + alone.trimEnd().length;
}

/** `{total: decimal(12,2)}` becomes `{total: "decimal(12,2)"}`, which every reader of YAML understands alike. */
function joinSplit(document: Document.Parsed, text: string): void {
  visit(document, {
    Collection: (_, node) => {
      if (!(isMap(node) || isSeq(node)) || node.flow !== true) return;
      rejoin(node as YAMLMap<ParsedNode, ParsedNode | null> | YAMLSeq, document, text);
    },
  });
}

function rejoin(
  node: YAMLMap<ParsedNode, ParsedNode | null> | YAMLSeq,
  document: Document.Parsed,
  text: string,
): void {
  const items = joinSplitValues(node.items, text);
  if (items.length === node.items.length) return;
  const joined = items.map((item) => {
    if ('joined' in item) return document.createNode(item.joined.value);
    if (item.value === undefined) return item.node;
    const pair = item.node as { key: unknown; value: unknown };
    pair.value = document.createNode(item.value.value);
    return pair;
  });
  node.items.splice(0, node.items.length, ...(joined as never[]));
}
