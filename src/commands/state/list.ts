import * as Args from '@oclif/core/args';
import { componentsAt, readRecorded, unknownName } from '../../operations/state.ts';
import { stateListPieces } from '../../views/state-text.ts';
import { EXIT, type ExitCode } from '../shell/exit-code.ts';
import { HatmaxCommand } from '../shell/hatmax-command.ts';

export default class StateListCommand extends HatmaxCommand {
  static override readonly summary = 'List the addresses of the recorded components, one a line.';
  static override readonly args = {
    address: Args.string({ description: 'only this component and what is below it' }),
  };
  static override readonly examples = [
    '<%= config.bin %> state list',
    '<%= config.bin %> state list service.todo',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(StateListCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const state = await readRecorded(place);
    await this.say(state, flags);
    if (state.value === undefined) return EXIT.error;
    const { components } = state.value;
    if (args.address === undefined) {
      await this.answerPieces(stateListPieces(components));
      return EXIT.done;
    }
    const found = componentsAt(components, args.address);
    if (found.length === 0) return this.fail(unknownName(args.address, state.value.components), flags);
    const records = new Map(found.map((component) => [component.address, component]));
    await this.answerPieces(stateListPieces(records));
    return EXIT.done;
  }
}
