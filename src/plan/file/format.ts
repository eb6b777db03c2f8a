import * as z from 'zod';
import { isAddress } from '../../graph/address.ts';
import { parseRelPath } from '../../path/rel-path.ts';
import { recordedFile } from '../../state/format.ts';
import { STATE_FORMAT } from '../../state/recorded.ts';
import type { ActionReason } from '../plan.ts';

/** The source of `state/plan-v1/plan.schema.json` and of the check every saved plan goes through: hostile until then. */
export const PLAN_FORMAT = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const address = z.string().refine(isAddress, 'is not an address');
const path = z.string().refine((text) => 'path' in parseRelPath(text), 'is not a path inside the project');
const ownership = z.enum(['generated', 'structured', 'create_once', 'append_only', 'ignored']);
const words = z.array(z.string());

const REASONS: Readonly<Record<ActionReason, true>> = {
  new: true,
  'deleted-by-hand': true,
  'same-content': true,
  'rendered-anew': true,
  'edited-and-rendered-anew': true,
  edited: true,
  'edited-append-only': true,
  overwritten: true,
  mode: true,
  'removed-from-spec': true,
  released: true,
  moved: true,
  'not-recorded': true,
  overlap: true,
  'base-missing': true,
  'not-a-file': true,
  'case-twin': true,
  binary: true,
  'fail-on-drift': true,
  'state-uncertain': true,
  'git-conflict': true,
  'create-once': true,
  ignored: true,
  unparsable: true,
  imported: true,
  accepted: true,
  resolved: true,
  pruned: true,
};

const change = z.strictObject({
  path,
  from: path.optional(),
  component: address,
  ownership,
  action: z.enum(['create', 'adopt', 'update', 'merge', 'move', 'delete', 'orphan', 'keep', 'conflict']),
  reason: z.enum(Object.keys(REASONS) as [ActionReason, ...ActionReason[]]),
  expect: z.union([hash, z.literal('absent'), z.literal('not-a-file')]),
  executable: z.boolean(),
  write: hash.optional(),
  before: hash.optional(),
  base: hash.optional(),
  desired: hash.optional(),
  places: words.optional(),
});

const drift = z.strictObject({
  path,
  component: address,
  kind: z.enum(['modified', 'deleted', 'mode', 'type', 'untracked']),
  weight: z.enum(['content', 'eol', 'format']),
  ownership: ownership.exclude(['ignored']),
  applied: hash.optional(),
  actual: hash.optional(),
  found: z.enum(['symlink', 'folder', 'device', 'blocked']).optional(),
});

const notice = z.strictObject({
  kind: z.enum(['migration', 'destructive', 'stricter']),
  at: z.string(),
  path,
  summary: z.string(),
  statements: words,
});

const next = z.strictObject({
  address,
  at: words,
  dependsOn: z.array(address),
  digest: hash,
  facts: z.record(z.string(), z.unknown()).optional(),
  files: z.record(path, recordedFile),
  format: z.literal(STATE_FORMAT),
  hatmax: z.string(),
  newBases: z.array(hash),
});

const component = z.strictObject({
  address,
  from: address.optional(),
  action: z.enum(['create', 'update', 'move', 'delete', 'no-op']),
  next: next.optional(),
});

/** What was asked for on the command line, so that the plan can be made again and held against this one. */
const asked = z.strictObject({
  allowDestructive: z.boolean().optional(),
  onDrift: z.enum(['merge', 'keep', 'overwrite', 'fail']).optional(),
  prune: z.boolean().optional(),
  targets: words.optional(),
  accept: words.optional(),
});

export const savedPlan = z
  .strictObject({
    format: z.literal(PLAN_FORMAT),
    hatmax: z.string(),
    build: z.string(),
    mode: z.enum(['normal', 'destroy', 'refresh-only']),
    asked,
    spec: z.strictObject({ file: path, hash }),
    /** By the name of the state file's component; what is not in it was not recorded. */
    state: z.record(address, hash),
    changes: z.array(change),
    drift: z.array(drift),
    notices: z.array(notice),
    components: z.array(component),
  })
  .meta({ title: 'A saved plan', description: 'plan.json of a plan file, format 1' });

export type SavedPlan = z.infer<typeof savedPlan>;

/** What can be asked of a plan of any format, older or newer. */
export const anyPlan = z.looseObject({ format: z.int().min(1), hatmax: z.string() });

export function planJsonSchema(): object {
  return z.toJSONSchema(savedPlan, { target: 'draft-2020-12' });
}
