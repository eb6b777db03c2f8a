import * as Flags from '@oclif/core/flags';
import { NOTHING_TO_DO } from '../operations/nothing-to-do.ts';
import type { Place } from '../operations/place.ts';
import { settled } from '../operations/settled.ts';
import type { Plan } from '../plan/plan.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand, type SharedFlags } from './shell/hatmax-command.ts';
import { writeFlags } from './shell/write-flags.ts';

interface DriftFlags extends SharedFlags {
  readonly untracked: boolean;
  readonly json: boolean;
  readonly refresh: 'stat' | 'full';
  readonly 'lock-timeout': number;
}

export default class DriftCommand extends HatmaxCommand {
  static override readonly summary =
    'Show what was changed by hand since it was applied; say yes to it, or take it back.';
  static override readonly flags = {
    accept: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      exclusive: ['revert'],
      summary: 'Record the edits of this path, folder or glob as wanted.',
    }),
    revert: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      summary: 'Take the edits of this path, folder or glob back; `hatmax undo` brings them again.',
    }),
    untracked: Flags.boolean({ summary: 'Also show files among those of hatmax that it did not make.' }),
    json: Flags.boolean({ summary: 'Answer in JSON.' }),
    'detailed-exitcode': Flags.boolean({ summary: 'Exit 2 where there is drift.' }),
    refresh: Flags.option({
      options: ['stat', 'full'] as const,
      default: 'stat' as const,
      summary: 'Look at the stat of files first, or read them all.',
    })(),
    'lock-timeout': writeFlags['lock-timeout'],
  };
  static override readonly examples = [
    '<%= config.bin %> drift',
    '<%= config.bin %> drift --accept services/todo/src/app.ts',
    '<%= config.bin %> drift --revert services/todo',
  ];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(DriftCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    if (flags.accept !== undefined) return this.#decide(place, flags, 'accept', flags.accept);
    if (flags.revert !== undefined) return this.#decide(place, flags, 'revert', flags.revert);
    return this.#show(place, flags, flags['detailed-exitcode']);
  }

  async #show(place: Place, flags: DriftFlags, detailed: boolean): Promise<ExitCode> {
    const full = flags.refresh === 'full';
    if (!flags.untracked && settled(place, { full })) return this.#answer(NOTHING_TO_DO, flags, detailed);
    const { drift } = await import('../operations/drift.ts');
    const found = await drift(place, { untracked: flags.untracked, full });
    await this.say(found, flags);
    return found.value === undefined ? EXIT.error : this.#answer(found.value.plan, flags, detailed);
  }

  async #answer(plan: Plan, flags: DriftFlags, detailed: boolean): Promise<ExitCode> {
    const { countPlan, hasDrift } = await import('../plan/counts.ts');
    if (flags.json) {
      const { driftJson } = await import('../views/plan-json.ts');
      await this.answerPieces(driftJson(plan));
    } else {
      const { driftTextPieces } = await import('../views/drift-text.ts');
      await this.answerPieces(driftTextPieces(plan, this.look(flags)));
    }
    return detailed && hasDrift(countPlan(plan)) ? EXIT.changes : EXIT.done;
  }

  async #decide(
    place: Place,
    flags: DriftFlags,
    what: 'accept' | 'revert',
    patterns: readonly string[],
  ): Promise<ExitCode> {
    const { drift, unmatchedDrift } = await import('../operations/drift.ts');
    const found = settled(place) ? undefined : await drift(place, { untracked: false, full: false });
    if (found !== undefined && found.value === undefined) return this.fail(found, flags);
    const unmatched = unmatchedDrift(found?.value?.plan.drift ?? [], patterns);
    if (unmatched !== undefined) return this.fail(unmatched, flags);
    const { carryOut } = await import('./shell/carry-out.ts');
    const { pathTest } = await import('../plan/options.ts');
    const matches = pathTest(patterns);
    const said = what === 'accept' ? 'Accepted' : 'Taken back';
    return carryOut(this, place, { mode: 'refresh-only', [what]: patterns }, flags, {
      done: ({ plan }) =>
        plan.drift
          .filter(({ path }) => matches(path))
          .map(({ path }) => `${said}: ${path}\n`)
          .join(''),
    });
  }
}
