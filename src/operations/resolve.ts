import { parseRelPath, type RelPath } from '../path/rel-path.ts';
import { readIfThere } from '../state/objects.ts';
import { type Answer, type Place, refuse } from './place.ts';
import { type Planned, type PlanRequest, plan } from './plan.ts';

export type Resolution = 'ours' | 'theirs' | 'merged';

/** How a plan ends one conflict, as a person decided; refused where there is none at the path. */
export async function resolution(
  place: Place,
  what: string,
  chosen: Resolution,
): Promise<Answer<PlanRequest>> {
  const parsed = parseRelPath(what.replace(/^\.\//, ''));
  if ('fault' in parsed) return noConflict(what);
  const planned = await plan(place, {});
  if (planned.value === undefined) return { ...planned, value: undefined };
  if (!isInConflict(planned.value, parsed.path)) return noConflict(parsed.path);
  if (chosen === 'merged' && hasMarkers(place, parsed.path)) {
    return refuse({
      code: 'HM5015',
      summary: `${parsed.path} still has conflict markers`,
      detail: '--merged says that the file is as it should be.',
      hint: 'Take out the lines that begin with <<<<<<<, =======, ||||||| and >>>>>>>.',
    });
  }
  // What stands on disk is the merge; taking it is taking the file as it is.
  const resolve = new Map([[parsed.path, chosen === 'theirs' ? 'theirs' : 'ours'] as const]);
  return { ...planned, value: { targets: [parsed.path], resolve } };
}

function isInConflict({ plan: made }: Planned, path: RelPath): boolean {
  return made.changes.some((change) => change.path === path && change.action === 'conflict');
}

function hasMarkers({ host }: Place, path: RelPath): boolean {
  const bytes = readIfThere(host.files, path);
  return bytes !== undefined && /^(<{7}|>{7})( |$)/m.test(Buffer.from(bytes).toString('utf8'));
}

function noConflict(path: string): Answer<never> {
  return refuse({
    code: 'HM5015',
    summary: `There is no conflict at ${path}`,
    hint: 'Run `hatmax plan` for the conflicts there are.',
  });
}
