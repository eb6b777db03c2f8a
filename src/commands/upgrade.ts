import { settled } from '../operations/settled.ts';
import type { ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { planFlags, requestOf } from './shell/plan-flags.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class UpgradeCommand extends HatmaxCommand {
  static override readonly summary =
    'Bring a tree that an older hatmax made to this one; hand edits are merged, the state to its newest format.';
  static override readonly flags = { ...planFlags, ...writeFlags };
  static override readonly examples = [
    '<%= config.bin %> upgrade',
    '<%= config.bin %> upgrade --auto-approve',
  ];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(UpgradeCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const { upgradeOf } = await import('../operations/upgrade.ts');
    if (!flags.json) {
      const found = await upgradeOf(place);
      if (found.value === undefined) return this.fail(found, flags);
      this.answer(found.value);
      const nothing = settled(place);
      if (nothing !== undefined) return this.answerNothingToDo(flags, nothing);
    }
    const { carryOut } = await import('./shell/carry-out.ts');
    return carryOut(this, place, requestOf(flags), flags, { question: '\nUpgrade these files?' });
  }
}
