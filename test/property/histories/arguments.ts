import type { PlanRequest } from '../../../src/operations/plan.ts';
import type { Resolution } from '../../../src/operations/resolve.ts';
import type { Command } from './commands.ts';

/** Files beside the project that a command line names. */
export interface Beside {
  /** With these bytes. */
  put(bytes: Uint8Array): string;
  /** Where a plan is to be saved. */
  readonly plan: string;
}

/** A command as a person types it who is asked nothing. */
export function argumentsOf(command: Command, beside: Beside): readonly string[] {
  switch (command.run) {
    case 'plan':
      return planned(command.request);
    case 'drift':
      return ['drift', ...command.patterns.flatMap((pattern) => [`--${command.what}`, pattern])];
    case 'resolve':
      return ['resolve', command.path, ...resolved(command.how, beside)];
    case 'resolve-spec':
      return ['resolve', 'hatmax.yml', `--${command.keep}`];
    case 'save':
      return ['plan', '-o', beside.plan, ...narrowed(command.request)];
    case 'apply-saved':
      return ['apply', beside.put(command.file)];
    case 'undo':
      return ['undo', '--auto-approve'];
    case 'state-rm':
      return ['state', 'rm', command.what];
    case 'state-mv':
      return ['state', 'mv', command.from, command.to];
    case 'rename':
      return ['rename', command.from, command.to];
    case 'remove':
      return ['remove', command.address, ...(command.keepFiles ? ['--keep-files'] : [])];
    case 'fmt':
      return ['fmt'];
  }
}

function planned(request: PlanRequest): readonly string[] {
  if (request.imports !== undefined) return ['import', ...request.imports];
  if (request.mode === 'destroy') return ['destroy', '--auto-approve', ...narrowed(request)];
  return [
    'apply',
    '--auto-approve',
    ...narrowed(request),
    ...(request.accept === undefined ? [] : ['--accept-drift']),
    ...(request.markers === true ? ['--conflict-markers'] : []),
  ];
}

function narrowed({ targets = [], prune, full, allowDestructive }: PlanRequest): readonly string[] {
  return [
    ...targets.flatMap((target) => ['--target', target]),
    ...(prune === true ? ['--prune'] : []),
    ...(full === true ? ['--refresh', 'full'] : []),
    ...(allowDestructive === true ? ['--allow-destructive'] : []),
  ];
}

function resolved(how: Resolution, beside: Beside): readonly string[] {
  return typeof how === 'object' ? ['--with', beside.put(how.merged)] : [`--${how}`];
}
