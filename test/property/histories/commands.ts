import type { Host } from '../../../src/host/ports.ts';
import { type ApplyOutcome, apply, finishEarlier } from '../../../src/operations/apply.ts';
import { drift, unmatchedDrift } from '../../../src/operations/drift.ts';
import { type EditedSpec, removed, renamed, writeSpec } from '../../../src/operations/edit-spec.ts';
import { format, writeFormatted } from '../../../src/operations/fmt.ts';
import type { Answer, Place } from '../../../src/operations/place.ts';
import { type Planned, type PlanRequest, plan } from '../../../src/operations/plan.ts';
import { type Resolution, resolution, resolveSpec } from '../../../src/operations/resolve.ts';
import { openPlan, readyPlan, savePlan } from '../../../src/operations/saved-plan.ts';
import { settled } from '../../../src/operations/settled.ts';
import {
  changeRecord,
  componentsAt,
  readRecorded,
  removal,
  renaming,
} from '../../../src/operations/state.ts';
import { undo, undoable } from '../../../src/operations/undo.ts';
import { relPath } from '../../../src/path/rel-path.ts';

export const SPEC = relPath('hatmax.yml');

export type Command =
  /** apply, destroy, upgrade, import. `quick`: nothing narrows or widens it. */
  | { readonly run: 'plan'; readonly request: PlanRequest; readonly quick?: boolean }
  | { readonly run: 'drift'; readonly what: 'accept' | 'revert'; readonly patterns: readonly string[] }
  | { readonly run: 'resolve'; readonly path: string; readonly how: Resolution }
  | { readonly run: 'resolve-spec'; readonly keep: 'ours' | 'theirs' | 'both' }
  | { readonly run: 'save'; readonly request: PlanRequest }
  | { readonly run: 'apply-saved'; readonly file: Uint8Array }
  | { readonly run: 'undo' }
  | { readonly run: 'state-rm'; readonly what: string }
  | { readonly run: 'state-mv'; readonly from: string; readonly to: string }
  | { readonly run: 'rename'; readonly from: string; readonly to: string }
  | { readonly run: 'remove'; readonly address: string; readonly keepFiles: boolean }
  | { readonly run: 'fmt' };

/** What a command came to. `refused`: it changed nothing and said why. */
export interface Ran {
  readonly end: ApplyOutcome['kind'] | 'refused' | 'killed' | 'written' | 'saved';
  readonly codes: readonly string[];
  readonly planned?: Planned;
  readonly file?: Uint8Array;
  /** Refused since a person has to look at it: a migration that loses values, a plan that is stale. */
  readonly wantsPerson?: boolean;
  /** Killed by a loss of power, which leaves halves of what was not synced. */
  readonly torn?: boolean;
}

export function placeOn(host: Host): Place {
  return { host, spec: SPEC };
}

/** As the commands of the command line do it. */
export async function carryOut(place: Place, command: Command): Promise<Ran> {
  switch (command.run) {
    case 'plan': {
      const { request, quick = false } = command;
      const { full = false } = request;
      if (quick && settled(place, { full })) return { end: 'nothing-to-do', codes: [] };
      return planAndApply(place, { ...request, quick: quick && !full });
    }
    case 'drift':
      return decideDrift(place, command.what, command.patterns);
    case 'resolve': {
      const { value, diagnostics } = await resolution(place, command.path, command.how);
      return value === undefined ? refused(diagnostics) : planAndApply(place, value);
    }
    case 'save':
      return save(place, command.request);
    case 'apply-saved':
      return applySaved(place, command.file);
    case 'undo':
      return takeBack(place);
    case 'state-rm':
    case 'state-mv':
      return changeState(place, command);
    default:
      return changeSpec(place, command);
  }
}

/** Puts an earlier apply right that was cut short; answers only where that cannot be done. */
async function unfinished(place: Place): Promise<Ran | undefined> {
  const { kind, diagnostics } = await finishEarlier(place, 0);
  if (kind === 'ready') return undefined;
  return { end: kind === 'stuck' ? 'failed' : kind, codes: codesOf(diagnostics) };
}

async function planAndApply(place: Place, request: PlanRequest): Promise<Ran> {
  return (await unfinished(place)) ?? applyPlanned(place, await plan(place, request));
}

