import * as Args from '@oclif/core/args';
import { completionScript, SHELLS } from './shell/completion-script.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class CompletionCommand extends HatmaxCommand {
  static override readonly summary = 'Print a script that completes hatmax commands in your shell.';
  static override readonly args = {
    shell: Args.string({ required: true, options: [...SHELLS], description: 'bash, zsh or fish' }),
  };
  static override readonly examples = [
    { description: 'In bash, for this session:', command: 'source <(<%= config.bin %> completion bash)' },
    {
      description: 'In zsh, in a folder of $fpath:',
      command: '<%= config.bin %> completion zsh > ~/.zfunc/_hatmax',
    },
    {
      description: 'In fish, for good:',
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/hatmax.fish',
    },
  ];

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(CompletionCommand);
    const shell = SHELLS.find((known) => known === args.shell) ?? 'bash';
    const commands = this.config.commands
      .filter((command) => !command.hidden)
      .map((command) => ({
        words: command.id.replaceAll(':', ' '),
        summary: command.summary ?? '',
        flags: Object.values(command.flags)
          .filter((flag) => !flag.hidden)
          .map((flag) => ({
            name: flag.name,
            summary: flag.summary ?? '',
            takesValue: flag.type === 'option',
          })),
      }));
    this.answer(completionScript(shell, commands));
    return EXIT.done;
  }
}
