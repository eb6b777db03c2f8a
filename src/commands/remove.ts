import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class RemoveCommand extends HatmaxCommand {
  static override readonly summary =
    'Take a service, a model or a field out of hatmax.yml; the next apply removes its files.';
  static override readonly args = {
    address: Args.string({ required: true, description: 'its address, such as service.todo' }),
  };
  static override readonly flags = {
    'keep-files': Flags.boolean({ summary: 'Let go of its files instead: they stay, and are yours.' }),
  };
  static override readonly examples = [
    '<%= config.bin %> remove service.todo',
    '<%= config.bin %> remove service.todo --keep-files',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(RemoveCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const { removed, writeSpec } = await import('../operations/edit-spec.ts');
    const spec = removed(place, args.address, flags['keep-files']);
    if (spec.value === undefined) return this.fail(spec, flags);
    const written = writeSpec(place, spec.value);
    if (written.value === undefined) return this.fail(written, flags);
    this.answer(`Removed from ${place.spec}: ${args.address}\nNext: hatmax plan`);
    return EXIT.done;
  }
}
