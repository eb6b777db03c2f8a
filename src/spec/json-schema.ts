import type { core } from 'zod';
import * as z from 'zod';
import { isFree } from './schema/free.ts';
import { isOne } from './schema/one.ts';
import { shortFormOf } from './schema/short-form.ts';
import { specSchema } from './schema/top.ts';

export const SCHEMA_ID = 'https://hatmax.dev/schema/hatmax-1.json';

type JsonSchema = Record<string, unknown>;

/** The language as JSON Schema 2020-12, for editors: short forms are alternatives, `x-` keys are free. */
export function specJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(specSchema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => rewrite(zodSchema, jsonSchema as JsonSchema),
  }) as JsonSchema;
  const { $schema, ...rest } = schema;
  return { $schema, $id: SCHEMA_ID, title: 'hatmax.yml', ...rest };
}

function rewrite(zodSchema: core.$ZodType, json: JsonSchema): void {
  if (isFree(zodSchema)) {
    replace(json, pick(json, 'description'));
    return;
  }
  const { def } = zodSchema._zod as core.$ZodTypes['_zod'];
  if (def.type === 'object') freeKeys(json, isOne(zodSchema));
  if (def.type === 'record') json.propertyNames = { type: 'string' };
  const form = shortFormOf(zodSchema);
  if (form !== undefined) withShortForms(json, form.json);
}

/** Keys that start with `x-` are the user's, at every level. */
function freeKeys(json: JsonSchema, one: boolean): void {
  json.patternProperties = { '^x-': {} };
  delete json.one;
  if (one && typeof json.properties === 'object' && json.properties !== null)
    json.oneOf = Object.keys(json.properties).map((key) => ({ required: [key] }));
}

function withShortForms(json: JsonSchema, forms: readonly object[]): void {
  if (forms.length === 0) return;
  const { description, default: fallback, ...long } = json;
  replace(json, {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [...forms, long],
  });
}

function pick(json: JsonSchema, key: string): JsonSchema {
  return json[key] === undefined ? {} : { [key]: json[key] };
}

function replace(json: JsonSchema, by: JsonSchema): void {
  for (const key of Object.keys(json)) delete json[key];
  Object.assign(json, by);
}
