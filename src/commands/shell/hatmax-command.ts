import { resolve } from 'node:path';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { ExitCode } from './exit-code.ts';
import { type Look, lookOf } from './terminal.ts';

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
      summary: 'The spec to read, from the folder worked in.',
    }),
    'no-color': Flags.boolean({ helpGroup: 'GLOBAL', summary: 'No colors; NO_COLOR=1 says the same.' }),
  };

  abstract override run(): Promise<ExitCode>;

  protected rootOf(flags: SharedFlags): string {
    return resolve(flags.chdir);
  }

  protected lookOf(flags: SharedFlags): Look {
    return lookOf(process.stdout, flags['no-color']);
  }

  /** The answer, and nothing else, goes to stdout. */
  protected answer(text: string): void {
    process.stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
  }

  protected answerJson(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** Whatever else is to be said goes to stderr. */
  protected async say(
    diagnostics: readonly Diagnostic[],
    sources: ReadonlyMap<string, string>,
    flags: SharedFlags,
  ): Promise<void> {
    if (diagnostics.length === 0) return;
    const { printDiagnostics } = await import('../../diagnostics/print.ts');
    process.stderr.write(printDiagnostics(diagnostics, sources, lookOf(process.stderr, flags['no-color'])));
  }
}
