import * as Args from '@oclif/core/args';
import { finishEarlier } from '../../operations/apply.ts';
import { changeRecord, componentsAt, readRecorded, removal, unknownName } from '../../operations/state.ts';
import { EXIT, type ExitCode } from '../shell/exit-code.ts';
import { HatmaxCommand } from '../shell/hatmax-command.ts';
import { exitOfEarlier, exitOfOutcome } from '../shell/outcome.ts';
import { writeFlags } from '../shell/write-flags.ts';

export default class StateRmCommand extends HatmaxCommand {
  static override readonly summary =
    'Forget a component or a file: it stays on disk, and hatmax no longer knows it.';
  static override readonly args = {
    what: Args.string({ required: true, description: 'address of a component, or path of a file' }),
  };
  static override readonly flags = { 'lock-timeout': writeFlags['lock-timeout'] };
  static override readonly examples = ['<%= config.bin %> state rm service.legacy'];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(StateRmCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const earlier = await finishEarlier(place, flags['lock-timeout']);
    await this.say(earlier, flags);
    if (earlier.kind !== 'ready') return exitOfEarlier(earlier.kind);
    const state = await readRecorded(place);
    await this.say(state, flags);
    if (state.value === undefined) return EXIT.error;
    const found = componentsAt(state.value.components, args.what);
    if (found.length === 0) return this.fail(unknownName(args.what, state.value.components), flags);
    const changes = removal(state.value, args.what);
    const outcome = await changeRecord(place, state.value, changes, flags['lock-timeout']);
    await this.say({ diagnostics: outcome.diagnostics, sources: new Map() }, flags);
    const code = exitOfOutcome(outcome);
    if (code === EXIT.done) this.answer(changes.map(forgotten(args.what)).join('\n'));
    return code;
  }
}

function forgotten(what: string): (change: { action: string; address: string }) => string {
  return ({ action, address }) => `Forgotten: ${action === 'delete' ? address : what}`;
}
