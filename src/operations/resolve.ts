import { conflictSides, withoutMarkers } from '../merge/git-markers.ts';
import { parseRelPath, type RelPath, relPath } from '../path/rel-path.ts';
import type { Ending } from '../plan/options.ts';
import type { FileChange } from '../plan/plan.ts';
import { CONFLICTS } from '../state/layout.ts';
import { readIfThere } from '../state/objects.ts';
import { type Answer, type Place, refuse } from './place.ts';
import { type PlanRequest, plan } from './plan.ts';
import { replaceFile } from './replace-file.ts';

export type Resolution = 'ours' | 'theirs' | 'merged' | { readonly merged: Uint8Array };

/** How a plan ends one conflict, as a person decided; refused where there is none at the path. */
export async function resolution(
  place: Place,
  what: string,
  chosen: Resolution,
): Promise<Answer<PlanRequest>> {
  const found = await conflictAt(place, what);
  if (found.value === undefined) return { ...found, value: undefined };
  const { path } = found.value;
  const merged = typeof chosen === 'object' ? chosen.merged : readIfThere(place.host.files, path);
  const isMerge = chosen === 'merged' || typeof chosen === 'object';
  if (isMerge && merged !== undefined && hasMarkers(merged)) return stillMarked(path);
  // What stands on disk is the merge; taking it is taking the file as it is.
  const resolve = new Map<RelPath, Ending>([[path, chosen === 'merged' ? 'ours' : chosen]]);
  const request: PlanRequest = { targets: [path], alone: true, resolve };
  const left = await plan(place, request);
  if (left.value?.plan.changes.some(isConflictAt(path))) return notByContent(path, found.value);
  return { ...found, value: request };
}

/** The step of a plan that is in conflict at a path. */
export async function conflictAt(place: Place, what: string): Promise<Answer<FileChange>> {
  const parsed = parseRelPath(what.replace(/^\.\//, ''));
  if ('fault' in parsed) return noConflict(what);
  const planned = await plan(place, {});
  if (planned.value === undefined) return { ...planned, value: undefined };
  const change = planned.value.plan.changes.find(isConflictAt(parsed.path));
  return change === undefined ? noConflict(parsed.path) : { ...planned, value: change };
}

/** Ends what git left in the spec. Both halves stay in the conflict folder. */
export function resolveSpec(place: Place, keep: 'ours' | 'theirs' | 'both'): Answer<true> {
  const { host, spec } = place;
  const bytes = readIfThere(host.files, spec);
  const text = Buffer.from(bytes ?? []).toString('utf8');
  const [sides, kept] = [conflictSides(text), withoutMarkers(text, keep)];
  if (sides === undefined || kept === undefined) return noConflict(spec);
  const ours = replaceFile(host, relPath(`${CONFLICTS}/${spec}/ours`), sides.ours);
  if (ours.value === undefined) return ours;
  const theirs = replaceFile(host, relPath(`${CONFLICTS}/${spec}/theirs`), sides.theirs);
  return theirs.value === undefined ? theirs : replaceFile(host, spec, kept, text);
}

function isConflictAt(at: RelPath): (change: FileChange) => boolean {
  return ({ path, action }) => path === at && action === 'conflict';
}

/** A folder in its place, a name that differs in case only, a file that is gone: no choice of content ends that. */
function notByContent(path: string, { reason }: FileChange): Answer<never> {
  return refuse({
    code: 'HM5015',
    summary: `The conflict at ${path} is not about its content, and no version of it ends it`,
    detail: `It is one of kind \`${reason}\`: see what stands there and why in \`hatmax plan\`.`,
    hint: 'Move what is in the way elsewhere, or put back what is gone, then run `hatmax apply`.',
  });
}

function hasMarkers(bytes: Uint8Array): boolean {
  return /^(<{7}|>{7})( |\r?$)/m.test(Buffer.from(bytes).toString('utf8'));
}

function stillMarked(path: string): Answer<never> {
  return refuse({
    code: 'HM5015',
    summary: `${path} still has conflict markers`,
    detail: 'A merge is the file as it should be.',
    hint: 'Take out the lines that begin with <<<<<<<, =======, ||||||| and >>>>>>>.',
  });
}

function noConflict(path: string): Answer<never> {
  return refuse({
    code: 'HM5015',
    summary: `There is no conflict at ${path}`,
    hint: 'Run `hatmax plan` for the conflicts there are.',
  });
}
