import { version } from '../../operations/build-info.ts';

export { oclifPackage } from './oclif-package.ts';

/** Runs one command line and sets the exit code; it never throws and never ends the process while output is pending. */
export async function main(argv: string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`hatmax ${version}\n`);
    return;
  }
  const { runCommandLine } = await import('./run-command-line.ts');
  process.exitCode = await runCommandLine(argv, import.meta.dirname);
}
