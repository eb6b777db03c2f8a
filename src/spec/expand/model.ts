import { child, type Tree, textTree, withEntry, withoutKeys } from '../tree.ts';

const ID_TYPES: ReadonlySet<unknown> = new Set(['uuid', 'int', 'string']);

/** `id: int` among the fields says what ids are, as `id: int` beside them does. */
export function expandModel(written: Tree): Tree {
  const fields = child(written, 'fields');
  const id = child(fields, 'id');
  if (written.kind !== 'map' || fields?.kind !== 'map' || id === undefined) return written;
  const type = id.kind === 'map' && id.entries.size === 1 ? child(id, 'type') : id;
  const name = type?.kind === 'scalar' && typeof type.value === 'string' ? type.value.replace(/!$/, '') : '';
  if (type === undefined || !ID_TYPES.has(name) || written.entries.has('id')) return written;
  const rest = withEntry(written, 'fields', withoutKeys(fields, 'id'), written.entries.get('fields')?.keyAt);
  return withEntry(rest, 'id', textTree(name, type.at));
}
