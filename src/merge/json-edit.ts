import { createScanner, findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { Json } from '../json/json.ts';
import type { KeyEdit, KeyPath } from './keys.ts';

/** Where new values are copied from, as they are written there. LF. */
export interface JsonSource {
  readonly text: string;
  readonly tree: Node | undefined;
}

interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

// jsonc-parser's token kinds, which are a const enum and so no value here.
const [COMMA, LINE_COMMENT, BLOCK_COMMENT, LINE_BREAK, TRIVIA] = [5, 12, 13, 14, 15];

/** Carries out one edit of a merge on a text that parses, changing nothing but the place it is about. */
export function applyKeyEdit(text: string, edit: KeyEdit, source: JsonSource, eol: string): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) throw new Error('only texts that parse are edited');
  const edits = editsFor(text, root, edit, source);
  const inStyle = edits.map((one) => ({ ...one, content: one.content.replaceAll('\n', eol) }));
  return applyAll(text, inStyle);
}

function editsFor(text: string, root: Node, edit: KeyEdit, source: JsonSource): readonly TextEdit[] {
  const node = edit.path.length === 0 ? root : findNodeAtLocation(root, [...edit.path]);
  switch (edit.kind) {
    case 'remove':
      return node?.parent === undefined ? [] : removal(text, node.parent);
    case 'append':
      if (node === undefined) throw new Error('a list that is added to is there');
      return insertion(
        text,
        node,
        node.children?.length ?? 0,
        edit.values.map((value) => JSON.stringify(value)),
      );
    case 'set': {
      const value = (at: Node) => valueText(edit.path, edit.value, source, indentAt(text, at.offset));
      if (node !== undefined) return [{ offset: node.offset, length: node.length, content: value(node) }];
      return newProperty(text, root, edit, source);
    }
  }
}

function newProperty(
  text: string,
  root: Node,
  edit: KeyEdit & { kind: 'set' },
  source: JsonSource,
): readonly TextEdit[] {
  const holder = edit.path.slice(0, -1);
  const parent = holder.length === 0 ? root : findNodeAtLocation(root, [...holder]);
  if (parent === undefined) throw new Error('keys are added to objects that are there');
  const key = String(edit.path.at(-1));
  const value = valueText(edit.path, edit.value, source, childIndent(text, parent));
  const at = positionFor(key, keysOf(parent), keysOf(nodeAt(source.tree, holder)));
  return insertion(text, parent, at, [`${JSON.stringify(key)}: ${value}`]);
}

/** After the nearest neighbour that stands before it in theirs; or else before the nearest that stands after it. */
function positionFor(key: string, ours: readonly string[], theirs: readonly string[]): number {
  const place = theirs.indexOf(key);
  const before = theirs
    .slice(0, Math.max(place, 0))
    .reverse()
    .find((other) => ours.includes(other));
  if (before !== undefined) return ours.indexOf(before) + 1;
  const after = theirs.slice(place + 1).find((other) => ours.includes(other));
  return after === undefined ? ours.length : ours.indexOf(after);
}

/** Puts elements or properties at a position of an object or list, on lines of their own where its others are. */
function insertion(
  text: string,
  parent: Node,
  position: number,
  items: readonly string[],
): readonly TextEdit[] {
  const children = parent.children ?? [];
  const [before, after] = [children[position - 1], children[position]];
  const onLines =
    children[0] === undefined
      ? !isList(parent)
      : text.slice(parent.offset, children[0].offset).includes('\n');
  const gap = onLines ? `\n${childIndent(text, parent)}` : ' ';
  if (children.length === 0) return [firstChild(text, parent, items, gap, onLines)];
  if (before === undefined) {
    const offset = onLines ? endOfLineAfter(text, parent.offset + 1) : (after?.offset ?? parent.offset + 1);
    return [
      {
        offset,
        length: 0,
        content: items.map((item) => (onLines ? `${gap}${item},` : `${item}, `)).join(''),
      },
    ];
  }
  const end = before.offset + before.length;
  const comma = commaAfter(text, end);
  const offset = onLines
    ? endOfLineAfter(text, comma === undefined ? end : comma + 1)
    : comma === undefined
      ? end
      : comma + 1;
  const lines = items.map((item) => gap + item).join(',') + (comma === undefined ? '' : ',');
  if (comma !== undefined) return [{ offset, length: 0, content: lines }];
  if (offset === end) return [{ offset, length: 0, content: `,${lines}` }];
  return [
    { offset: end, length: 0, content: ',' },
    { offset, length: 0, content: lines },
  ];
}

