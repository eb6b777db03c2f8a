import type { core } from 'zod';
import { own } from '../own.ts';
import { pathText } from '../path.ts';
import type { Report } from '../report.ts';
import { nearest } from '../suggest.ts';
import { child, type Entry, type MapTree } from '../tree.ts';

interface Place {
  readonly schema: core.$ZodType;
  readonly shape: Readonly<Record<string, core.$ZodType>>;
  readonly tree: MapTree;
  readonly path: readonly string[];
}

/** Words of other tools and older versions, and what they are called here. */
const otherNames: Readonly<Record<string, string>> = {
  entities: 'models',
  entity: 'models',
  properties: 'fields',
  attributes: 'fields',
  columns: 'fields',
  routes: 'api',
  endpoints: 'api',
  database: 'repo_impl',
  db: 'repo_impl',
  storage: 'repo_impl',
  type: 'kind',
  optional: 'nullable',
  regex: 'pattern',
  environment: 'env',
  method: 'route',
  path: 'route',
  module: 'package',
};

export function unknownKey(key: string, entry: Entry, place: Place, report: Report): void {
  report.add({
    code: 'HM1020',
    at: entry.keyAt,
    summary: `There is no key \`${key.slice(0, 60)}\` ${placeText(place)}`,
    why: 'A key that is not known would be ignored, and what it was meant to say would be lost.',
    todo: whereItBelongs(key, entry, place) ?? advice(key, place),
  });
}

const IN_BRACES =
  'Inside of braces a comma ends a text. If this is the rest of the text before it, put all of it into quotes.';

function whereItBelongs(key: string, entry: Entry, place: Place): string | undefined {
  if (isRestOfText(key, entry)) return IN_BRACES;
  const isService = place.path.length === 0 && child(entry.value, 'kind') !== undefined;
  return isService
    ? `This looks like a service: put it below \`services\`, two spaces further right.`
    : undefined;
}

function isRestOfText(key: string, { value }: Entry): boolean {
  return key.includes(' ') && value.kind === 'scalar' && value.value === null;
}

function placeText({ path }: Place): string {
  return path.length === 0 ? 'at the top level' : `in \`${pathText(path)}\``;
}

function advice(key: string, { shape, tree }: Place): string {
  const free = Object.keys(shape).filter((known) => child(tree, known) === undefined);
  const other = own(otherNames, key);
  const near = nearest(key, free) ?? nearest(key, Object.keys(shape));
  if (other !== undefined && Object.hasOwn(shape, other)) return `Did you mean \`${other}\`?`;
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  const shown = Object.keys(shape)
    .slice(0, 24)
    .map((known) => `\`${known}\``);
  return `Keys here are ${shown.join(', ')}. A key of your own starts with \`x-\`.`;
}
