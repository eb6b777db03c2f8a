import * as Flags from '@oclif/core/flags';
import { version } from '../operations/build-info.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class VersionCommand extends HatmaxCommand {
  static override readonly summary = 'Say which hatmax this is.';
  static override readonly flags = { json: Flags.boolean({ summary: 'Answer in JSON.' }) };
  static override readonly examples = ['<%= config.bin %> version', '<%= config.bin %> version --json'];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(VersionCommand);
    if (flags.json) this.answerJson({ hatmax_version: version, node_version: process.versions.node });
    else this.answer(`hatmax ${version}`);
    return EXIT.done;
  }
}
