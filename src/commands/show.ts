import * as Flags from '@oclif/core/flags';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class ShowCommand extends HatmaxCommand {
  static override readonly summary = 'Show what was applied: the components and their files.';
  static override readonly flags = {
    long: Flags.boolean({
      summary: 'Show the spec instead, with every short form written out; a bare --spec says the same.',
    }),
    json: Flags.boolean({ summary: 'Answer in JSON.' }),
  };
  static override readonly examples = ['<%= config.bin %> show', '<%= config.bin %> show --spec'];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(ShowCommand, bareSpecAsLong(this.argv));
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    if (flags.long) {
      const { longForm } = await import('../operations/long-form.ts');
      const spec = longForm(place);
      await this.say(spec, flags);
      if (spec.value === undefined) return EXIT.error;
      this.answer(flags.json ? JSON.stringify(spec.value.spec, null, 2) : spec.value.text);
      return EXIT.done;
    }
    const { readRecorded } = await import('../operations/state.ts');
    const { showText, stateJson } = await import('../views/state-text.ts');
    const state = await readRecorded(place);
    await this.say(state, flags);
    if (state.value === undefined) return EXIT.error;
    const { components } = state.value;
    if (flags.json) this.answerJson(stateJson(components));
    else this.answer(showText(components, this.look(flags)));
    return EXIT.done;
  }
}

/** Everywhere else --spec names a file. Here it may stand alone, and then asks for the spec. */
function bareSpecAsLong(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    return word === '--spec' && (next === undefined || next.startsWith('-')) ? '--long' : word;
  });
}