async function takeBack(place: Place): Promise<Ran> {
  const stuck = await unfinished(place);
  if (stuck !== undefined) return stuck;
  const last = undoable(place);
  if (last.value === undefined) return refused(last.diagnostics);
  const { kind, diagnostics } = await undo(place, 0);
  return { end: kind, codes: codesOf(diagnostics) };
}

async function applyPlanned(place: Place, { value, diagnostics }: Answer<Planned>): Promise<Ran> {
  if (value === undefined) return refused(diagnostics);
  if (value.forbidden.length > 0) return { ...refused(diagnostics), wantsPerson: true };
  const outcome = await apply(place, value, { lockTimeout: 0 });
  const codes = codesOf([...diagnostics, ...outcome.diagnostics]);
  return { end: outcome.kind, codes, planned: value };
}

async function decideDrift(
  place: Place,
  what: 'accept' | 'revert',
  patterns: readonly string[],
): Promise<Ran> {
  const found = settled(place) ? undefined : await drift(place, { untracked: false, full: false });
  if (found !== undefined && found.value === undefined) return refused(found.diagnostics);
  const unmatched = unmatchedDrift(found?.value?.plan.drift ?? [], patterns);
  if (unmatched !== undefined) return refused(unmatched.diagnostics);
  return planAndApply(place, { mode: 'refresh-only', [what]: patterns });
}

async function save(place: Place, request: PlanRequest): Promise<Ran> {
  const { value, diagnostics } = await plan(place, request);
  if (value === undefined) return refused(diagnostics);
  return { end: 'saved', codes: codesOf(diagnostics), file: savePlan(place, value) };
}

async function applySaved(place: Place, file: Uint8Array): Promise<Ran> {
  const saved = openPlan('saved.plan', file);
  if (saved.value === undefined) return refused(saved.diagnostics);
  const stuck = await unfinished(place);
  if (stuck !== undefined) return stuck;
  const ready = await readyPlan(place, saved.value);
  if (ready.done) return { end: 'nothing-to-do', codes: [] };
  if (ready.value === undefined) return { ...refused(ready.diagnostics), wantsPerson: ready.stale === true };
  return applyPlanned(place, ready);
}

async function changeState(
  place: Place,
  command: Extract<Command, { run: 'state-rm' | 'state-mv' }>,
): Promise<Ran> {
  const stuck = await unfinished(place);
  if (stuck !== undefined) return stuck;
  const { value, diagnostics } = await readRecorded(place);
  if (value === undefined) return refused(diagnostics);
  if (command.run === 'state-rm' && componentsAt(value.components, command.what).length === 0)
    return refused([]);
  const changes =
    command.run === 'state-rm'
      ? { value: removal(value, command.what), diagnostics: [] }
      : renaming(value, command.from, command.to);
  if (changes.value === undefined) return refused(changes.diagnostics);
  const outcome = await changeRecord(place, value, changes.value, 0);
  return { end: outcome.kind, codes: codesOf(outcome.diagnostics) };
}

function changeSpec(
  place: Place,
  command: Extract<Command, { run: 'rename' | 'remove' | 'fmt' | 'resolve-spec' }>,
): Ran {
  switch (command.run) {
    case 'rename':
      return writeEdited(place, renamed(place, command.from, command.to));
    case 'remove':
      return writeEdited(place, removed(place, command.address, command.keepFiles));
    case 'resolve-spec': {
      return writtenBy(resolveSpec(place, command.keep));
    }
    case 'fmt': {
      const { value, diagnostics } = format(place);
      if (value === undefined) return refused(diagnostics);
      return value.before === value.after
        ? { end: 'written', codes: [] }
        : writtenBy(writeFormatted(place, value));
    }
  }
}

function writeEdited(place: Place, { value, diagnostics }: Answer<EditedSpec>): Ran {
  return value === undefined ? refused(diagnostics) : writtenBy(writeSpec(place, value));
}

function writtenBy({ value, diagnostics }: Answer<unknown>): Ran {
  return value === undefined ? refused(diagnostics) : { end: 'written', codes: [] };
}

function refused(diagnostics: readonly { readonly code: string }[]): Ran {
  return { end: 'refused', codes: codesOf(diagnostics) };
}

function codesOf(diagnostics: readonly { readonly code: string }[]): readonly string[] {
  return diagnostics.map(({ code }) => code);
}
