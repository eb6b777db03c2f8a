import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { settled } from '../operations/settled.ts';
import type { ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { isPlain, planFlags } from './shell/plan-flags.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class ApplyCommand extends HatmaxCommand {
  static override readonly summary = 'Show the plan, ask, and carry it out.';
  static override readonly args = {
    plan: Args.string({ description: 'a plan saved by `hatmax plan -o FILE`: exactly that one, unasked' }),
  };
  static override readonly flags = {
    ...planFlags,
    ...writeFlags,
    'conflict-markers': Flags.boolean({
      summary: "Write git's conflict markers into text files in conflict, to be merged there.",
    }),
    'accept-drift': Flags.boolean({ summary: 'Say yes to every hand edit there is.' }),
  };
  static override readonly examples = [
    '<%= config.bin %> apply',
    '<%= config.bin %> apply --auto-approve --target service.todo',
    '<%= config.bin %> apply --auto-approve --json',
    '<%= config.bin %> apply review.plan',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ApplyCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    if (args.plan !== undefined) {
      const { carryOutSaved } = await import('./shell/carry-out-saved.ts');
      return carryOutSaved(this, place, args.plan, {
        ...flags,
        narrowed: !isPlain(flags) || flags.refresh === 'full' || flags['accept-drift'],
      });
    }
    const quick = !flags.json && !flags['accept-drift'] && !flags['conflict-markers'] && isPlain(flags);
    const full = flags.refresh === 'full';
    const nothing = quick ? settled(place, { full }) : undefined;
    if (nothing !== undefined) return this.answerNothingToDo(flags, nothing);
    const { carryOut } = await import('./shell/carry-out.ts');
    const { requestOf } = await import('./shell/plan-flags.ts');
    const accept = flags['accept-drift'] ? { accept: ['**'] } : {};
    const markers = flags['conflict-markers'] ? { markers: true } : {};
    return carryOut(
      this,
      place,
      { ...requestOf(flags), ...accept, ...markers, quick: quick && !full },
      flags,
    );
  }
}
