import * as Args from '@oclif/core/args';
import { loadHelpClass } from '@oclif/core/help';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class HelpCommand extends HatmaxCommand {
  static override readonly summary = 'Show what hatmax can do, or how one command is used.';
  static override readonly strict = false;
  static override readonly args = {
    command: Args.string({ description: 'the command to explain, such as `plan` or `state list`' }),
  };
  static override readonly examples = ['<%= config.bin %> help plan', '<%= config.bin %> help state list'];

  override async run(): Promise<ExitCode> {
    const { argv } = await this.parse(HelpCommand);
    const Help = await loadHelpClass(this.config);
    await new Help(this.config, this.config.pjson.oclif.helpOptions).showHelp(argv.map(String));
    return EXIT.done;
  }
}
