import * as Flags from '@oclif/core/flags';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { diagnosticsJson } from '../diagnostics/json.ts';
import { validate } from '../operations/validate.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class ValidateCommand extends HatmaxCommand {
  static override readonly summary =
    'Check the spec: every problem at once, each with its place and what to do.';
  static override readonly flags = {
    json: Flags.boolean({ summary: "Answer in JSON, in the shape of Terraform's validate." }),
  };
  static override readonly examples = ['<%= config.bin %> validate', '<%= config.bin %> validate --json'];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(ValidateCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const checked = validate(place);
    if (flags.json) this.answerJson(diagnosticsJson(checked.diagnostics, checked.sources));
    else await this.say(checked, flags);
    if (hasErrors(checked.diagnostics)) return EXIT.error;
    if (!flags.json) this.answer(`${place.spec} is valid.`);
    return EXIT.done;
  }
}
