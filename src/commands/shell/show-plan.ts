import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { destructiveFindings, type Planned } from '../../operations/plan.ts';
import { unbuiltFindings, unbuiltPlaces } from '../../operations/unbuilt-findings.ts';
import { countPlan, hasChanges } from '../../plan/counts.ts';
import { recordedComponents } from '../../plan/recorded-files.ts';
import { planJson } from '../../views/plan-json.ts';
import { planTextPieces } from '../../views/plan-text.ts';
import type { Look } from './terminal.ts';

export interface ShownPlan {
  /** The answer, made as it is written. */
  readonly pieces: Iterable<string>;
  /** What goes to stderr beside the answer. */
  readonly findings: readonly Diagnostic[];
  readonly changes: boolean;
  /** It has steps that lose values and that nobody allowed. */
  readonly refused: boolean;
}

export interface ShowOptions extends Look {
  readonly diff: 'none' | 'changes' | 'all';
  readonly json?: boolean;
  /** What to do next, where it is not what a plan says. */
  readonly next?: string;
  /** Flags that what follows has to be given too. */
  readonly asked?: readonly string[];
}

/** The answer and the exit code come from one count of one plan. */
export function showPlan({ plan, sides, forbidden }: Planned, options: ShowOptions): ShownPlan {
  const { system, loaded, recorded } = sides;
  const refused = forbidden.length > 0;
  const changes = hasChanges(countPlan(plan));
  const destructive = destructiveFindings(forbidden, sides);
  if (options.json === true) {
    const pieces = planJson(plan, recordedComponents(recorded));
    return { pieces, changes, refused, findings: [...unbuiltFindings(system, loaded), ...destructive] };
  }
  const pieces = planTextPieces(plan, { ...options, unbuilt: unbuiltPlaces(system, loaded) });
  return { pieces, changes, refused, findings: destructive };
}
