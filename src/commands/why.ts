import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { why } from '../operations/why.ts';
import { whyJson, whyText } from '../views/why-text.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class WhyCommand extends HatmaxCommand {
  static override readonly summary = 'Say where a file comes from, or what a diagnostic means.';
  static override readonly args = {
    what: Args.string({ required: true, description: 'path of a generated file, or a code such as HM1001' }),
  };
  static override readonly flags = { json: Flags.boolean({ summary: 'Answer in JSON.' }) };
  static override readonly examples = [
    '<%= config.bin %> why services/todo/src/app.ts',
    '<%= config.bin %> why HM5007',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(WhyCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const found = await why(place, args.what);
    if (found.value === undefined) return this.fail(found, flags);
    const { value } = found;
    if (value.kind === 'file') {
      if (flags.json) this.answerJson(whyJson(value.origin));
      else this.answer(whyText(value.origin, this.look(flags)));
      return EXIT.done;
    }
    const { code, entry } = value;
    if (flags.json) this.answerJson({ code, ...entry });
    else this.answer(`${code}: ${entry.title}\n\n${entry.explanation}\n\n${entry.todo}\n`);
    return EXIT.done;
  }
}
