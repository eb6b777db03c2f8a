import * as Flags from '@oclif/core/flags';
import type { PlanRequest } from '../../operations/plan.ts';

/** What plan, apply and destroy have in common. */
export const planFlags = {
  target: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'WHAT',
    summary: 'Only this address, path, folder or glob, and what it needs; can be given again.',
  }),
  diff: Flags.option({
    options: ['none', 'changes', 'all'] as const,
    default: 'changes' as const,
    summary: 'Show the lines of no file, of changed files, or of new ones too.',
  })(),
  prune: Flags.boolean({ summary: 'Remove files that are no longer asked for even where they were edited.' }),
  'allow-destructive': Flags.boolean({
    summary: 'Allow migrations that lose values or make a rule stricter.',
  }),
  refresh: Flags.option({
    options: ['stat', 'full'] as const,
    default: 'stat' as const,
    summary: 'Look at the stat of files first, or read them all.',
  })(),
};

export interface PlanFlagValues {
  readonly target?: readonly string[] | undefined;
  readonly diff: 'none' | 'changes' | 'all';
  readonly prune: boolean;
  readonly 'allow-destructive': boolean;
  readonly refresh: 'stat' | 'full';
}

export function requestOf(flags: PlanFlagValues): PlanRequest {
  return {
    targets: flags.target ?? [],
    prune: flags.prune,
    allowDestructive: flags['allow-destructive'],
    full: flags.refresh === 'full',
  };
}

/** Nothing narrows or widens the plan: the question the index of stats can answer. */
export function isPlain(flags: PlanFlagValues): boolean {
  return (flags.target ?? []).length === 0 && !flags.prune;
}

/** What narrows or widens the plan, to be said again by the command that carries it out. */
export function askedFlags(flags: PlanFlagValues): readonly string[] {
  const targets = (flags.target ?? []).map((target) => `--target ${quoted(target)}`);
  return [...targets, ...(flags.prune ? ['--prune'] : [])];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
