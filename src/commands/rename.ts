import * as Args from '@oclif/core/args';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class RenameCommand extends HatmaxCommand {
  static override readonly summary =
    'Give a service, a model or a field another name in hatmax.yml; hand edits and columns move along.';
  static override readonly args = {
    from: Args.string({ required: true, description: 'the address it has, such as service.todo' }),
    to: Args.string({ required: true, description: 'the address it gets, such as service.tasks' }),
  };
  static override readonly examples = [
    '<%= config.bin %> rename service.todo service.tasks',
    '<%= config.bin %> rename service.todo.Item service.todo.Entry',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(RenameCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const { renamed, writeSpec } = await import('../operations/edit-spec.ts');
    const spec = renamed(place, args.from, args.to);
    if (spec.value === undefined) return this.fail(spec, flags);
    const written = writeSpec(place, spec.value);
    if (written.value === undefined) return this.fail(written, flags);
    this.answer(`Renamed in ${place.spec}: ${args.from} -> ${args.to}\nNext: hatmax plan`);
    return EXIT.done;
  }
}
