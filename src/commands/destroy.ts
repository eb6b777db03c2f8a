import type { ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { planFlags, requestOf } from './shell/plan-flags.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class DestroyCommand extends HatmaxCommand {
  static override readonly summary = 'Remove everything hatmax made; edited files stay.';
  static override readonly flags = { ...planFlags, ...writeFlags };
  static override readonly examples = [
    '<%= config.bin %> plan --destroy',
    '<%= config.bin %> destroy',
    '<%= config.bin %> destroy --target service.todo',
  ];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(DestroyCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const { carryOut } = await import('./shell/carry-out.ts');
    const question = '\nRemove these files?';
    return carryOut(this, place, { ...requestOf(flags), mode: 'destroy' }, flags, { question });
  }
}
