import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class ResolveCommand extends HatmaxCommand {
  static override readonly summary =
    'End a conflict: keep your file, take the new rendering, or say that you merged them.';
  static override readonly args = {
    path: Args.string({ required: true, description: 'path of the file in conflict' }),
  };
  static override readonly flags = {
    ours: Flags.boolean({
      summary: 'Keep the file as it is on disk.',
      exactlyOne: ['ours', 'theirs', 'merged'],
    }),
    theirs: Flags.boolean({ summary: 'Replace it by the new rendering; `hatmax undo` brings yours back.' }),
    merged: Flags.boolean({
      summary: 'The file on disk is the merge of both; refused while it has conflict markers.',
    }),
    'lock-timeout': writeFlags['lock-timeout'],
  };
  static override readonly examples = [
    '<%= config.bin %> resolve services/todo/src/app.ts --ours',
    '<%= config.bin %> resolve services/todo/src/app.ts --merged',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ResolveCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const { resolution } = await import('../operations/resolve.ts');
    const chosen = flags.theirs ? 'theirs' : flags.merged ? 'merged' : 'ours';
    const request = await resolution(place, args.path, chosen);
    if (request.value === undefined) return this.fail(request, flags);
    const { carryOut } = await import('./shell/carry-out.ts');
    const code = await carryOut(this, place, request.value, flags, {
      done: () => `Resolved: ${args.path}\n`,
    });
    // Other conflicts may be left; this one is not.
    return code === EXIT.refused ? EXIT.done : code;
  }
}
