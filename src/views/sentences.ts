import type { Notice } from '../capability/capability.ts';
import type { Counts } from '../plan/counts.ts';
import { hasChanges } from '../plan/counts.ts';
import type { ActionReason, Drift, FileChange, Plan, PlanMode } from '../plan/plan.ts';
import { plural } from './paint.ts';

/** The first line of a plan. Its words are a public interface. */
export function headline(counts: Counts, mode: PlanMode): string {
  if (!hasChanges(counts)) return noChanges(counts, mode);
  const parts = [`${counts.add} to add`, `${counts.change} to change`, `${counts.destroy} to destroy`];
  if (counts.move > 0) parts.push(`${counts.move} to move`);
  if (counts.adopt > 0) parts.push(`${counts.adopt} to adopt`);
  if (counts.orphan > 0) parts.push(`${counts.orphan} to leave behind`);
  const beside: string[] = [];
  if (counts.merge > 0) beside.push(`${counts.merge} merged with hand edits`);
  if (counts.kept > 0) beside.push(`${counts.kept} kept as edited`);
  if (counts.conflict > 0) beside.push(plural(counts.conflict, 'conflict'));
  return `Plan: ${parts.join(', ')}.${beside.length === 0 ? '' : ` ${sentence(beside)}`}`;
}

function noChanges(counts: Counts, mode: PlanMode): string {
  if (mode === 'destroy') return 'No changes. There is nothing of hatmax to destroy.';
  if (mode === 'refresh-only') {
    return counts.drift === 0
      ? 'No changes. The files are as they were applied.'
      : `No changes. ${editedSentence(counts, 'The files are as they were applied')}`;
  }
  return counts.drift === 0
    ? 'No changes. The files match hatmax.yml.'
    : `No changes. ${editedSentence(counts, 'The files match hatmax.yml')}`;
}

function editedSentence(counts: Counts, otherwise: string): string {
  return `${otherwise}, but for ${plural(counts.drift, 'file')} modified by hand.`;
}

