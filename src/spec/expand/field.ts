import type { Report } from '../report.ts';
import {
  broken,
  child,
  type Entry,
  list,
  type MapTree,
  mapOf,
  type ScalarTree,
  scalar,
  spanInside,
  type Tree,
  textTree,
  withEntry,
  withoutKeys,
} from '../tree.ts';
import { Cursor } from './cursor.ts';
import { type FieldFault, readField } from './field-text.ts';
import { wrapAs } from './lists.ts';
import { fault, labelOf, readType } from './type-text.ts';

/** `string! len 2..80` and `[string]` are fields too; what is said twice in a long form is said once afterwards. */
export function expandField(written: Tree, report: Report): Tree {
  if (written.kind === 'list') return mapOf(written.at, { type: expandType(written, report) });
  if (written.kind === 'map') return settled(written, report);
  if (typeof written.value !== 'string') return written;
  const read = readField(written);
  return 'code' in read ? refused(read, written, report) : read;
}

export function expandType(written: Tree, report: Report): Tree {
  if (written.kind === 'map') return written;
  if (written.kind === 'list') return listType(written, report);
  if (typeof written.value !== 'string') return written;
  const cursor = new Cursor(written.value);
  const type = readType(cursor, written);
  if ('code' in type) return refused(type, written, report);
  cursor.skipSpace();
  if (cursor.done) return type;
  const rest = fault(
    'HM1030',
    cursor.offset,
    cursor.end,
    `\`${written.value.slice(cursor.offset, cursor.offset + 40)}\` does not belong to the type`,
    'Under `type` stands the type alone; the rest has keys of its own.',
    'Use the keys `required`, `nullable`, `unique`, `validations` and `default`, or the short form of the whole field.',
  );
  return refused(rest, written, report);
}

function listType(written: Tree & { kind: 'list' }, report: Report): Tree {
  const [only] = written.items;
  if (only !== undefined && written.items.length === 1) {
    const of = expandType(only, report);
    return of.kind === 'scalar' && of.broken
      ? of
      : mapOf(written.at, { name: textTree('list', written.at), of });
  }
  report.add({
    code: 'HM1030',
    at: written.at,
    summary: 'A list has one type of elements',
    why: 'A list is written as one type in brackets.',
    todo: 'Write it like `[string]`, or `[enum(a, b)]`.',
  });
  return broken(written.at);
}

function refused(found: FieldFault, written: ScalarTree, report: Report): Tree {
  report.add({
    code: found.code,
    at: spanInside(written, found.start, found.end),
    summary: found.summary,
    why: found.why,
    todo: found.todo,
  });
  return broken(written.at);
}

const flags = new Set(['required', 'unique', 'immutable']);

function settled(field: MapTree, report: Report): Tree {
  return exactDefault(withTypeSettings(withFlags(withWrittenType(field, report))));
}

function withWrittenType(field: MapTree, report: Report): MapTree {
  const entry = field.entries.get('type');
  if (entry !== undefined) return withEntry(field, 'type', expandType(entry.value, report), entry.keyAt);
  const values = child(field, 'values');
  if (values === undefined) return field;
  return withEntry(field, 'type', mapOf(values.at, { name: textTree('enum', values.at) }));
}

/** `validations: [required]` is `required: true`. */
function withFlags(field: MapTree): MapTree {
  const entry = field.entries.get('validations');
  if (entry?.value.kind !== 'list') return field;
  const rest: Tree[] = [];
  let result = field;
  for (const item of entry.value.items) {
    const name = flagOf(item);
    if (name === undefined) rest.push(item);
    else if (!field.entries.has(name)) result = withEntry(result, name, scalar(true, item.at));
  }
  return withEntry(result, 'validations', list(rest, entry.value.at), entry.keyAt);
}

