import * as Args from '@oclif/core/args';
import { finishEarlier } from '../../operations/apply.ts';
import { changeRecord, readRecorded, renaming } from '../../operations/state.ts';
import { EXIT, type ExitCode } from '../shell/exit-code.ts';
import { HatmaxCommand } from '../shell/hatmax-command.ts';
import { exitOfEarlier, exitOfOutcome } from '../shell/outcome.ts';
import { writeFlags } from '../shell/write-flags.ts';

export default class StateMvCommand extends HatmaxCommand {
  static override readonly summary =
    'Give a recorded component another address; `moved` in the spec does this for everybody.';
  static override readonly args = {
    from: Args.string({ required: true, description: 'the address it has' }),
    to: Args.string({ required: true, description: 'the address it gets' }),
  };
  static override readonly flags = { 'lock-timeout': writeFlags['lock-timeout'] };
  static override readonly examples = ['<%= config.bin %> state mv service.todo service.tasks'];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(StateMvCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const earlier = await finishEarlier(place, flags['lock-timeout']);
    await this.say(earlier, flags);
    if (earlier.kind !== 'ready') return exitOfEarlier(earlier.kind);
    const state = await readRecorded(place);
    await this.say(state, flags);
    if (state.value === undefined) return EXIT.error;
    const changes = renaming(state.value, args.from, args.to);
    if (changes.value === undefined) return this.fail(changes, flags);
    const outcome = await changeRecord(place, state.value, changes.value, flags['lock-timeout']);
    await this.say({ diagnostics: outcome.diagnostics, sources: new Map() }, flags);
    const code = exitOfOutcome(outcome);
    if (code === EXIT.done)
      this.answer(changes.value.map(({ from, address }) => `Moved: ${from} -> ${address}`).join('\n'));
    return code;
  }
}
