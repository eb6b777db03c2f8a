import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { nearest } from './nearest.ts';

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>;
}

/** What the person typed wrongly, `none` where oclif only ended early, undefined where it is a fault of hatmax. */
export function usageProblem(
  fault: unknown,
  argv: readonly string[],
  root: string,
): Diagnostic | 'none' | undefined {
  if (!(fault instanceof Error)) return undefined;
  if ('code' in fault && fault.code === 'EEXIT') return 'none';
  const missing = /^command (.+) not found\.?$/i.exec(fault.message);
  if (missing?.[1] !== undefined) return unknownCommand(missing[1], root);
  if (!('parse' in fault)) return undefined;
  return wrongUsage(fault, argv, root);
}

/** What other tools call it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  check: 'validate',
  diff: 'plan',
  explain: 'why',
  format: 'fmt',
  generate: 'apply',
  new: 'init',
  output: 'show',
  refresh: 'drift',
  status: 'drift',
  update: 'apply',
};

function unknownCommand(id: string, root: string): Diagnostic {
  const typed = id.replaceAll(':', ' ');
  const known = Object.keys(manifest(root).commands).map((name) => name.replaceAll(':', ' '));
  const before = known.find((name) => typed.startsWith(`${name} `));
  if (before !== undefined) return tooMany(before, typed.slice(before.length + 1));
  const meant =
    OTHER_NAMES[typed.split(' ')[0] ?? typed] ??
    nearest(typed, known) ??
    nearest(typed.split(' ')[0] ?? typed, known);
  return {
    code: 'HM5002',
    severity: 'error',
    summary: `There is no command \`${typed}\``,
    hint: meant === undefined ? 'Run `hatmax help` for the list.' : `Did you mean \`hatmax ${meant}\`?`,
  };
}

function tooMany(command: string, rest: string): Diagnostic {
  return {
    code: 'HM5004',
    severity: 'error',
    summary: `\`hatmax ${command}\` does not take \`${rest}\``,
    hint: `Run \`hatmax help ${command}\` for what it takes.`,
  };
}

function wrongUsage(fault: Error, argv: readonly string[], root: string): Diagnostic {
  const command = commandOf(argv, root);
  const help = `Run \`hatmax help ${command.replaceAll(':', ' ')}\` for what it takes.`;
  if ('flags' in fault && Array.isArray(fault.flags))
    return unknownFlags(fault.flags.map(String), command, root, help);
  if ('args' in fault) {
    const unexpected = Array.isArray(fault.args) && fault.args.every((arg) => typeof arg === 'string');
    return {
      code: unexpected ? 'HM5004' : 'HM5005',
      severity: 'error',
      summary: missingArgs(fault.args, command) ?? firstLine(fault.message),
      hint: help,
    };
  }
  return { code: 'HM5006', severity: 'error', summary: plainWords(firstLine(fault.message)), hint: help };
}

/** `hatmax why` needs WHAT: the path of a generated file. */
function missingArgs(args: unknown, command: string): string | undefined {
  if (!Array.isArray(args) || args.length === 0) return undefined;
  const words = args.flatMap((arg: unknown) => {
    if (typeof arg !== 'object' || arg === null || !('name' in arg)) return [];
    const about = 'description' in arg && typeof arg.description === 'string' ? `: ${arg.description}` : '';
    return [`${String(arg.name).toUpperCase()}${about}`];
  });
  return words.length === args.length
    ? `\`hatmax ${command.replaceAll(':', ' ')}\` needs ${words.join(', and ')}`
    : undefined;
}

/** oclif's sentences about flags, in ours. */
function plainWords(message: string): string {
  const pair = /(--[\w-]+)(?:=\S*)? cannot also be provided when using (--[\w-]+)/.exec(message);
  if (pair !== null) return `\`${pair[2]}\` and \`${pair[1]}\` do not go together`;
  const [, flag, given, words] = /^Expected (--[\w-]+)=(.*) to be one of: (.*)$/.exec(message) ?? [];
  if (words === undefined) return message;
  return `\`${flag}\` cannot be \`${given}\`: it is one of ${words}`;
}

function unknownFlags(flags: readonly string[], command: string, root: string, help: string): Diagnostic {
  const known = Object.keys(manifest(root).commands[command]?.flags ?? {}).map((flag) => `--${flag}`);
  const meant = flags.map((flag) => nearest(flag, known)).find((found) => found !== undefined);
  return {
    code: 'HM5003',
    severity: 'error',
    summary: `\`hatmax ${command.replaceAll(':', ' ')}\` has no flag ${flags.map((flag) => `\`${flag}\``).join(', ')}`,
    hint: meant === undefined ? help : `Did you mean \`${meant}\`? ${help}`,
  };
}

function commandOf(argv: readonly string[], root: string): string {
  const words = argv.filter((word) => !word.startsWith('-'));
  const known = manifest(root).commands;
  const two = words.slice(0, 2).join(':');
  return two in known ? two : (words[0] ?? '');
}

/** oclif lists what is missing on further lines, as a table for a wide terminal; one line says it. */
function firstLine(message: string): string {
  const [first = '', second = ''] = message.replace('\nSee more help with --help', '').split('\n');
  // What a flag's own check says comes on a line of its own.
  if (first.startsWith('Parsing --')) return second.trim();
  const names = second.trim().split(/\s{2,}/)[0];
  return (first.endsWith(':') && names ? `${first} ${second.trim()}` : first).replace(/\s+/g, ' ');
}

function manifest(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));
}
