import { type ApplyOutcome, applyPlan } from '../apply/apply.ts';
import { interrupted } from '../apply/diagnostics.ts';
import { recoverApply } from '../apply/recover.ts';
import type { Progress } from '../apply/transaction.ts';
import type { Address } from '../graph/address.ts';
import { whileWriting } from '../host/node-process.ts';
import { sha256 } from '../host/sha256.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import type { SpecFacts } from '../state/spec-facts.ts';
import { buildId } from './build-info.ts';
import type { Findings, Place } from './place.ts';
import { NOTHING_FOUND } from './place.ts';
import type { Planned } from './plan.ts';
import { factsOf } from './spec-facts.ts';
import { unbuiltIn } from './unbuilt-findings.ts';

export interface ApplyRequest {
  readonly lockTimeout: number;
  readonly onProgress?: (progress: Progress) => void;
}

export type { ApplyOutcome } from '../apply/apply.ts';
export type { Progress } from '../apply/transaction.ts';

export type Earlier = Findings & { readonly kind: 'ready' | 'locked' | 'stuck' | 'interrupted' };

/** What an apply that was cut short left, put right before anything is planned on top of it. */
export async function finishEarlier({ host }: Place, lockTimeout: number): Promise<Earlier> {
  const recovery = await whileWriting(() => recoverApply(host, lockTimeout), 'reading');
  switch (recovery.kind) {
    case 'none':
      return { ...NOTHING_FOUND, kind: 'ready' };
    case 'finished':
    case 'taken-back':
      return afterRecovery(host, recovery.diagnostics);
    case 'locked':
    case 'stuck':
    case 'interrupted':
      return { ...NOTHING_FOUND, diagnostics: recovery.diagnostics, kind: recovery.kind };
  }
}

/** A signal that came meanwhile: the earlier apply is at its end, and nothing is begun on top of it. */
function afterRecovery({ interruption }: Place['host'], recovered: Findings['diagnostics']): Earlier {
  if (!interruption.requested) return { ...NOTHING_FOUND, diagnostics: recovered, kind: 'ready' };
  const diagnostics = [...recovered, interrupted('Nothing else was written.')];
  return { ...NOTHING_FOUND, diagnostics, kind: 'interrupted' };
}

/** Carries the plan out, and writes down how every file looks then, so that the next plan need not read them. */
export async function apply(place: Place, planned: Planned, request: ApplyRequest): Promise<ApplyOutcome> {
  const { plan, sides } = planned;
  return whileWriting(() =>
    applyPlan(plan, place.host, {
      recorded: sides.recorded,
      lockTimeout: request.lockTimeout,
      index: {
        build: buildId,
        spec: sha256(sides.loaded.source.text),
        quiet: !sides.remarked && isWhole(planned),
        unbuilt: unbuiltIn(sides.system, sides.loaded),
        facts: (components) => factsAfter(sides, components),
      },
      ...(sides.rest === undefined ? {} : { rest: sides.rest }),
      ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
    }),
  );
}

function factsAfter(
  sides: Planned['sides'],
  components: ReadonlyMap<Address, RecordedComponent>,
): SpecFacts | undefined {
  if ('factsAfter' in sides) return sides.factsAfter(components);
  return factsOf(sides.loaded, sides.system, sides.desired, components);
}

/** A plan of a part says nothing about the rest. */
function isWhole({ request }: Planned): boolean {
  return (request.targets ?? []).length === 0 && (request.mode ?? 'normal') === 'normal';
}
