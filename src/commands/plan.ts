import * as Flags from '@oclif/core/flags';
import { type Answer, NOTHING_FOUND, type Place } from '../operations/place.ts';
import type { Planned } from '../operations/plan.ts';
import { settled } from '../operations/settled.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand, type SharedFlags } from './shell/hatmax-command.ts';
import { askedFlags, isPlain, type PlanFlagValues, planFlags, requestOf } from './shell/plan-flags.ts';

export default class PlanCommand extends HatmaxCommand {
  static override readonly summary = 'Show what apply would do; it only reads.';
  static override readonly flags = {
    ...planFlags,
    json: Flags.boolean({ summary: "Answer in Terraform's JSON plan representation." }),
    markdown: Flags.boolean({
      summary: 'Answer as a comment for a pull request, cut to what one holds.',
      exclusive: ['json'],
    }),
    html: Flags.string({
      helpValue: 'FILE',
      summary: 'Also write the plan as a page to this file: graph, files and diffs, for any browser.',
    }),
    destroy: Flags.boolean({
      summary: 'Plan the removal of everything hatmax made.',
      exclusive: ['refresh-only'],
    }),
    'refresh-only': Flags.boolean({ summary: 'Only hold the tree against what was recorded.' }),
    'detailed-exitcode': Flags.boolean({ summary: 'Exit 2 where there are changes.' }),
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      summary: 'Save the plan; `hatmax apply FILE` carries out exactly this one.',
    }),
  };
  static override readonly examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan --diff all --target service.todo',
    '<%= config.bin %> plan --json --detailed-exitcode',
    '<%= config.bin %> plan -o review.plan',
    '<%= config.bin %> plan --markdown --html plan.html',
  ];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(PlanCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const special = flags.output !== undefined || flags.json || flags.destroy || flags['refresh-only'];
    const review = flags.markdown || flags.html !== undefined;
    const quick = !special && !review && isPlain(flags);
    const full = flags.refresh === 'full';
    const nothing = quick ? settled(place, { full }) : undefined;
    if (nothing !== undefined) return this.answerNothingToDo(flags, nothing);
    const { plan } = await import('../operations/plan.ts');
    const mode = flags.destroy ? 'destroy' : flags['refresh-only'] ? 'refresh-only' : 'normal';
    const planned = await plan(place, { ...requestOf(flags), mode, quick: quick && !full });
    if (planned.value === undefined) return this.fail(planned, flags);
    const { showPlan } = await import('./shell/show-plan.ts');
    await this.say(planned, flags);
    const saved = await this.#save(place, planned.value, flags);
    if (saved.diagnostics.length > 0) return this.fail(saved, flags);
    const shown = showPlan(planned.value, {
      ...this.look(flags),
      diff: flags.diff,
      json: flags.json,
      asked: askedFlags(flags),
      ...(saved.value === undefined ? {} : { next: `Next: hatmax apply ${saved.value}` }),
    });
    await this.answerPieces(flags.markdown ? await this.#markdown(planned.value, flags) : shown.pieces);
    await this.say({ ...planned, diagnostics: shown.findings }, flags);
    if (flags.html !== undefined) {
      const { writePage } = await import('./shell/review-plan.ts');
      const written = writePage(planned.value, flags.html, flags);
      if (written.diagnostics.length > 0) return this.fail(written, flags);
    }
    if (shown.refused) return EXIT.refused;
    return flags['detailed-exitcode'] && shown.changes ? EXIT.changes : EXIT.done;
  }

  /** Before the plan is shown, which says what to do with the file; a plan that may not be applied is not saved. */
  async #save(
    place: Place,
    planned: Planned,
    { output }: { readonly output?: string | undefined },
  ): Promise<Answer<string>> {
    if (output === undefined || planned.forbidden.length > 0) return NOTHING_FOUND;
    const { savePlan } = await import('../operations/saved-plan.ts');
    const { writePlanFile } = await import('./shell/plan-file.ts');
    const written = writePlanFile(output, savePlan(place, planned));
    return written.value === undefined
      ? { ...written, value: undefined }
      : { ...NOTHING_FOUND, value: output };
  }

  async #markdown(planned: Planned, flags: PlanFlagValues & SharedFlags): Promise<Iterable<string>> {
    const { markdownOf } = await import('./shell/review-plan.ts');
    return markdownOf(planned, flags);
  }
}
