import * as z from 'zod';
import { isAddress } from '../graph/address.ts';
import { parseRelPath } from '../path/rel-path.ts';
import { STATE_FORMAT } from './recorded.ts';

/** The source of `state/v1/component.schema.json` and of the check every state file goes through: hostile until then. */

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const address = z.string().refine(isAddress, 'is not an address');
const path = z.string().refine((text) => 'path' in parseRelPath(text), 'is not a path inside the project');
const specPaths = z.array(z.string());

export const recordedFile = z.strictObject({
  applied: hash,
  at: specPaths,
  base: hash,
  executable: z.boolean(),
  ownership: z.enum(['generated', 'structured', 'create_once', 'append_only']),
  template: z.string(),
  unaccepted: z.boolean(),
  deleted: z.literal(true).optional(),
  acceptedExecutable: z.boolean().optional(),
});

export const recordedComponent = z
  .strictObject({
    address,
    at: specPaths,
    dependsOn: z.array(address),
    digest: hash,
    facts: z.record(z.string(), z.unknown()).optional(),
    files: z.record(path, recordedFile),
    format: z.literal(STATE_FORMAT),
    hatmax: z.string(),
    pack: hash.optional(),
  })
  .meta({ title: 'State of a component', description: 'What the last apply left behind, format 1' });

export type StoredComponent = z.infer<typeof recordedComponent>;

/** What can be asked of a file of any format, older or newer. */
export const anyFormat = z.looseObject({ format: z.int().min(1), hatmax: z.string() });

export function componentJsonSchema(): object {
  return z.toJSONSchema(recordedComponent, { target: 'draft-2020-12' });
}
