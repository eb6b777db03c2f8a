import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Report } from '../report.ts';
import { nearest } from '../suggest.ts';
import {
  broken,
  type Entry,
  type ListTree,
  type MapTree,
  type ScalarTree,
  type Span,
  type Tree,
} from '../tree.ts';
import { joinSplitValues } from './join-split.ts';
import { limits } from './limits.ts';
import { tooDeep } from './read-yaml.ts';

interface Built {
  readonly tree: Tree;
  /** Values inside, each alias counted as often as it is used. */
  readonly weight: number;
  readonly depth: number;
}

type Node = ParsedNode | null | undefined;

/** Turns YAML nodes into trees: anchors, aliases and merge keys resolved, keys unique. */
export function buildTree(root: ParsedNode, text: string, report: Report): Tree {
  return new TreeBuilder(text, report).build(root).tree;
}

class TreeBuilder {
  readonly #text: string;
  readonly #report: Report;
  readonly #anchors = new Map<string, Built | 'open'>();
  #aliased = 0;
  #bombTold = false;

  constructor(text: string, report: Report) {
    this.#text = text;
    this.#report = report;
  }

  build(node: Node, at: Span = [0, 0]): Built {
    if (node === null || node === undefined) return leaf({ kind: 'scalar', at, value: null });
    if (isAlias(node)) return this.#alias(node.source, spanOf(node));
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const built = this.#content(node);
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return built;
  }

  #content(node: ParsedNode): Built {
    if (isMap(node)) return this.#map(node as YAMLMap<ParsedNode, ParsedNode | null>);
    if (isSeq(node)) return this.#list(node.items as unknown[], spanOf(node as ParsedNode));
    return leaf(this.#scalar(node as YamlScalar));
  }

