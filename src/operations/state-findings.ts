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
          summary: `git made one record of two branches: ${listed(recorded.files)}`,
          detail:
            'Both are read. Where they say different things of a file, what is on disk tells which holds; edits are merged, never overwritten.',
          hint: 'Look at the plan; the next apply writes the state anew.',
        },
      ];
  }
}

const MOST_LISTED = 3;

function listed(files: readonly string[]): string {
  const more = files.length - MOST_LISTED;
  return files.slice(0, MOST_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
