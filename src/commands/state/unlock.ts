import * as Args from '@oclif/core/args';
import { unlock } from '../../operations/state.ts';
import { EXIT, type ExitCode } from '../shell/exit-code.ts';
import { HatmaxCommand } from '../shell/hatmax-command.ts';

export default class StateUnlockCommand extends HatmaxCommand {
  static override readonly summary = 'End a lock whose holder is gone.';
  static override readonly args = {
    id: Args.string({ required: true, description: 'id of the lock, as the refusal names it' }),
  };
  static override readonly examples = ['<%= config.bin %> state unlock 3f2a9c0d1b7e4455'];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(StateUnlockCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const done = unlock(place, args.id);
    if (done.value === undefined) return this.fail(done, flags);
    this.answer(done.value === 'unlocked' ? 'The lock is ended.' : 'There is no lock.');
    return EXIT.done;
  }
}
