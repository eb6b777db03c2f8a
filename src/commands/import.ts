import * as Args from '@oclif/core/args';
import type { ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class ImportCommand extends HatmaxCommand {
  static override readonly summary =
    'Say that a file which is there already belongs to hatmax; what you have in it stays.';
  static override readonly strict = false;
  static override readonly args = {
    path: Args.string({ required: true, description: 'path, folder or glob; can be given again' }),
  };
  static override readonly flags = { 'lock-timeout': writeFlags['lock-timeout'] };
  static override readonly examples = [
    '<%= config.bin %> import package.json',
    '<%= config.bin %> import "services/todo/**"',
  ];

  override async run(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(ImportCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const paths = argv.map((word) => String(word).replace(/^\.\//, ''));
    const { carryOut } = await import('./shell/carry-out.ts');
    return carryOut(this, place, { targets: paths, alone: true, imports: paths }, flags, {
      done: ({ plan }) => {
        const done = plan.changes.filter(({ reason }) => reason === 'imported' || reason === 'same-content');
        const left = plan.changes.filter(({ action }) => action === 'conflict');
        return [
          ...done.map(({ path }) => `Imported: ${path}\n`),
          ...left.map(({ path }) => `In conflict: ${path}; end it with hatmax resolve ${path}\n`),
          ...(done.length + left.length === 0 ? ['There was nothing to import.\n'] : []),
        ].join('');
      },
    });
  }
}
