import * as Flags from '@oclif/core/flags';
import { settled } from '../operations/settled.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { isPlain, planFlags, requestOf } from './shell/plan-flags.ts';

export default class PlanCommand extends HatmaxCommand {
  static override readonly summary = 'Show what apply would do; it only reads.';
  static override readonly flags = {
    ...planFlags,
    json: Flags.boolean({ summary: "Answer in Terraform's JSON plan representation." }),
    destroy: Flags.boolean({
      summary: 'Plan the removal of everything hatmax made.',
      exclusive: ['refresh-only'],
    }),
    'refresh-only': Flags.boolean({ summary: 'Only hold the tree against what was recorded.' }),
    'detailed-exitcode': Flags.boolean({ summary: 'Exit 2 where there are changes.' }),
  };
  static override readonly examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan --diff all --target service.todo',
    '<%= config.bin %> plan --json --detailed-exitcode',
  ];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(PlanCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const special = flags.json || flags.destroy || flags['refresh-only'];
    if (!special && isPlain(flags) && settled(place)) return this.answerNothingToDo(flags);
    const { plan } = await import('../operations/plan.ts');
    const mode = flags.destroy ? 'destroy' : flags['refresh-only'] ? 'refresh-only' : 'normal';
    const planned = await plan(place, { ...requestOf(flags), mode });
    if (planned.value === undefined) return this.fail(planned, flags);
    const { showPlan } = await import('./shell/show-plan.ts');
    const shown = showPlan(planned.value, { ...this.look(flags), diff: flags.diff, json: flags.json });
    await this.say({ ...planned, diagnostics: [...planned.diagnostics, ...shown.findings] }, flags);
    this.answer(shown.text);
    if (shown.refused) return EXIT.refused;
    return flags['detailed-exitcode'] && shown.changes ? EXIT.changes : EXIT.done;
  }
}
