import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RecordedState } from '../state/recorded.ts';

/** What must be said about the state before anything is planned from it. */
export function stateFindings(recorded: RecordedState): readonly Diagnostic[] {
  switch (recorded.kind) {
    case 'absent':
    case 'present':
      return (recorded.strays ?? []).map((path) => ({
        code: 'HM3006',
        severity: 'warning',
        summary: `${path} is no state of a component, and is passed over`,
        hint: 'Remove it if it is not yours.',
      }));
    case 'unreadable':
      return [
        {
          code: 'HM3001',
          severity: 'error',
          summary: `${recorded.file} ${recorded.why}`,
          detail: 'Without it hatmax does not know which files are its own, so it plans nothing.',
          hint: `Take it back from git: git checkout -- ${recorded.file}`,
        },
      ];
    case 'newer':
      return [
        {
          code: 'HM3002',
          severity: 'error',
          summary: `${recorded.file} has format ${recorded.format}, written by hatmax ${recorded.hatmax}`,
          hint: `Use hatmax ${recorded.hatmax} or later.`,
        },
      ];
    case 'conflicted':
      return [
        {
          code: 'HM3003',
          severity: 'warning',
          summary: `git left ${recorded.files.join(', ')} in conflict`,
          detail:
            'Both sides are read; what they do not agree on counts as not recorded, and is never overwritten.',
          hint: 'Look at the plan; the next apply writes the state anew.',
        },
      ];
  }
}
