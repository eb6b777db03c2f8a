import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileKind, HostFault } from '../host/ports.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { LockHolder } from './lock.ts';

export function lockHeld(holder: LockHolder | undefined, liveness: 'alive' | 'unknown'): Diagnostic {
  const who =
    holder === undefined
      ? 'somebody whose entry cannot be read'
      : `${holder.user} (hatmax ${holder.what}, process ${holder.pid} on ${holder.hostName}) since ${holder.since}`;
  const id = holder?.id ?? 'ID';
  return {
    code: 'HM4101',
    severity: 'error',
    summary: `the lock is held by ${who}`,
    hint:
      liveness === 'alive'
        ? 'Wait for it to end, or give --lock-timeout'
        : `If that process does not run any more: hatmax state unlock ${id}`,
  };
}

export function lockTakenOver(holder: LockHolder): Diagnostic {
  return {
    code: 'HM4102',
    severity: 'warning',
    summary: `took over the lock of process ${holder.pid}, which ended without giving it back`,
  };
}

export function stale(path: RelPath, what: string): Diagnostic {
  return {
    code: 'HM4103',
    severity: 'error',
    summary: `${path} ${what} since the plan was made`,
    detail: 'Nothing was written over it.',
    hint: 'Plan again',
  };
}

export function stateMoved(): Diagnostic {
  return {
    code: 'HM4104',
    severity: 'error',
    summary: 'the state changed since the plan was made',
    detail: 'Somebody applied meanwhile, or git changed .hatmax/state. Nothing was written.',
    hint: 'Plan again',
  };
}

export function blocked(path: RelPath, kind: FileKind): Diagnostic {
  const what = {
    symlink: 'is a symlink',
    folder: 'is a folder',
    blocked: 'lies below something that is no folder',
    other: 'is no file',
    file: 'is a file',
  };
  return {
    code: 'HM4105',
    severity: 'error',
    summary: `${path} ${what[kind]}`,
    detail: 'hatmax writes files into folders of the project, and through nothing else.',
    hint: 'Move it away, or list the path under generation.ignore',
  };
}

export function reserved(path: RelPath): Diagnostic {
  return { code: 'HM4106', severity: 'error', summary: `${path} lies in hatmax's own folder` };
}

export function caseTwin(path: RelPath, twin: string): Diagnostic {
  return {
    code: 'HM4107',
    severity: 'error',
    summary: `${path} differs from ${twin} in case or Unicode form only`,
    detail: 'On file systems that ignore these the two are one file.',
    hint: 'Rename one of them',
  };
}

const REASONS: Partial<Record<HostFault['code'], string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'no permission',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  EIO: 'the disk reports an error',
  ELOOP: 'a symlink is in the way',
  ENOTDIR: 'something that is no folder is in the way',
  ENAMETOOLONG: 'the name is too long for the file system',
};

export function refused(
  fault: HostFault,
  after: string,
  hint = 'Put this right and run hatmax apply again',
): Diagnostic {
  return {
    code: 'HM4108',
    severity: 'error',
    summary: `${fault.operation} of ${fault.path} failed: ${REASONS[fault.code] ?? fault.code} (${fault.code})`,
    detail: after,
    hint,
  };
}

export function interrupted(
  detail = 'What was written has been taken back: the tree is as it was.',
): Diagnostic {
  return {
    code: 'HM4109',
    severity: 'error',
    summary: 'interrupted',
    detail,
    hint: 'To go on, run hatmax apply again',
  };
}

/** An apply or an undo that was cut short. */
export interface CutShort {
  readonly what: string;
  readonly since: string;
}

export function finishedEarlier({ what, since }: CutShort): Diagnostic {
  return {
    code: 'HM4110',
    severity: 'warning',
    summary: `finished the ${what} of ${since}, which did not come to its end`,
  };
}

export function tookBackEarlier({ what, since }: CutShort, edited: readonly RelPath[]): Diagnostic {
  return {
    code: 'HM4111',
    severity: 'warning',
    summary: `took back the ${what} of ${since}, which did not come to its end`,
    ...(edited.length === 0 ? {} : { detail: `Changed since, and left as they are: ${listed(edited)}.` }),
  };
}

export interface HowFar {
  /** Files of the tree that are as it would leave them. */
  readonly done: number;
  readonly total: number;
  /** Somebody changed these since. */
  readonly edited: readonly RelPath[];
}

export function pendingEarlier({ what, since }: CutShort, { done, total, edited }: HowFar): Diagnostic {
  const files = `${done} of ${total} ${total === 1 ? 'file is' : 'files are'} done`;
  return {
    code: 'HM4112',
    severity: 'warning',
    summary: `the ${what} of ${since} did not come to its end: ${files}`,
    ...(done === 0 ? {} : { detail: 'Until it does, what it has done looks as if it were done by hand.' }),
    hint:
      edited.length === 0
        ? 'hatmax apply finishes it first'
        : `hatmax apply takes it back first, since somebody changed ${listed(edited)}; this stays as it is`,
  };
}

const MOST_LISTED = 5;

function listed(paths: readonly RelPath[]): string {
  const left = paths.length - MOST_LISTED;
  return left > 0 ? `${paths.slice(0, MOST_LISTED).join(', ')} and ${left} more` : paths.join(', ');
}

export function applyRuns(holder: LockHolder): Diagnostic {
  return {
    code: 'HM4117',
    severity: 'warning',
    summary: `hatmax ${holder.what} of process ${holder.pid} is writing right now`,
    detail: 'What is shown here may have part of what it does.',
    hint: 'Look again once it is done',
  };
}

export function journalUnreadable(): Diagnostic {
  return {
    code: 'HM4113',
    severity: 'error',
    summary: '.hatmax/journal cannot be read',
    detail:
      'An apply did not come to its end, and what it was about to do cannot be told. Nothing was changed.',
    hint: 'Compare the tree with git, then remove .hatmax/journal',
  };
}

export function notTakenBack(fault: HostFault): Diagnostic {
  return {
    code: 'HM4114',
    severity: 'error',
    summary: `what was written could not be taken back: ${fault.operation} of ${fault.path} failed (${fault.code})`,
    hint: 'Put this right and run hatmax apply: it finishes the apply or takes it back',
  };
}

export function nothingToUndo(): Diagnostic {
  return {
    code: 'HM4115',
    severity: 'error',
    summary: 'there is no apply to take back',
    hint: 'Use git for what lies further back: only the last apply can be taken back, and only once',
  };
}

export function editedSinceApply(path: RelPath): Diagnostic {
  return {
    code: 'HM4116',
    severity: 'error',
    summary: `${path} was changed since the last apply`,
    detail: 'Undo takes an apply back whole or not at all, and writes over no edit.',
    hint: 'Put the file aside, or take the edit back, and undo again',
  };
}
