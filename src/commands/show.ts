import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Place } from '../operations/place.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand, type SharedFlags } from './shell/hatmax-command.ts';
import { planFlags } from './shell/plan-flags.ts';

export default class ShowCommand extends HatmaxCommand {
  static override readonly summary = 'Show what was applied, or a saved plan.';
  static override readonly args = {
    plan: Args.string({ description: 'a plan saved by `hatmax plan -o FILE`' }),
  };
  static override readonly flags = {
    diff: planFlags.diff,
    long: Flags.boolean({
      summary: 'Show the spec instead, with every short form written out; a bare --spec says the same.',
    }),
    json: Flags.boolean({ summary: 'Answer in JSON.' }),
  };
  static override readonly examples = [
    '<%= config.bin %> show',
    '<%= config.bin %> show --spec',
    '<%= config.bin %> show review.plan',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ShowCommand, bareSpecAsLong(this.argv));
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    if (flags.long) {
      const { longForm } = await import('../operations/long-form.ts');
      const spec = longForm(place);
      await this.say(spec, flags);
      if (spec.value === undefined) return EXIT.error;
      this.answer(flags.json ? JSON.stringify(spec.value.spec, null, 2) : spec.value.text);
      return EXIT.done;
    }
    if (args.plan !== undefined) return this.#showPlan(place, args.plan, flags);
    const { readRecorded } = await import('../operations/state.ts');
    const { showPieces, stateJson } = await import('../views/state-text.ts');
    const state = await readRecorded(place);
    await this.say(state, flags);
    if (state.value === undefined) return EXIT.error;
    const { components } = state.value;
    await this.answerPieces(flags.json ? stateJson(components) : showPieces(components, this.look(flags)));
    return EXIT.done;
  }

  async #showPlan(
    place: Place,
    name: string,
    flags: SharedFlags & { readonly json: boolean; readonly diff: 'none' | 'changes' | 'all' },
  ): Promise<ExitCode> {
    const { readPlanFile } = await import('./shell/plan-file.ts');
    const { recordedFor } = await import('../operations/saved-plan.ts');
    const saved = readPlanFile(name);
    if (saved.value === undefined) return this.fail(saved, flags);
    const { plan } = saved.value;
    if (flags.json) {
      const { planJson } = await import('../views/plan-json.ts');
      const { componentsOf } = await import('../state/next-state.ts');
      await this.answerPieces(planJson(plan, componentsOf(await recordedFor(place, saved.value))));
    } else {
      const { planTextPieces } = await import('../views/plan-text.ts');
      await this.answerPieces(
        planTextPieces(plan, { ...this.look(flags), diff: flags.diff, next: `Next: hatmax apply ${name}` }),
      );
    }
    return EXIT.done;
  }
}

/** Everywhere else --spec names a file. Here it may stand alone, and then asks for the spec. */
function bareSpecAsLong(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    return word === '--spec' && (next === undefined || next.startsWith('-')) ? '--long' : word;
  });
}
