import { finishEarlier } from '../../operations/apply.ts';
import { type Place, refuse } from '../../operations/place.ts';
import { readyPlan } from '../../operations/saved-plan.ts';
import { carryOutPlanned, type WriteFlags } from './carry-out.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { HatmaxCommand } from './hatmax-command.ts';
import { exitOfEarlier } from './outcome.ts';
import { readPlanFile } from './plan-file.ts';

export interface SavedFlags extends WriteFlags {
  /** A flag was given that says what to plan; a saved plan is what it is. */
  readonly narrowed: boolean;
}

/** Carries a saved plan out, through the one way in which anything of the tree is changed. It was read, so nobody asks. */
export async function carryOutSaved(
  command: HatmaxCommand,
  place: Place,
  name: string,
  flags: SavedFlags,
): Promise<ExitCode> {
  if (flags.narrowed) {
    const summary =
      'A saved plan is applied as it is: --target, --prune and the like belong to hatmax plan -o';
    return command.fail(refuse({ code: 'HM5006', summary }), flags);
  }
  const saved = readPlanFile(name);
  if (saved.value === undefined) return command.fail(saved, flags);
  const earlier = await finishEarlier(place, flags['lock-timeout'] ?? 0);
  await command.say(earlier, flags);
  if (earlier.kind !== 'ready') return exitOfEarlier(earlier.kind);
  const ready = await readyPlan(place, saved.value);
  if (ready.done) {
    command.answer('Nothing to do: this plan was carried out already.');
    return EXIT.done;
  }
  if (ready.value === undefined) return command.fail(ready, flags, ready.stale ? EXIT.refused : EXIT.error);
  return carryOutPlanned(command, place, ready, flags, {});
}
