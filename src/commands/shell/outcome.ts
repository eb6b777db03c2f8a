import type { ApplyOutcome, Earlier } from '../../operations/apply.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

export function exitOfOutcome(outcome: ApplyOutcome): ExitCode {
  switch (outcome.kind) {
    case 'applied':
    case 'nothing-to-do':
      return EXIT.done;
    case 'locked':
      return EXIT.locked;
    case 'stale':
      return EXIT.refused;
    case 'failed':
      return EXIT.error;
    case 'interrupted':
      return EXIT.interrupted;
  }
}

export function exitOfEarlier(kind: Exclude<Earlier['kind'], 'ready'>): ExitCode {
  switch (kind) {
    case 'locked':
      return EXIT.locked;
    case 'stuck':
      return EXIT.error;
    case 'interrupted':
      return EXIT.interrupted;
  }
}
