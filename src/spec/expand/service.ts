import { own } from '../own.ts';
import { child, mapOf, scalar, type Tree, textTree, withEntry } from '../tree.ts';

const ownKind: Readonly<Record<string, string>> = {
  authn: 'domain',
  authz: 'domain',
  audit: 'domain',
  admin: 'web',
};

/** `auth` is the old name of the preset `authn`; a preset knows its own kind. */
export function expandService(written: Tree): Tree {
  if (written.kind !== 'map') return written;
  const preset = child(written, 'preset');
  if (preset?.kind !== 'scalar' || typeof preset.value !== 'string') return written;
  const name = preset.value === 'auth' ? 'authn' : preset.value;
  const named = name === preset.value ? written : withEntry(written, 'preset', textTree(name, preset.at));
  const kind = own(ownKind, name);
  if (kind === undefined || written.entries.has('kind')) return named;
  return withEntry(named, 'kind', textTree(kind, preset.at));
}

/** `version: "0.1"` is `version: 0.1`. */
export function expandVersion(written: Tree): Tree {
  if (written.kind !== 'scalar' || typeof written.value !== 'string') return written;
  const number = Number(written.value);
  return Number.isNaN(number) || written.value.trim() === '' ? written : scalar(number, written.at);
}

export function expandNotice(written: Tree): Tree {
  const isLog = written.kind === 'scalar' && written.value === 'log';
  return isLog ? mapOf(written.at, { log: scalar(true, written.at) }) : written;
}