function flagOf(item: Tree): string | undefined {
  const name = item.kind === 'map' && item.entries.size === 1 ? child(item, 'name') : item;
  if (name?.kind !== 'scalar' || typeof name.value !== 'string') return undefined;
  return flags.has(name.value) ? name.value : undefined;
}

const settingOf = { values: 'enum', max_bytes: 'bytes', schema: 'json' } as const;

/** `type: enum` with `values: ...` beside it is an enum with values. */
function withTypeSettings(field: MapTree): MapTree {
  let result = field;
  for (const [key, name] of Object.entries(settingOf)) {
    const value = child(result, key);
    const type = child(result, 'type');
    if (value === undefined || type === undefined) continue;
    const filled = withSetting(type, name, key, key === 'values' ? enumValues(value) : value);
    if (filled !== undefined) result = withEntry(withoutKeys(result, key), 'type', filled);
  }
  return result;
}

function withSetting(type: Tree, name: string, key: string, value: Tree): Tree | undefined {
  if (type.kind !== 'map') return undefined;
  const own = child(type, 'name');
  if (own?.kind === 'scalar' && own.value === name) return withEntry(type, key, value);
  const of = child(type, 'of');
  const inner = of === undefined ? undefined : withSetting(of, name, key, value);
  return inner === undefined ? undefined : withEntry(type, 'of', inner);
}

/** `{open: Open}` and `[open]` are lists of values with labels. */
function enumValues(values: Tree): Tree {
  if (values.kind === 'list') return list(values.items.map(enumValue), values.at);
  if (values.kind !== 'map') return values;
  const items = [...values.entries].map(([key, entry]) => labelled(key, entry));
  return list(items, values.at);
}

function labelled(key: string, { keyAt, value }: Entry): Tree {
  const unlabelled = value.kind === 'scalar' && value.value === null;
  return mapOf(keyAt, {
    value: textTree(key, keyAt),
    label: unlabelled ? textTree(labelOf(key), keyAt) : asText(value),
  });
}

function enumValue(item: Tree): Tree {
  const value = asText(item);
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return item;
  return mapOf(item.at, { value, label: textTree(labelOf(value.value), item.at) });
}

/** Numbers and booleans where a text is meant, as they were written. */
export function asText(value: Tree): Tree {
  if (value.kind !== 'scalar' || value.value === null || typeof value.value === 'string') return value;
  return textTree(value.source ?? String(value.value), value.at);
}

/** Decimals are exact: `default: 1.10` is not the number 1.1. Values of an enum are texts. */
function exactDefault(field: MapTree): MapTree {
  const entry = field.entries.get('default');
  const name = child(child(field, 'type'), 'name');
  if (entry === undefined || name?.kind !== 'scalar') return field;
  const exact = name.value === 'decimal' || name.value === 'enum';
  return exact ? withEntry(field, 'default', asText(entry.value), entry.keyAt) : field;
}

export function expandValidation(written: Tree): Tree {
  if (written.kind !== 'map') return wrapAs('name')(written);
  const [first] = written.entries;
  // `{max_len: 40}` says the same as `{name: max_len, value: 40}`.
  if (first === undefined || written.entries.size !== 1 || first[0] === 'name') return written;
  return mapOf(written.at, { name: textTree(first[0], first[1].keyAt), value: first[1].value });
}

export function expandConfig(written: Tree, report: Report): Tree {
  if (written.kind !== 'scalar' || typeof written.value !== 'string') return written;
  const read = readField(written);
  if ('code' in read) return refused(read, written, report);
  const type = child(child(read, 'type'), 'name');
  const fallback = child(read, 'default');
  return mapOf(written.at, { type, default: fallback });
}

/** `[Order]` and `Order` stand for lists of a model and for a model. */
export function expandShape(written: Tree): Tree {
  const [only] = written.kind === 'list' ? written.items : [];
  if (only?.kind !== 'scalar' || typeof only.value !== 'string') return written;
  return textTree(`[${only.value}]`, only.at, only.textStart === undefined ? undefined : only.textStart - 1);
}