function firstChild(
  text: string,
  parent: Node,
  items: readonly string[],
  gap: string,
  onLines: boolean,
): TextEdit {
  const inside = text.slice(parent.offset + 1, parent.offset + parent.length - 1);
  const joined = items.join(`,${gap}`);
  if (!onLines) return { offset: parent.offset + 1, length: 0, content: joined };
  const close = inside.includes('\n') ? '' : `\n${indentAt(text, parent.offset)}`;
  const offset = inside.includes('\n')
    ? endOfLineAfter(text, parent.offset + 1)
    : parent.offset + 1 + inside.trimEnd().length;
  return { offset, length: 0, content: `${gap}${joined}${close}` };
}

/** Takes a property out with its comma and its line; comments stay. */
function removal(text: string, property: Node): readonly TextEdit[] {
  const siblings = property.parent?.children ?? [];
  const end = property.offset + property.length;
  const comma = commaAfter(text, end);
  const edits: TextEdit[] = [withItsLine(text, property.offset, comma === undefined ? end : comma + 1)];
  const previous = siblings[siblings.indexOf(property) - 1];
  const dangling =
    previous === undefined || comma !== undefined
      ? undefined
      : commaAfter(text, previous.offset + previous.length);
  if (dangling !== undefined) edits.push({ offset: dangling, length: 1, content: '' });
  return edits;
}

function withItsLine(text: string, start: number, end: number): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const blank = /^[ \t]*$/.test(text.slice(lineStart, start));
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end));
  if (blank && rest !== null)
    return { offset: lineStart, length: end + rest[0].length - lineStart, content: '' };
  const space = /^ */.exec(text.slice(end))?.[0].length ?? 0;
  return { offset: start, length: end + space - start, content: '' };
}

/** The value as theirs spells it, moved to another depth where it has to. */
function valueText(path: KeyPath, value: Json, source: JsonSource, indent: string): string {
  const node = nodeAt(source.tree, path);
  if (node === undefined) return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
  const was = indentAt(source.text, node.offset);
  const lines = source.text.slice(node.offset, node.offset + node.length).split('\n');
  return lines
    .map((line, index) => (index > 0 && line.startsWith(was) ? indent + line.slice(was.length) : line))
    .join('\n');
}

function nodeAt(tree: Node | undefined, path: KeyPath): Node | undefined {
  return tree === undefined || path.length === 0 ? tree : findNodeAtLocation(tree, [...path]);
}

function keysOf(node: Node | undefined): readonly string[] {
  return (node?.children ?? []).map((property) => String(property.children?.[0]?.value));
}

function isList(node: Node): boolean {
  return node.type === 'array';
}

function childIndent(text: string, parent: Node): string {
  const first = parent.children?.[0];
  if (first !== undefined && text.slice(parent.offset, first.offset).includes('\n'))
    return indentAt(text, first.offset);
  return indentAt(text, parent.offset) + (/\n([ \t]+)\S/.exec(text)?.[1] ?? '  ');
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  return Number(scanner.scan()) === COMMA ? scanner.getTokenOffset() : undefined;
}

/** Past the comments that stand on the same line, up to its end or to the next thing on it. */
function endOfLineAfter(text: string, offset: number): number {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  for (let end = offset; ; ) {
    const kind = Number(scanner.scan());
    if (kind === LINE_BREAK) return end;
    if (kind !== TRIVIA && kind !== LINE_COMMENT && kind !== BLOCK_COMMENT) return end;
    const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    if (kind !== TRIVIA) end = scanner.getTokenOffset() + token.length;
  }
}

function applyAll(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((one, other) => other.offset - one.offset)
    .reduce(
      (now, edit) => now.slice(0, edit.offset) + edit.content + now.slice(edit.offset + edit.length),
      text,
    );
}
