import { isMap, isPair, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** A new text of the spec, or why a person has to edit it. Everything that is not edited stays byte for byte. */
export type SpecEdit = { readonly text: string } | { readonly why: string };

/** Renames what an address stands for, and says so under `moved`. */
export function renameInSpec(text: string, from: string, to: string): SpecEdit {
  const section = sectionOf(text, from);
  const [old, now] = [partsOf(from, section), partsOf(to, section)];
  if (old === undefined || now === undefined) return { why: NOT_AN_ADDRESS };
  if (old.length !== now.length || old.slice(0, -1).join() !== now.slice(0, -1).join())
    return {
      why: 'only the last name of an address can be another one: what is below a service stays there',
    };
  const found = find(text, old);
  if ('why' in found) return found;
  if (!('why' in find(text, now))) return { why: `${to} is there already` };
  const [start, end] = rangeOf(found.pair.key);
  const name = now.at(-1) ?? '';
  return withEntry(text.slice(0, start) + name + text.slice(end), 'moved', `{from: ${from}, to: ${to}}`);
}

/** Takes what an address stands for out of the spec; `keep` says under `removed` that its files stay. */
export function removeFromSpec(text: string, address: string, keep: boolean): SpecEdit {
  const parts = partsOf(address, sectionOf(text, address));
  if (parts === undefined) return { why: NOT_AN_ADDRESS };
  const found = find(text, parts);
  if ('why' in found) return found;
  const { pair, map } = found;
  if (map.flow) return { why: 'it is written in braces on one line, which is left to you' };
  if (map.items.length === 1) return { why: `${address} is the only one there, and a spec needs one` };
  const start = withCommentsAbove(text, lineStart(text, rangeOf(pair.key)[0]));
  const end = lineEnd(text, Math.max(rangeOf(pair.key)[1], rangeOf(pair.value)[1] - 1));
  const cut = text.slice(0, start) + text.slice(end);
  return keep ? withEntry(cut, 'removed', `{from: ${address}, delete: false}`) : { text: cut };
}

const NOT_AN_ADDRESS =
  'it is no address of a service (service.todo), a model or an aggregate in it (service.todo.Item) or a field of one (service.todo.Item.due)';

/** Whether what an address names is a model or an aggregate. */
function sectionOf(text: string, address: string): 'models' | 'aggregates' {
  const parts = partsOf(address, 'aggregates');
  return parts === undefined || 'why' in find(text, parts) ? 'models' : 'aggregates';
}

/** Keys from the top of the spec down. */
function partsOf(address: string, section: 'models' | 'aggregates'): readonly string[] | undefined {
  const [kind, service, model, field, ...rest] = address.split('.');
  if (kind !== 'service' || service === undefined || rest.length > 0 || address.split('.').includes(''))
    return undefined;
  const below =
    model === undefined ? [] : [section, model, ...(field === undefined ? [] : ['fields', field])];
  return ['services', service, ...below];
}

type Found = { readonly pair: Pair; readonly map: YAMLMap } | { readonly why: string };

function find(text: string, keys: readonly string[]): Found {
  let node: unknown = parseDocument(text, { keepSourceTokens: true }).contents;
  let found: Found = { why: 'there is no such thing in the spec' };
  for (const key of keys) {
    if (!isMap(node)) return { why: 'there is no such thing in the spec' };
    const map: YAMLMap = node;
    const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair === undefined) return { why: 'there is no such thing in the spec' };
    found = { pair, map };
    node = pair.value;
  }
  return found;
}

/** Adds to a list at the top of the spec, in the way it is written there. */
function withEntry(text: string, list: 'moved' | 'removed', entry: string): SpecEdit {
  const root = parseDocument(text).contents;
  const pair = isMap(root)
    ? root.items.find((item) => isScalar(item.key) && item.key.value === list)
    : undefined;
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (pair === undefined) return { text: `${whole}\n${list}:\n  - ${entry}\n` };
  const seq = pair.value;
  if (!isSeq(seq)) return { why: `\`${list}\` is no list` };
  const last = seq.items.at(-1);
  if (seq.flow || last === undefined) {
    const close = text.lastIndexOf(']', rangeOf(seq)[1] - 1);
    return { text: `${text.slice(0, close)}${last === undefined ? '' : ', '}${entry}${text.slice(close)}` };
  }
  const at = lineEnd(whole, rangeOf(isPair(last) ? last.key : last)[1] - 1);
  const dash = text.lastIndexOf('-', rangeOf(last)[0]);
  const indent = text.slice(lineStart(text, dash), dash);
  return { text: `${whole.slice(0, at)}${indent}- ${entry}\n${whole.slice(at)}` };
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return [range?.[0] ?? 0, range?.[1] ?? 0];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Comments right above a key are about it. */
function withCommentsAbove(text: string, start: number): number {
  const above = lineStart(text, start - 1);
  return start > 0 && /^\s*#/.test(text.slice(above, start)) ? withCommentsAbove(text, above) : start;
}
