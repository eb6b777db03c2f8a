import { list, mapOf, type Tree } from '../tree.ts';

/** A plain value where a map is meant: `x` is `{key: x}`. */
export function wrapAs(key: string) {
  return (written: Tree): Tree =>
    written.kind === 'scalar' && written.value !== null ? mapOf(written.at, { [key]: written }) : written;
}

/** `[status, released]` and `status` are `{fields: [...]}`. */
export function expandIndex(written: Tree): Tree {
  if (written.kind === 'map') return written;
  const fields = written.kind === 'list' ? written : list([written], written.at);
  return mapOf(written.at, { fields });
}
