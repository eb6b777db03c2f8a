import type { core } from 'zod';
import type { Report } from '../report.ts';
import { isFree } from '../schema/free.ts';
import { isOne, isOptional } from '../schema/one.ts';
import { shortFormOf } from '../schema/short-form.ts';
import { enumerate } from '../suggest.ts';
import { broken, child, type Entry, list, type MapTree, type Tree } from '../tree.ts';
import { unknownKey } from './unknown-key.ts';

type Schema = core.$ZodType;
type Def = core.$ZodTypes['_zod']['def'];

/** The tree in its long form: short forms expanded, `x-` keys and nothings left out, unknown keys reported. */
export function expandTree(
  written: Tree,
  schema: Schema,
  report: Report,
  path: readonly string[] = [],
): Tree {
  if (isFree(schema)) return written;
  const tree = shortFormOf(schema)?.expand(written, report) ?? written;
  const def = (schema as core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
      return expandTree(tree, def.innerType, report, path);
    case 'lazy':
      return expandTree(tree, def.getter(), report, path);
    case 'union':
      return expandUnion(tree, def, report, path);
    case 'object':
      return tree.kind === 'map' ? expandMap(tree, schema, def.shape, report, path) : emptyMap(tree);
    case 'record':
      return tree.kind === 'map' ? expandRecord(tree, def.valueType as Schema, report, path) : emptyMap(tree);
    case 'array':
      return tree.kind === 'list' ? expandList(tree, def.element as Schema, report, path) : tree;
    default:
      return tree;
  }
}

/** `contexts: {org: }`: nothing where a map is meant is an empty map. */
function emptyMap(tree: Tree): Tree {
  const isNothing = tree.kind === 'scalar' && tree.value === null && tree.broken !== true;
  return isNothing ? { kind: 'map', at: tree.at, entries: new Map() } : tree;
}

function expandUnion(tree: Tree, def: core.$ZodUnionDef, report: Report, path: readonly string[]): Tree {
  const discriminator = 'discriminator' in def ? String(def.discriminator) : undefined;
  const option = chosen(def.options, tree, discriminator);
  return option === undefined ? tree : expandTree(tree, option, report, path);
}

/** The option that is meant: by the discriminator where there is one, by the kind of value where not. */
function chosen(
  options: readonly core.$ZodType[],
  tree: Tree,
  discriminator: string | undefined,
): Schema | undefined {
  if (discriminator === undefined || tree.kind !== 'map')
    return options.find((option) => fitsKind((option as core.$ZodTypes)._zod.def, tree)) ?? options[0];
  const tag = child(tree, discriminator);
  const value = tag?.kind === 'scalar' ? tag.value : undefined;
  return options.find((option) => option._zod.propValues?.[discriminator]?.has(value));
}

function fitsKind(def: Def, tree: Tree): boolean {
  switch (def.type) {
    case 'object':
    case 'record':
      return tree.kind === 'map';
    case 'array':
      return tree.kind === 'list';
    default:
      return tree.kind === 'scalar';
  }
}

type Shape = Readonly<Record<string, Schema>>;

function expandMap(
  tree: MapTree,
  schema: Schema,
  shape: Shape,
  report: Report,
  path: readonly string[],
): Tree {
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    if (key.startsWith('x-')) continue;
    const of = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (of === undefined) {
      unknownKey(key, entry, { schema, shape, tree, path }, report);
      entries.set(key, { ...entry, value: broken(entry.value.at) });
    } else if (!isAbsent(entry.value, of)) {
      entries.set(key, { ...entry, value: expandTree(entry.value, of, report, [...path, key]) });
    }
  }
  if (isOne(schema) && entries.size !== 1) return notOne(tree, shape, report);
  return { ...tree, entries };
}

function notOne(tree: MapTree, shape: Shape, report: Report): Tree {
  const keys = enumerate(Object.keys(shape));
  report.add({
    code: 'HM1035',
    at: tree.at,
    summary: `Exactly one of ${keys} belongs here`,
    why: 'Each of them says something different, and only one can be meant.',
    todo:
      tree.entries.size === 0 ? 'Write one of them.' : 'Keep one, and give the others a place of their own.',
  });
  return broken(tree.at);
}

/** `preset: ~` is the same as no preset. Where null is a value, as in a default, it stays. */
function isAbsent(value: Tree, schema: Schema): boolean {
  if (value.kind !== 'scalar' || value.value !== null || value.broken === true) return false;
  return isOptional(schema) && !isFree(unwrapped(schema));
}

function unwrapped(schema: Schema): Schema {
  const def = (schema as core.$ZodTypes)._zod.def;
  return def.type === 'optional' || def.type === 'default' || def.type === 'prefault'
    ? unwrapped(def.innerType)
    : schema;
}

function expandRecord(tree: MapTree, of: Schema, report: Report, path: readonly string[]): Tree {
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries)
    if (!key.startsWith('x-'))
      entries.set(key, { ...entry, value: expandTree(entry.value, of, report, [...path, key]) });
  return { ...tree, entries };
}

function expandList(
  tree: Tree & { kind: 'list' },
  of: Schema,
  report: Report,
  path: readonly string[],
): Tree {
  return list(
    tree.items.map((item, index) => expandTree(item, of, report, [...path, String(index)])),
    tree.at,
  );
}