function sentence(parts: readonly string[]): string {
  return `${parts.join(', ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}

/** What is said of a change beside its line; empty where the symbol says it all. */
export function reasonSentence(change: FileChange, mode: PlanMode = 'normal'): string {
  switch (change.reason) {
    case 'removed-from-spec':
      if (change.action === 'orphan')
        return 'edited by hand: stays on disk, and hatmax lets go of it; --prune removes it';
      return mode === 'destroy' ? '' : 'no longer in hatmax.yml';
    case 'git-conflict':
      return change.action === 'conflict'
        ? REASONS[change.reason]
        : 'both sides of a git conflict are merged';
    case 'edited':
      return change.action === 'move' ? 'moves with your edits' : 'edited by hand, kept';
    case 'new':
    case 'rendered-anew':
      return '';
    case 'edited-and-rendered-anew':
      return change.action === 'move'
        ? 'moves, and is merged with your edits on the way'
        : 'merged with your edits';
    case 'moved':
      return 'moves';
    default:
      return REASONS[change.reason];
  }
}

const REASONS: Record<
  Exclude<
    ActionReason,
    'new' | 'rendered-anew' | 'edited-and-rendered-anew' | 'moved' | 'edited' | 'removed-from-spec'
  >,
  string
> = {
  'deleted-by-hand': 'deleted by hand',
  'same-content': 'already as it should be; recorded only',
  'edited-append-only': 'edited by hand after it was applied, kept: it never changes again',
  overwritten: 'your edits are replaced; hatmax undo brings them back',
  mode: 'executable bit',
  released: 'let go of',
  pruned: 'no longer in hatmax.yml; your edits go too',
  'not-recorded': 'is there already, and hatmax did not write it',
  overlap: 'your edits and the new rendering change the same place',
  'base-missing': 'what was last rendered is lost, so edits cannot be told apart',
  'not-a-file': 'something that is no file stands in its place',
  'case-twin': 'a name that differs in case only is there',
  binary: 'is not text, so edits cannot be merged',
  'fail-on-drift': 'edited by hand, and on_drift is fail',
  'state-uncertain': 'the record is in conflict, so it is not known to be ours',
  'git-conflict': 'has conflict markers in it',
  'create-once': 'is there already, and is yours',
  ignored: 'is yours from now on (generation.ignore)',
  unparsable: 'cannot be read as what its name says',
  imported: 'imported; recorded with what you have in it',
  accepted: 'your edits are accepted',
  resolved: 'decided by you',
};

export function driftSentence(drift: Drift): string {
  switch (drift.kind) {
    case 'modified':
      return drift.ownership === 'append_only' ? 'modified after it was applied' : 'modified';
    case 'deleted':
      return 'deleted';
    case 'mode':
      return 'executable bit changed';
    case 'type':
      return drift.found === 'blocked'
        ? 'a parent of it is no folder'
        : `a ${drift.found ?? 'thing'} stands in its place`;
    case 'untracked':
      return 'not made by hatmax';
  }
}

/** What becomes of a hand edit. */
export function fateSentence(fate: FileChange | undefined): string {
  switch (fate?.action) {
    case 'merge':
      return 'merged with the new rendering';
    case 'update':
      return fate.reason === 'overwritten' ? 'replaced' : 'written anew';
    case 'create':
      return 'written again';
    case 'conflict':
      return 'in conflict, see above';
    case 'move':
      return `travels to ${fate.path}`;
    case 'adopt':
      return 'accepted';
    default:
      return 'kept';
  }
}

/** What to do about a conflict. */
export function conflictHint(change: FileChange): string {
  switch (change.reason) {
    case 'not-recorded':
      return `hatmax import ${change.path}, hatmax resolve ${change.path} --ours or --theirs, or move it out of the way`;
    case 'not-a-file':
    case 'case-twin':
      return 'move it out of the way, or add the path to generation.ignore';
    case 'git-conflict':
      return `take out the conflict markers, or hatmax resolve ${change.path} --theirs`;
    case 'fail-on-drift':
      return `hatmax drift --accept ${change.path}, or hatmax drift --revert ${change.path}`;
    default:
      return `hatmax resolve ${change.path} --ours, --theirs or --merged`;
  }
}

/** What differs and is no drift. */
export function besideSentences(counts: Counts): readonly string[] {
  const lines: string[] = [];
  if (counts.eolOnly > 0)
    lines.push(`${plural(counts.eolOnly, 'file differs', 'files differ')} in line endings only.`);
  if (counts.formatOnly > 0)
    lines.push(`${plural(counts.formatOnly, 'file differs', 'files differ')} in layout only.`);
  if (counts.recordOnly > 0 && hasChanges(counts)) {
    lines.push(
      `${plural(counts.recordOnly, 'component changes', 'components change')} in the record alone (.hatmax/state), and in no file.`,
    );
  }
  return lines;
}

/** What to do about a plan. */
export function nextSentences(
  counts: Counts,
  { mode, notices }: Plan,
  asked: readonly string[] = [],
): readonly string[] {
  if (hasChanges(counts)) {
    const isDestructive = mode === 'normal' && notices.some(({ kind }) => kind !== 'migration');
    const flags = [...asked, ...(isDestructive ? ['--allow-destructive'] : [])];
    const apply = ['hatmax', mode === 'destroy' ? 'destroy' : 'apply', ...flags].join(' ');
    return counts.conflict > 0 ? [`Next: end the conflicts, then ${apply}.`] : [`Next: ${apply}`];
  }
  return counts.drift > 0
    ? ['Next: hatmax drift shows the edits; hatmax drift --accept PATH says yes to one.']
    : [];
}

/** What stands above the notices of a kind. */
export const NOTICES_SAID: Readonly<Record<Notice['kind'], string>> = {
  destructive: 'Destructive: values are lost when this runs',
  stricter: 'Stricter rules: rows that are there may break them',
  migration: 'Migrations',
};
