import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { nodeHost } from '../../host/node.ts';
import { NOTHING_TO_DO } from '../../operations/nothing-to-do.ts';
import type { Findings, Place } from '../../operations/place.ts';
import { placeOf, refuse } from '../../operations/place.ts';
import type { Settled } from '../../operations/settled.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { progressLine } from './progress.ts';
import { type Look, lookOf, lookOfDiagnostics } from './terminal.ts';
import { writePieces } from './write-pieces.ts';

export interface SharedFlags {
  readonly chdir: string;
  readonly spec: string;
  readonly 'no-color': boolean;
}

/** What every command has: where to work, which spec to read, and how to answer. */
export abstract class HatmaxCommand extends Command {
  static override readonly baseFlags = {
    chdir: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'DIR',
      default: '.',
      summary: 'Work in this folder.',
    }),
    spec: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
      default: 'hatmax.yml',
      summary: 'The spec to read, seen from the folder worked in.',
    }),
    'no-color': Flags.boolean({ helpGroup: 'GLOBAL', summary: 'No colors; NO_COLOR=1 says the same.' }),
  };

  readonly #progress = progressLine();

  abstract override run(): Promise<ExitCode>;

  /** The project, or the exit code where there is none to work on (which has then been said). */
  async open(flags: SharedFlags): Promise<Place | ExitCode> {
    const folder = resolve(flags.chdir);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      return this.fail(
        refuse({
          code: 'HM5009',
          summary: `There is no folder ${flags.chdir}`,
          hint: 'Create it, or correct --chdir.',
        }),
        flags,
      );
    }
    const place = placeOf(nodeHost(folder), flags.spec);
    if (place.value === undefined) return this.fail(place, flags);
    return { ...place.value, onStep: this.#progress.show };
  }

  /** How the answer is to look. */
  look(flags: SharedFlags): Look {
    return lookOf(process.stdout, flags['no-color']);
  }

  /** The answer, and nothing else, goes to stdout. */
  answer(text: string): void {
    this.#progress.clear();
    if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** An answer of any length, never held as a whole; ends it with a line break. A slow reader is waited for. */
  async answerPieces(pieces: Iterable<string>): Promise<void> {
    this.#progress.clear();
    await writePieces(process.stdout, pieces);
  }

  answerJson(value: unknown): void {
    this.#progress.clear();
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** Whatever else is to be said goes to stderr. */
  async say({ diagnostics, sources }: Findings, flags: SharedFlags): Promise<void> {
    this.#progress.clear();
    if (diagnostics.length === 0) return;
    const { printDiagnostics } = await import('../../diagnostics/print.ts');
    process.stderr.write(printDiagnostics(diagnostics, sources, lookOfDiagnostics(flags['no-color'])));
  }

  /** What a plan without a change says, for those who know that there is none without making it. */
  async answerNothingToDo(flags: SharedFlags, { unbuilt }: Settled): Promise<ExitCode> {
    const { planText } = await import('../../views/plan-text.ts');
    this.answer(planText(NOTHING_TO_DO, { ...this.look(flags), diff: 'none', unbuilt }));
    return EXIT.done;
  }

  note(sentence: string): void {
    process.stderr.write(`${sentence}\n`);
  }

  async fail(findings: Findings, flags: SharedFlags, code: ExitCode = EXIT.error): Promise<ExitCode> {
    await this.say(findings, flags);
    return code;
  }
}
