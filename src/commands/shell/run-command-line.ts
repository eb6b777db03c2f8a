import { run } from '@oclif/core/run';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { buildId, version } from '../../operations/build-info.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { oclifPackage } from './oclif-package.ts';
import { endQuietlyWithReader, lookOfDiagnostics } from './terminal.ts';

/** oclif finds the command and reads its flags; what goes wrong there comes out as any other diagnostic. */
export async function runCommandLine(argv: string[], root: string): Promise<ExitCode> {
  endQuietlyWithReader();
  for (const signal of STOPS) process.once(signal, exitInterrupted);
  try {
    const answer: unknown = await run(argv, { root, pjson: oclifPackage });
    return isExitCode(answer) ? answer : EXIT.done;
  } catch (fault) {
    return report(fault, argv, root);
  } finally {
    leaveSignals();
  }
}

const STOPS = ['SIGINT', 'SIGTERM'] as const;

/** Nothing is being written: there is nothing to finish. */
function exitInterrupted(): void {
  process.stderr.write('Interrupted before anything was written. Run the command again to go on.\n');
  process.exit(EXIT.interrupted);
}

/** For commands that are about to write and listen themselves. */
export function leaveSignals(): void {
  for (const signal of STOPS) process.removeListener(signal, exitInterrupted);
}

function isExitCode(answer: unknown): answer is ExitCode {
  return Object.values(EXIT).some((code) => code === answer);
}

async function report(fault: unknown, argv: readonly string[], root: string): Promise<ExitCode> {
  const { usageProblem } = await import('./usage-problem.ts');
  const problem = usageProblem(fault, argv, root);
  if (problem === 'none') return EXIT.done;
  const found = problem ?? unexpected(fault);
  const { printDiagnostics } = await import('../../diagnostics/print.ts');
  process.stderr.write(printDiagnostics([found], new Map(), lookOfDiagnostics(argv.includes('--no-color'))));
  if (problem === undefined && process.env.HATMAX_DEBUG) process.stderr.write(`${stackOf(fault)}\n`);
  return EXIT.error;
}

/** A bug of hatmax: the person gets a sentence, and the stack only on request. */
function unexpected(fault: unknown): Diagnostic {
  const said = fault instanceof Error ? fault.message : String(fault);
  return {
    code: 'HM5001',
    severity: 'error',
    summary: `hatmax ran into a fault of its own: ${said.split('\n')[0]}`,
    detail: `This should not happen, whatever the input. Version ${version}, build ${buildId}, Node ${process.version}.`,
    hint: 'Run the command again with HATMAX_DEBUG=1 to see where it happened, and report it.',
  };
}

function stackOf(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
