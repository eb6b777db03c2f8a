import type { Notice } from '../capability/capability.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makePlan, unmatchedTargets } from '../plan/make-plan.ts';
import type { PlanOptions } from '../plan/options.ts';
import type { Plan } from '../plan/plan.ts';
import { nearest } from '../spec/suggest.ts';
import { version } from './build-info.ts';
import { type LookOptions, lookAtAll, type Sides } from './look.ts';
import type { Answer, Place } from './place.ts';
import { type QuickSides, quickLook } from './quick-look.ts';

export type PlanRequest = Omit<PlanOptions, 'hatmax'> &
  LookOptions & {
    /** Steps that lose values in a database, or that its rows may break, are wanted. */
    readonly allowDestructive?: boolean;
    /** Nothing narrows or widens the plan, and only its changes are wanted: services that stand still need not be read. */
    readonly quick?: boolean;
  };

export interface Planned {
  readonly plan: Plan;
  readonly sides: Sides | QuickSides;
  readonly request: PlanRequest;
  /** Steps that lose values or make a rule stricter, and that nobody allowed: the plan can be read, and not be applied. */
  readonly forbidden: readonly Notice[];
}

/** What apply would do. Reads only. */
export async function plan(place: Place, request: PlanRequest): Promise<Answer<Planned>> {
  const looked = (request.quick ? await quickLook(place) : undefined) ?? (await lookAtAll(place, request));
  if (looked.value === undefined) return { ...looked, value: undefined };
  const sides = looked.value;
  const { allowDestructive, full, quick, ...asked } = request;
  const inputs = { ...sides, options: { ...asked, hatmax: version } };
  const problems = targetProblems(
    unmatchedTargets(inputs),
    request.imports,
    sides.desired.components.map(({ address }) => address),
  );
  const found = { sources: looked.sources, diagnostics: [...looked.diagnostics, ...problems] };
  if (problems.length > 0) return found;
  const made = makePlan(inputs);
  // All of this waits for nothing: a signal that came meanwhile is heard here.
  await place.host.clock.sleep(0);
  const forbidden = allowDestructive ? [] : made.notices.filter(needsAllowing);
  return { ...found, value: { plan: made, sides, request, forbidden } };
}

/** An address, or what several are below: `service.todo`. */
function suggestionFor(target: string, addresses: readonly string[]): string | undefined {
  const tops = addresses.flatMap((one) =>
    one.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.')),
  );
  const near = nearest(target, new Set(tops));
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

function targetProblems(
  unmatched: readonly string[],
  imports: readonly string[] | undefined,
  addresses: readonly string[],
): readonly Diagnostic[] {
  return unmatched.map((target) => ({
    code: 'HM5014',
    severity: 'error',
    summary: imports?.includes(target)
      ? `hatmax would write nothing at ${target}, so there is nothing to import`
      : `Nothing answers to --target ${target}`,
    hint:
      suggestionFor(target, addresses) ??
      'A target is an address (`service.todo`), a path, a folder or a glob; `hatmax show` lists them.',
  }));
}

const LOSES = {
  detail: 'Values in the database would be lost, so this needs to be said out loud.',
  hint: 'Add --allow-destructive if that is wanted. Was it renamed? Then say so with `moved`.',
};
const NARROWS = {
  detail: 'Rows that are in the database may break the new rule, so this needs to be said out loud.',
  hint: 'Add --allow-destructive if that is wanted.',
};

function needsAllowing({ kind }: Notice): boolean {
  return kind !== 'migration';
}

/** For people who ask for such steps without saying that this is wanted. */
export function destructiveFindings(forbidden: readonly Notice[], sides: Sides): readonly Diagnostic[] {
  return forbidden.map((notice) => {
    const range = sides.loaded.rangeOf(notice.at);
    return {
      code: 'HM5021',
      severity: 'error',
      summary: `${notice.path}: ${notice.summary}`,
      ...(notice.kind === 'destructive' ? LOSES : NARROWS),
      ...(range === undefined ? {} : { range }),
    };
  });
}
