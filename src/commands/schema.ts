import { schemaText } from '../operations/init.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class SchemaCommand extends HatmaxCommand {
  static override readonly summary = 'Print the JSON Schema of hatmax.yml.';
  static override readonly examples = ['<%= config.bin %> schema > .hatmax/schema.json'];

  override async run(): Promise<ExitCode> {
    await this.parse(SchemaCommand);
    this.answer(schemaText());
    return EXIT.done;
  }
}
