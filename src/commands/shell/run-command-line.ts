import { run } from '@oclif/core/run';
import { refused } from '../../apply/diagnostics.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { heedSignals } from '../../host/node-process.ts';
import { HostFault } from '../../host/ports.ts';
import { buildId, version } from '../../operations/build-info.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { oclifPackage } from './oclif-package.ts';
import { endQuietlyWithReader, lookOfDiagnostics } from './terminal.ts';

/** oclif finds the command and reads its flags; what goes wrong there comes out as any other diagnostic. */
export async function runCommandLine(argv: string[], root: string): Promise<ExitCode> {
  endQuietlyWithReader();
  heedSignals();
  try {
    const answer: unknown = await run(argv, { root, pjson: oclifPackage });
    return isExitCode(answer) ? answer : EXIT.done;
  } catch (fault) {
    return report(fault, argv, root);
  }
}

function isExitCode(answer: unknown): answer is ExitCode {
  return Object.values(EXIT).some((code) => code === answer);
}

async function report(fault: unknown, argv: readonly string[], root: string): Promise<ExitCode> {
  const { usageProblem } = await import('./usage-problem.ts');
  const problem = usageProblem(fault, argv, root) ?? refusalOf(fault);
  if (problem === 'none') return EXIT.done;
  const found = problem ?? unexpected(fault);
  const { printDiagnostics } = await import('../../diagnostics/print.ts');
  process.stderr.write(printDiagnostics([found], new Map(), lookOfDiagnostics(argv.includes('--no-color'))));
  if (problem === undefined && process.env.HATMAX_DEBUG) process.stderr.write(`${stackOf(fault)}\n`);
  return EXIT.error;
}

/** What the machine refused where no operation has a sentence of its own for it. */
function refusalOf(fault: unknown): Diagnostic | undefined {
  if (!(fault instanceof HostFault)) return undefined;
  return refused(fault, 'The command ended there.', 'Put this right and run the command again');
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
