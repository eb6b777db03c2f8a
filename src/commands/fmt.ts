import * as Flags from '@oclif/core/flags';
import { format, writeFormatted } from '../operations/fmt.ts';
import { refuse } from '../operations/place.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class FmtCommand extends HatmaxCommand {
  static override readonly summary = 'Give the spec its usual form; comments stay.';
  static override readonly flags = {
    check: Flags.boolean({ summary: 'Write nothing; exit 1 where the spec is not in its usual form.' }),
  };
  static override readonly examples = ['<%= config.bin %> fmt', '<%= config.bin %> fmt --check'];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(FmtCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const formatted = format(place);
    if (formatted.value === undefined) return this.fail(formatted, flags);
    await this.say(formatted, flags);
    const { file, before, after } = formatted.value;
    if (before === after) return EXIT.done;
    if (flags.check) {
      const hint = `Run \`hatmax fmt${flags.spec === 'hatmax.yml' ? '' : ` --spec ${flags.spec}`}\`.`;
      return this.fail(refuse({ code: 'HM5016', summary: `${file} is not in its usual form`, hint }), flags);
    }
    const written = writeFormatted(place, formatted.value);
    if (written.value === undefined) return this.fail(written, flags);
    this.answer(file);
    return EXIT.done;
  }
}
