import type { core } from 'zod';
import * as z from 'zod';
import { isFree } from './schema/free.ts';
import { isOne, isOptional } from './schema/one.ts';
import { shortFormOf } from './schema/short-form.ts';
import { specSchema } from './schema/top.ts';

export interface ReferenceKey {
  /** The last part: `port`, or `<name>` for names of the user's. */
  readonly key: string;
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly default: string | undefined;
  readonly meaning: string;
  /** What may be written instead. */
  readonly short: string | undefined;
  readonly keys: readonly ReferenceKey[];
}

type Schema = core.$ZodType;

const INTRODUCTION = `# hatmax.yml

Every key of the language, version 1. A key without a default and without "required" may be left out. Keys that start
with \`x-\` are yours, at every level. \`hatmax show --spec\` prints a spec in its long form.`;

/** Every key of the language: its type, default and meaning, from the schema the loader checks with. */
export function specReferenceKeys(): readonly ReferenceKey[] {
  return keysOf(specSchema, '', []);
}

/** The reference as a page. */
export function specReference(): string {
  const top = specReferenceKeys();
  const parts = [INTRODUCTION, table(top), ...top.flatMap((key) => sections(key, 2))];
  return `${parts.join('\n\n')}\n`;
}

function sections(key: ReferenceKey, level: number): readonly string[] {
  if (key.keys.length === 0) return [];
  const heading = `${'#'.repeat(Math.min(level, 6))} \`${key.path}\``;
  const short = key.short === undefined ? [] : [`Short: ${key.short}.`];
  const own = [heading, `${key.meaning}.`, ...short, table(key.keys)];
  return [...own, ...key.keys.flatMap((inner) => sections(inner, level + 1))];
}

function table(keys: readonly ReferenceKey[]): string {
  const rows = keys.map((key) => {
    const short = key.short !== undefined && key.keys.length === 0 ? `. Short: ${key.short}` : '';
    return `| \`${key.key}\` | ${cell(key.type)} | ${cell(fallbackText(key))} | ${cell(key.meaning + short)} |`;
  });
  return ['| key | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function fallbackText(key: ReferenceKey): string {
  if (key.required) return 'required';
  return key.default === undefined ? '' : `\`${key.default}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function keysOf(schema: Schema, path: string, above: readonly Schema[]): readonly ReferenceKey[] {
  const inner = unwrapped(schema);
  if (above.includes(inner) || isFree(inner)) return [];
  const { def } = inner._zod as core.$ZodTypes['_zod'];
  const within = [...above, inner];
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).map(([key, of]) =>
        keyOf(key, of, path === '' ? key : `${path}.${key}`, within),
      );
    case 'record':
      return [keyOf('<name>', def.valueType as Schema, `${path}.<name>`, within)];
    case 'array':
      return keysOf(def.element as Schema, `${path}[]`, within);
    case 'union':
      return 'discriminator' in def ? [] : def.options.flatMap((option) => keysOf(option, path, within));
    default:
      return [];
  }
}

function keyOf(key: string, schema: Schema, path: string, above: readonly Schema[]): ReferenceKey {
  const form = formOf(schema);
  return {
    key,
    path,
    type: typeText(schema),
    required: !isOptional(schema) && key !== '<name>',
    default: defaultOf(schema),
    meaning: meaningOf(schema),
    short: form === undefined || form === '' ? undefined : form,
    keys: keysOf(schema, path, above),
  };
}

function unwrapped(schema: Schema): Schema {
  const { def } = schema._zod as core.$ZodTypes['_zod'];
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
      return unwrapped(def.innerType);
    case 'lazy':
      return isFree(schema) ? schema : unwrapped(def.getter());
    default:
      return schema;
  }
}

function layers(schema: Schema): readonly Schema[] {
  const { def } = schema._zod as core.$ZodTypes['_zod'];
  return 'innerType' in def ? [schema, ...layers(def.innerType as Schema)] : [schema];
}

function formOf(schema: Schema): string | undefined {
  for (const layer of layers(schema)) {
    const form = shortFormOf(layer);
    if (form !== undefined) return form.description;
  }
  return undefined;
}

function meaningOf(schema: Schema): string {
  for (const layer of layers(schema)) {
    const description = z.globalRegistry.get(layer)?.description;
    if (description !== undefined) return description;
  }
  return '';
}

function defaultOf(schema: Schema): string | undefined {
  for (const layer of layers(schema)) {
    const { def } = layer._zod as core.$ZodTypes['_zod'];
    if (def.type === 'default') return JSON.stringify(def.defaultValue);
  }
  return undefined;
}

function typeText(schema: Schema): string {
  const inner = unwrapped(schema);
  if (isFree(inner)) return 'any value';
  const { def } = inner._zod as core.$ZodTypes['_zod'];
  switch (def.type) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return '`true` or `false`';
    case 'enum':
      return Object.values(def.entries)
        .map((value) => `\`${value}\``)
        .join(', ');
    case 'literal':
      return def.values.map((value) => `\`${String(value)}\``).join(', ');
    case 'array':
      return `list of ${typeText(def.element as Schema)}`;
    case 'record':
      return 'map of names';
    case 'object':
      return isOne(inner) ? 'map with exactly one of its keys' : 'map';
    case 'union':
      return 'discriminator' in def ? 'type' : [...new Set(def.options.map(typeText))].join(' or ');
    default:
      return def.type;
  }
}
