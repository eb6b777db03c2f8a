import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { componentsAt, readRecorded, unknownName } from '../../operations/state.ts';
import { stateJson, stateShowText } from '../../views/state-text.ts';
import { EXIT, type ExitCode } from '../shell/exit-code.ts';
import { HatmaxCommand } from '../shell/hatmax-command.ts';

export default class StateShowCommand extends HatmaxCommand {
  static override readonly summary = 'Show all that is recorded of a component.';
  static override readonly args = {
    address: Args.string({ required: true, description: 'address of a component, or path of a file of it' }),
  };
  static override readonly flags = { json: Flags.boolean({ summary: 'Answer in JSON.' }) };
  static override readonly examples = ['<%= config.bin %> state show service.todo.http'];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(StateShowCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const state = await readRecorded(place);
    await this.say(state, flags);
    if (state.value === undefined) return EXIT.error;
    const found = componentsAt(state.value.components, args.address);
    if (found.length === 0) return this.fail(unknownName(args.address, state.value.components), flags);
    const records = new Map(found.map((component) => [component.address, component]));
    if (flags.json) await this.answerPieces(stateJson(records));
    else this.answer(found.map((component) => stateShowText(component, this.look(flags))).join('\n'));
    return EXIT.done;
  }
}
