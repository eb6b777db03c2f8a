import { type Document, isMap, parseAllDocuments, parseDocument } from 'yaml';
import type { Json } from '../json/json.ts';
import { type KeyEdit, type KeyPath, mergeKeys } from './keys.ts';
import { lineEndingOf } from './line-endings.ts';
import type { Parsed, StructuredMerge } from './structured.ts';

/**
 * Three-way merge of YAML by key into ours: comments, order and keys that are not hatmax's stay. Layout stays as far as
 * the yaml library writes what it reads; a text that needs no edit is left as it is.
 */
export function mergeYaml(base: string, ours: string, theirs: string): StructuredMerge {
  const [before, mine, newer] = [parseYaml(base), parseYaml(ours), parseYaml(theirs)];
  if ('why' in before) return { kind: 'unparsable', side: 'base', why: before.why };
  if ('why' in mine) return { kind: 'unparsable', side: 'ours', why: mine.why };
  if ('why' in newer) return { kind: 'unparsable', side: 'theirs', why: newer.why };
  const { edits, conflicts } = mergeKeys(before.value, mine.value, newer.value);
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };
  if (edits.length === 0) return { kind: 'merged', text: ours };
  for (const edit of edits) applyTo(mine.tree, edit, newer.tree);
  return { kind: 'merged', text: write(mine.tree, ours) };
}

export function parseYaml(text: string): Parsed<Document> {
  const documents = parseAllDocuments(text.replaceAll('\r\n', '\n'));
  const count = Array.isArray(documents) ? documents.length : 0;
  if (count > 1) return { why: 'more than one document' };
  const tree = parseDocument(text.replaceAll('\r\n', '\n'));
  const first = tree.errors[0];
  if (first !== undefined) return { why: (first.message.split('\n')[0] ?? '').replace(/:$/, '') };
  try {
    const value = tree.toJS({ maxAliasCount: 100 }) as Json;
    // Throws at a list or map that holds itself.
    JSON.stringify(value);
    return { value, tree };
  } catch (error) {
    return { why: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '' };
  }
}

function applyTo(document: Document, edit: KeyEdit, theirs: Document): void {
  switch (edit.kind) {
    case 'remove':
      document.deleteIn(edit.path);
      return;
    case 'append':
      for (const value of edit.values) document.addIn(edit.path, value);
      return;
    case 'set':
      put(document, edit.path, theirs.getIn(edit.path, true) ?? document.createNode(edit.value), theirs);
  }
}

/** In the place of the old value, or, new, after the neighbour that stands before it in theirs. */
function put(document: Document, path: KeyPath, value: unknown, theirs: Document): void {
  const holder = document.getIn(path.slice(0, -1), true);
  const source = theirs.getIn(path.slice(0, -1), true);
  document.setIn(path, value);
  if (!isMap(holder) || !isMap(source)) return;
  const keys = source.items.map((pair) => String(pair.key));
  const place = keys.indexOf(String(path.at(-1)));
  const before = keys
    .slice(0, Math.max(0, place))
    .reverse()
    .find((key) => holder.has(key));
  const own = holder.items.findIndex((pair) => String(pair.key) === String(path.at(-1)));
  const target = holder.items.findIndex((pair) => String(pair.key) === before);
  if (own !== holder.items.length - 1 || before === undefined || target < 0) return;
  const [pair] = holder.items.splice(own, 1);
  if (pair !== undefined) holder.items.splice(target + 1, 0, pair);
}

function write(document: Document, ours: string): string {
  const lists = /\n( *)[^\s#-][^\n]*:[^\S\n]*\n\1- /.test(`\n${ours}`);
  const indent = /\n( +)[^\s#-]/.exec(`\n${ours}`)?.[1]?.length ?? 2;
  const text = document.toString({
    lineWidth: 0,
    indentSeq: !lists,
    indent: Math.max(2, Math.min(indent, 8)),
  });
  const bare = /\n$/.test(ours) || ours === '' ? text : text.replace(/\n$/, '');
  const inStyle = lineEndingOf(ours) === '\n' ? bare : bare.replaceAll('\n', '\r\n');
  return ours.startsWith('\ufeff') && !inStyle.startsWith('\ufeff') ? `\ufeff${inStyle}` : inStyle;
}
