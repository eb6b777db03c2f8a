import { mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import * as Args from '@oclif/core/args';
import { checkName, init, projectName } from '../operations/init.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class InitCommand extends HatmaxCommand {
  static override readonly summary = 'Write a first hatmax.yml, with completion and checks for editors.';
  static override readonly args = {
    name: Args.string({ description: 'name of the project; the name of the folder where it is left out' }),
  };
  static override readonly examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init shop --chdir ./shop',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(InitCommand);
    const name = args.name ?? projectName(basename(resolve(flags.chdir)));
    const refused = checkName(name);
    if (refused !== undefined) return this.fail(refused, flags);
    mkdirSync(resolve(flags.chdir), { recursive: true });
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const done = init(place, name);
    if (done.value === undefined) return this.fail(done, flags);
    const cd = flags.chdir === '.' ? [] : [`  cd ${flags.chdir}`];
    this.answer(
      [
        ...done.value.written.map((path) => `Wrote ${path}`),
        '',
        'Next:',
        '',
        ...cd,
        '  hatmax plan       # what would be made of it',
        '  hatmax apply      # make it',
        '  npm install',
        '  npm run dev       # run it',
      ].join('\n'),
    );
    return EXIT.done;
  }
}
