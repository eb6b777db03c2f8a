import { finishEarlier } from '../operations/apply.ts';
import { refuse } from '../operations/place.ts';
import { undo, undoable } from '../operations/undo.ts';
import { approved, canAsk } from './shell/approval.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';
import { exitOfEarlier, exitOfOutcome } from './shell/outcome.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class UndoCommand extends HatmaxCommand {
  static override readonly summary = 'Take the last apply back, with every byte it replaced.';
  static override readonly flags = {
    'auto-approve': writeFlags['auto-approve'],
    'lock-timeout': writeFlags['lock-timeout'],
  };
  static override readonly examples = ['<%= config.bin %> undo', '<%= config.bin %> undo --auto-approve'];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(UndoCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const earlier = await finishEarlier(place, flags['lock-timeout']);
    await this.say(earlier, flags);
    if (earlier.kind !== 'ready') return exitOfEarlier(earlier.kind);
    const last = undoable(place);
    if (last.value === undefined) return this.fail(last, flags);
    if (!flags['auto-approve']) {
      this.note(last.value.text);
      if (!canAsk()) {
        const summary = 'There is nobody to ask whether this is wanted';
        return this.fail(refuse({ code: 'HM5011', summary, hint: 'Add --auto-approve.' }), flags);
      }
      if (!(await approved('\nTake these changes back?'))) {
        return this.fail(refuse({ code: 'HM5012', summary: 'Not approved: nothing was changed' }), flags);
      }
    }
    const outcome = await undo(place, flags['lock-timeout']);
    await this.say({ diagnostics: outcome.diagnostics, sources: new Map() }, flags);
    const code = exitOfOutcome(outcome);
    if (code === EXIT.done) this.answer(`Undo complete: ${last.value.done}`);
    return code;
  }
}
