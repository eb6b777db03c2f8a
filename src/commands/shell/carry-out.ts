import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.ts';
import { diagnosticJson } from '../../diagnostics/json.ts';
import { type ApplyOutcome, apply, finishEarlier } from '../../operations/apply.ts';
import { version } from '../../operations/build-info.ts';
import { type Answer, type Place, refuse } from '../../operations/place.ts';
import { type Planned, type PlanRequest, plan } from '../../operations/plan.ts';
import { countPlan } from '../../plan/counts.ts';
import { StreamedSteps, type UiLine, UiLines } from '../../views/apply-json.ts';
import { applyText } from '../../views/apply-text.ts';
import { approved, canAsk } from './approval.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { HatmaxCommand, SharedFlags } from './hatmax-command.ts';
import { exitOfEarlier, exitOfOutcome } from './outcome.ts';
import { progressLine } from './progress.ts';
import { showPlan } from './show-plan.ts';

export interface WriteFlags extends SharedFlags {
  readonly json?: boolean | undefined;
  readonly diff?: 'none' | 'changes' | 'all';
  readonly 'auto-approve'?: boolean;
  readonly 'lock-timeout'?: number;
}

export interface Wording {
  /** Asked before anything is written; left out where the command itself is the yes. */
  readonly question?: string;
  /** Said instead of the plan and of what was done. */
  readonly done?: (planned: Planned) => string;
  /** The command is about one file, and is done where others stay in conflict. */
  readonly conflictsMayBeLeft?: boolean;
}

const APPLY: Wording = { question: '\nApply these changes?' };

/** Plan, show, ask, apply: the one way in which anything of the tree is changed. */
export async function carryOut(
  command: HatmaxCommand,
  place: Place,
  request: PlanRequest,
  flags: WriteFlags,
  wording: Wording = APPLY,
): Promise<ExitCode> {
  const run = new Run(command, place, flags, wording);
  const earlier = await finishEarlier(place, flags['lock-timeout'] ?? 0);
  await run.say(earlier.diagnostics, new Map());
  if (earlier.kind !== 'ready') return exitOfEarlier(earlier.kind);
  return run.take(await plan(place, request));
}

/** As `carryOut`, of a plan that was made before. */
export async function carryOutPlanned(
  command: HatmaxCommand,
  place: Place,
  planned: Answer<Planned>,
  flags: WriteFlags,
  wording: Wording,
): Promise<ExitCode> {
  return new Run(command, place, flags, wording).take(planned);
}

class Run {
  readonly #command: HatmaxCommand;
  readonly #place: Place;
  readonly #flags: WriteFlags;
  readonly #wording: Wording;
  readonly #lines = new UiLines(() => new Date(this.#place.host.clock.now()).toISOString());

  constructor(command: HatmaxCommand, place: Place, flags: WriteFlags, wording: Wording) {
    this.#command = command;
    this.#place = place;
    this.#flags = flags;
    this.#wording = wording;
    if (flags.json) this.#stream([this.#lines.version(version)]);
  }

  async take(planned: Answer<Planned>): Promise<ExitCode> {
    await this.say(planned.diagnostics, planned.sources);
    return planned.value === undefined ? EXIT.error : this.go(planned.value, planned.sources);
  }

  async go(planned: Planned, sources: ReadonlyMap<string, string>): Promise<ExitCode> {
    const { json = false, diff = 'changes' } = this.#flags;
    const shown = showPlan(planned, { ...this.#command.look(this.#flags), diff, next: '' });
    if (json) this.#stream([...this.#lines.planned(planned.plan), this.#lines.summary(planned.plan, 'plan')]);
    else if (this.#wording.done === undefined) await this.#command.answerPieces(shown.pieces);
    await this.say(shown.findings, sources);
    if (shown.refused) return EXIT.refused;
    const refusal = shown.changes ? await this.#ask() : undefined;
    if (refusal !== undefined) {
      await this.say([refusal], sources);
      return EXIT.error;
    }
    return this.#apply(planned, shown.changes);
  }

  async say(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, string>): Promise<void> {
    if (!this.#flags.json) return this.#command.say({ diagnostics, sources }, this.#flags);
    this.#stream(diagnostics.map((found) => this.#lines.diagnostic(diagnosticJson(found, sources))));
  }

  /** undefined is a yes. */
  async #ask(): Promise<Diagnostic | undefined> {
    const { question } = this.#wording;
    if (question === undefined || this.#flags['auto-approve']) return undefined;
    if (this.#flags.json || !canAsk()) {
      const summary = 'There is nobody to ask whether these changes are wanted';
      return refuse({ code: 'HM5011', summary, hint: 'Read the plan, then add --auto-approve.' })
        .diagnostics[0];
    }
    if (await approved(question)) return undefined;
    return refuse({ code: 'HM5012', summary: 'Not approved: nothing was changed' }).diagnostics[0];
  }

  async #apply(planned: Planned, changes: boolean): Promise<ExitCode> {
    // Planning waits for nothing, so a signal that came meanwhile is heard only here.
    await this.#place.host.clock.sleep(0);
    const progress = progressLine();
    const streamed = new StreamedSteps(this.#lines, planned.plan, () => this.#place.host.clock.now());
    const outcome = await apply(this.#place, planned, {
      lockTimeout: this.#flags['lock-timeout'] ?? 0,
      onProgress: (step) => {
        if (this.#flags.json) this.#stream(streamed.on(step));
        else progress.show({ what: 'Writing', done: step.done, total: step.total, at: step.path });
      },
    });
    progress.clear();
    if (this.#flags.json) this.#stream(streamed.end(isDone(outcome)));
    await this.say(outcome.diagnostics, new Map());
    if (isDone(outcome) && !hasErrors(outcome.diagnostics)) this.#tell(planned, changes);
    return this.#exitOf(outcome, planned);
  }

  #tell(planned: Planned, changes: boolean): void {
    const { plan: made } = planned;
    if (this.#flags.json) {
      if (made.mode === 'destroy') this.#stream([this.#lines.summary(made, 'destroy')]);
      else this.#stream([this.#lines.summary(made, 'apply'), this.#lines.outputs()]);
      return;
    }
    if (this.#wording.done !== undefined) this.#command.answer(this.#wording.done(planned));
    else if (changes) this.#command.answer(`\n${applyText(made, this.#command.look(this.#flags))}`);
  }

  #exitOf(outcome: ApplyOutcome, { plan: made }: Planned): ExitCode {
    const code = exitOfOutcome(outcome);
    const isLeft = countPlan(made).conflict > 0 && this.#wording.conflictsMayBeLeft !== true;
    return code === EXIT.done && isLeft ? EXIT.refused : code;
  }

  #stream(lines: readonly UiLine[]): void {
    for (const line of lines) this.#command.answer(JSON.stringify(line));
  }
}

function isDone(outcome: ApplyOutcome): boolean {
  return outcome.kind === 'applied' || outcome.kind === 'nothing-to-do';
}
