import * as z from 'zod';
import { expandConfig, expandField, expandType, expandValidation } from '../expand/field.ts';
import { fieldTypeNames, type PlainTypeName, plainTypes } from './field-types.ts';
import { anything } from './free.ts';
import { later } from './later.ts';
import { short } from './short-form.ts';
import { count, line, text } from './values.ts';

const enumValue = z.strictObject({
  value: line().min(1).describe('What is stored and sent'),
  label: line().describe('What people see'),
});

/** The long form of a type. `list` of a list is not a type. */
export type LongType =
  | { name: PlainTypeName }
  | { name: 'decimal'; precision: number; scale: number }
  | { name: 'enum'; values: { value: string; label: string }[] }
  | { name: 'bytes'; max_bytes: number }
  | { name: 'json'; schema?: unknown }
  | { name: 'ref'; service?: string | undefined; model: string }
  | { name: 'shape'; model: string }
  | { name: 'list'; of: LongType };

/** Made of what it is made of: lists have a type of their own. */
export const longType: z.ZodType<LongType> = short(
  z.lazy(() => longTypes),
  {
    description:
      'string, text, email, url, slug, phone, int, float, decimal(p,s), bool, date, time, datetime, duration, uuid, enum(a, b), bytes, json, ref(Model), ref(service.Model) or [TYPE]',
    json: [
      {
        type: 'string',
        anyOf: [
          { enum: [...fieldTypeNames.filter((name) => name !== 'ref')] },
          { pattern: '^(decimal|enum|ref)\\s*\\(.*\\)$|^\\[.*\\]$' },
        ],
      },
      { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 1 },
    ],
    expand: expandType,
  },
);

const longTypes = z.discriminatedUnion('name', [
  z.strictObject({ name: z.enum(plainTypes).describe('A type without parameters') }),
  z.strictObject({
    name: z.literal('decimal').describe('An exact number, sent as text'),
    precision: z.int().min(1).max(1000).default(18).describe('Digits in all'),
    scale: z.int().min(0).max(1000).default(2).describe('Digits after the point'),
  }),
  z.strictObject({
    name: z.literal('enum').describe('One of a few values'),
    values: z.array(enumValue).min(1).max(1000).describe('The values, in order'),
  }),
  z.strictObject({
    name: z.literal('bytes').describe('Bytes, base64 in JSON'),
    max_bytes: count().min(1).default(1_048_576).describe('The most bytes a value may have'),
  }),
  z.strictObject({
    name: z.literal('json').describe('Any JSON value'),
    schema: anything().optional().describe('The JSON Schema it has to fit'),
  }),
  z.strictObject({
    name: z.literal('ref').describe('The id of a row of another model, or of the same'),
    service: line().optional().describe('The service the model is of; left out for the same service'),
    model: line().describe('The model'),
  }),
  z.strictObject({
    name: z.literal('shape').describe('All fields of a model, in what a use case takes or gives'),
    model: line().describe('The model'),
  }),
  z.strictObject({
    name: z.literal('list').describe('A list'),
    of: longType.describe('The type of each element'),
  }),
]);

export const validationNames = [
  'required',
  'unique',
  'min',
  'max',
  'min_len',
  'max_len',
  'pattern',
  'email',
  'url',
  'one_of',
  'immutable',
  'custom',
] as const;

const validation = short(
  later(() =>
    z.strictObject({
      name: z.enum(validationNames).describe('The rule'),
      value: anything()
        .optional()
        .describe(
          'The bound, the length, the pattern, the list of values, or the name of the custom function',
        ),
      exclusive: z.boolean().default(false).describe('Whether the bound itself is left out (`>` and `<`)'),
      message: line().optional().describe('What people are told when the value is refused'),
    }),
  ),
  {
    description: 'the name alone, for rules without a value',
    json: [{ enum: ['required', 'unique', 'email', 'url', 'immutable', 'custom'] }],
    expand: expandValidation,
  },
);

export const field = short(
  z.strictObject({
    type: longType.describe('What the field holds'),
    required: z.boolean().default(false).describe('Whether it must be given on create'),
    nullable: z
      .boolean()
      .optional()
      .describe('Whether it may be null. Without it: yes, where it is neither required nor has a default'),
    unique: z.boolean().default(false).describe('Whether two rows may not have the same value'),
    immutable: z.boolean().default(false).describe('Whether it stays as it was created'),
    default: anything().optional().describe('The value of rows that are created without one'),
    validations: z.array(validation).max(100).default([]).describe('Further rules a value has to keep'),
    private: z.boolean().default(false).describe('Whether it never leaves the service'),
    searchable: z.boolean().default(false).describe('Whether the text search of lists looks into it'),
    label: line().optional().describe('The name people see'),
    help: text().optional().describe('A sentence for people who fill it in'),
    values: anything()
      .optional()
      .describe('The values of `type: enum`, with labels: sugar for the long form of the type'),
    max_bytes: anything()
      .optional()
      .describe('The limit of `type: bytes`: sugar for the long form of the type'),
    schema: anything()
      .optional()
      .describe('The JSON Schema of `type: json`: sugar for the long form of the type'),
  }),
  {
    description:
      'TYPE then `!` (required) or `?` (nullable) then `unique`, a bound (`>= 0`, `len 2..80`, `~ /regex/`) and `= default`, in that order',
    json: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 1 }],
    expand: expandField,
  },
);

export const fields = () => z.record(line(), field);

export const configTypes = ['string', 'int', 'float', 'bool', 'duration', 'url'] as const;

export const configSetting = short(
  later(() =>
    z.strictObject({
      type: z.enum(configTypes).default('string').describe('What the value is read as'),
      default: z
        .union([z.string(), z.number(), z.boolean()])
        .optional()
        .describe('The value where the environment has none; without one the service does not start'),
      secret: z.boolean().default(false).describe('Whether it is kept out of logs and files'),
      env: line().optional().describe('The environment variable; the name in capitals without it'),
      description: text().optional().describe('What it is for'),
    }),
  ),
  { description: '`TYPE = default`', json: [{ type: 'string' }], expand: expandConfig },
);