  #list(items: readonly unknown[], at: Span): Built {
    const built = joinSplitValues(items, this.#text).map((item) => {
      if ('joined' in item) return leaf(item.joined);
      return isPair(item.node) ? this.#singlePair(item.node as Pair) : this.build(item.node as Node, at);
    });
    const tree: ListTree = { kind: 'list', at, items: built.map((item) => item.tree) };
    return this.#inner(tree, built);
  }

  /** `[a: 1]` is a list of a map. */
  #singlePair(pair: Pair): Built {
    const entries = new Map<string, Entry>();
    const built = this.#pair(pair as Pair<ParsedNode, ParsedNode | null>, entries);
    const [first] = entries.values();
    const at: Span = first === undefined ? [0, 0] : [first.keyAt[0], first.value.at[1]];
    return this.#inner({ kind: 'map', at, entries }, built);
  }

  #map(node: YAMLMap<ParsedNode, ParsedNode | null>): Built {
    const own = new Map<string, Entry>();
    const merged: { value: Node; at: Span }[] = [];
    const built: Built[] = [];
    for (const item of joinSplitValues(node.items, this.#text)) {
      if ('joined' in item) continue;
      const pair = item.node as Pair<ParsedNode, ParsedNode | null>;
      if (isMergeKey(pair.key)) merged.push({ value: pair.value, at: spanOf(pair.key) });
      else built.push(...this.#pair(pair, own, item.value));
    }
    const entries = merged.length === 0 ? own : this.#merge(own, merged, built);
    const tree: MapTree = { kind: 'map', at: spanOf(node as ParsedNode), entries };
    return this.#inner(tree, built);
  }

  #pair(
    pair: Pair<ParsedNode, ParsedNode | null>,
    into: Map<string, Entry>,
    joined?: ScalarTree,
  ): readonly Built[] {
    const keyAt = pair.key === null ? ([0, 0] as const) : spanOf(pair.key);
    const key = this.#key(pair.key);
    const value = joined === undefined ? this.build(pair.value, [keyAt[1], keyAt[1]]) : leaf(joined);
    if (key === undefined) return [];
    const first = into.get(key);
    if (first === undefined) into.set(key, { keyAt, value: value.tree });
    else this.#duplicate(key, keyAt, first.keyAt);
    return [value];
  }

  #key(node: Node): string | undefined {
    if (isAlias(node)) return this.#aliasKey(node.source, spanOf(node as ParsedNode));
    const key = isScalar(node) && node.value !== null ? (node.source ?? String(node.value)) : undefined;
    const at = node === null || node === undefined ? ([0, 1] as const) : spanOf(node);
    if (key === undefined || key === '') {
      this.#notAKey(at);
      return undefined;
    }
    if (key !== '__proto__') return key;
    this.#report.add({
      code: 'HM1043',
      at,
      summary: 'The key `__proto__` is reserved',
      why: 'It means something to JavaScript itself and is refused everywhere.',
      todo: 'Choose another name.',
    });
    return undefined;
  }

  #aliasKey(name: string, at: Span): string | undefined {
    const { tree } = this.#alias(name, at);
    if (tree.kind === 'scalar' && typeof tree.value === 'string') return tree.value;
    if (tree.kind !== 'scalar' || tree.broken !== true) this.#notAKey(at);
    return undefined;
  }

  #notAKey(at: Span): void {
    this.#report.add({
      code: 'HM1014',
      at,
      summary: 'This is not a key',
      why: 'Keys are plain names. Lists, maps and nothing at all cannot be keys.',
      todo: 'Write a name before the colon, without `?` and brackets.',
    });
  }

  #duplicate(key: string, at: Span, firstAt: Span): void {
    this.#report.add({
      code: 'HM1006',
      at,
      summary: `The key \`${key}\` is there twice`,
      why: 'Only one of them could count, and which one is not to be seen.',
      todo: 'Delete one of them, or put what is under both under one.',
      related: [{ at: firstAt, summary: 'it is here first' }],
    });
  }

  #merge(
    own: Map<string, Entry>,
    merged: readonly { value: Node; at: Span }[],
    built: Built[],
  ): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const { value, at } of merged) {
      const source = this.build(value, at);
      built.push(source);
      for (const map of this.#mergeSources(source.tree, at))
        for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    // Keys that are written win over merged ones.
    for (const [key, entry] of own) entries.set(key, entry);
    return entries;
  }

  #mergeSources(tree: Tree, at: Span): readonly MapTree[] {
    if (tree.kind === 'map') return [tree];
    const items = tree.kind === 'list' ? tree.items : [];
    const maps = items.filter((item) => item.kind === 'map');
    const alreadyTold = tree.kind === 'scalar' && tree.broken === true;
    if (!alreadyTold && (maps.length === 0 || maps.length < items.length))
      this.#report.add({
        code: 'HM1013',
        at,
        summary: 'There is no map to merge',
        why: '`<<` puts the keys of another map here.',
        todo: 'Write `<<: *name` with the anchor of a map, or a list of such.',
      });
    return maps;
  }

  #alias(name: string, at: Span): Built {
    const target = this.#anchors.get(name);
    if (target === undefined) return this.#noAnchor(name, at);
    if (target === 'open') return this.#circle(name, at);
    this.#aliased += target.weight;
    if (this.#aliased <= limits.aliasedValues) return target;
    if (!this.#bombTold) this.#bomb(name, at);
    this.#bombTold = true;
    return leaf(broken(at));
  }

  #noAnchor(name: string, at: Span): Built {
    const near = nearest(name, this.#anchors.keys());
    this.#report.add({
      code: 'HM1010',
      at,
      summary: `There is no anchor \`&${name}\` before this`,
      why: 'An alias stands for what was marked with an anchor further up.',
      todo: near === undefined ? `Mark what you mean with \`&${name}\`.` : `Did you mean \`*${near}\`?`,
    });
    return leaf(broken(at));
  }

  #circle(name: string, at: Span): Built {
    this.#report.add({
      code: 'HM1011',
      at,
      summary: `\`*${name}\` stands inside of what it stands for`,
      why: 'Such a value would have no end.',
      todo: 'Move the anchor, or write the value out.',
    });
    return leaf(broken(at));
  }

  #bomb(name: string, at: Span): void {
    this.#report.add({
      code: 'HM1007',
      at,
      summary: `Aliases make this file too large: \`*${name}\` is one too many`,
      why: `All aliases together stand for more than ${limits.aliasedValues} values. Files that grow like this are made to bring programs down.`,
      todo: 'Use aliases for small parts, and not for what is itself made of many aliases.',
    });
  }

  #inner(tree: Tree, parts: readonly Built[]): Built {
    let weight = 1;
    let depth = 0;
    for (const part of parts) {
      weight += part.weight;
      depth = Math.max(depth, part.depth);
    }
    if (depth < limits.depth) return { tree, weight, depth: depth + 1 };
    tooDeep(tree.at[0], this.#report);
    return leaf(broken(tree.at));
  }

  #scalar(node: YamlScalar): ScalarTree {
    const at = spanOf(node as ParsedNode);
    const { value, source } = node;
    if (typeof value === 'string') return this.#string(value, at);
    if (typeof value === 'number' || typeof value === 'boolean')
      return { kind: 'scalar', at, value, ...(source === undefined ? {} : { source }) };
    return { kind: 'scalar', at, value: null };
  }

  #string(value: string, at: Span): ScalarTree {
    for (const start of [at[0], at[0] + 1])
      if (this.#text.startsWith(value, start)) return { kind: 'scalar', at, value, textStart: start };
    return { kind: 'scalar', at, value };
  }
}

function leaf(tree: Tree): Built {
  return { tree, weight: 1, depth: 0 };
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && (key.source === '<<' || key.value === '<<');
}

function spanOf(node: ParsedNode): Span {
  const [start, end] = node.range;
  return [start, Math.max(end, start)];
}
