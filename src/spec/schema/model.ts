import * as z from 'zod';
import { expandIndex, wrapAs } from '../expand/lists.ts';
import { expandModel } from '../expand/model.ts';
import { fields } from './field.ts';
import { later } from './later.ts';
import { short } from './short-form.ts';
import { count, line, listOf, names, text } from './values.ts';

export const lifecycleHooks = [
  'before_create',
  'after_create',
  'before_update',
  'after_update',
  'before_delete',
  'after_delete',
] as const;

const options = z.strictObject({
  audit: z
    .boolean()
    .default(false)
    .describe('Whether rows have created_at, created_by, updated_at and updated_by'),
  soft_delete: z
    .boolean()
    .default(false)
    .describe(
      'Whether a deleted row stays, with deleted_at, and is seen no more. Deleting is refused while another row refers to it, as without',
    ),
  lifecycle: z
    .array(z.enum(lifecycleHooks))
    .max(6)
    .default([])
    .describe('Moments at which a function you write is called'),
});

const index = short(
  later(() =>
    z.strictObject({
      fields: z.array(line()).min(1).max(32).describe('The fields, in order'),
      unique: z.boolean().default(false).describe('Whether no two rows may have the same values'),
      name: line().optional().describe('The name in the database'),
    }),
  ),
  {
    description: 'a list of fields',
    json: [{ type: 'array', items: { type: 'string' }, minItems: 1 }],
    expand: expandIndex,
  },
);

const id = short(
  z.strictObject({
    type: z.enum(['uuid', 'int', 'string']).default('uuid').describe('The type of ids; uuid is version 7'),
  }),
  { description: 'the type alone', json: [{ enum: ['uuid', 'int', 'string'] }], expand: wrapAs('type') },
);

export const model = short(
  z.strictObject({
    description: text().optional().describe('One line for documentation'),
    plural: line()
      .optional()
      .describe('The plural in routes and lists; from an inflection library without it'),
    table: line().optional().describe('The table; the plural in snake_case without it'),
    id: id.prefault({}).describe('What identifies a row'),
    options: options.prefault({}).describe('What every row gets beside its fields'),
    display: line().optional().describe('The field shown for a row in lists and pickers'),
    fields: fields().default({}).describe('The fields, by snake_case name'),
    indexes: z.array(index).max(200).default([]).describe('Indexes of the table'),
  }),
  { description: '', json: [], expand: expandModel },
);

const child = short(
  later(() =>
    z.strictObject({
      of: line().describe('The model of the children'),
      order: short(z.strictObject({ field: line().describe('The field that holds the position') }), {
        description: 'the field alone',
        json: [{ type: 'string' }],
        expand: wrapAs('field'),
      })
        .optional()
        .describe('How children are ordered; by id without it'),
      constraints: z
        .strictObject({
          unique: z
            .array(listOf(z.array(line()).min(1).max(32)))
            .max(50)
            .default([])
            .describe('Sets of fields that are unique among the children of one root'),
        })
        .optional()
        .describe('What has to hold among the children of one root'),
      min: count().optional().describe('The fewest children a root has'),
      max: count().min(1).optional().describe('The most children a root has; 1000 without it'),
      audit: z.boolean().default(false).describe('Whether children have created_at and the like'),
    }),
  ),
  { description: 'the model alone', json: [{ type: 'string' }], expand: wrapAs('of') },
);

const invariant = short(
  later(() =>
    z.strictObject({
      name: line().optional().describe('A snake_case name for errors and tests'),
      rule: text()
        .min(1)
        .describe('A CEL expression over the root and its children that is true when all is well'),
      message: line().optional().describe('What people are told when it does not hold'),
    }),
  ),
  { description: 'the rule alone', json: [{ type: 'string' }], expand: wrapAs('rule') },
);

export const aggregate = short(
  later(() =>
    z.strictObject({
      description: text().optional().describe('One line for documentation'),
      plural: line().optional().describe('The plural in routes'),
      table: line().optional().describe('The table of the root'),
      id: id.prefault({}).describe('What identifies a root'),
      display: line().optional().describe('The field shown for a root in lists and pickers'),
      fields: fields().default({}).describe('The fields of the root'),
      children: z.record(line(), child).default({}).describe('Collections the root owns, by snake_case name'),
      invariants: z.array(invariant).max(200).default([]).describe('What holds after every change'),
      indexes: z.array(index).max(200).default([]).describe('Indexes of the root table'),
      audit: z.boolean().default(false).describe('Whether the root has created_at and the like'),
      soft_delete: z
        .boolean()
        .default(false)
        .describe(
          'Whether a deleted root stays, with deleted_at, and is seen no more. Deleting is refused while another row refers to it, as without',
        ),
      options: options.optional().describe('As on a model: audit, soft_delete, lifecycle'),
      source: line().optional().describe('The model this is a read model of'),
      preload: names(100)
        .default([])
        .describe('Relations that are read along, such as roles or roles.permissions'),
    }),
  ),
  { description: '', json: [], expand: expandModel },
);

export const relationKinds = ['one_to_one', 'one_to_many', 'many_to_many'] as const;

export const relation = later(() =>
  z.strictObject({
    name: line().optional().describe('The name in preload; the plural of the far end without it'),
    from: line().describe('The model it starts at'),
    to: line().describe('The model it leads to'),
    kind: z.enum(relationKinds).describe('How many of each'),
    via: line().optional().describe('The table between, for many_to_many'),
    field: line().optional().describe('The field of the far end that points back'),
  }),
);

export const event = later(() =>
  z.strictObject({
    version: z.int().min(1).max(10_000).default(1).describe('The version of the payload'),
    description: text().optional().describe('When it happens'),
    payload: fields().default({}).describe('What it carries'),
  }),
);
