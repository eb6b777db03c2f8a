import type { Notice } from '../capability/capability.ts';
import { compare } from '../graph/graph.ts';
import { type Counts, countPlan } from '../plan/counts.ts';
import type { Action, Drift, FileChange, Plan, PlanMode } from '../plan/plan.ts';
import { movedPath, symbolOf } from './file-line.ts';
import { type Difference, differenceOf, goneSizeOf, newSizeOf, type Size } from './hunks.ts';
import {
  besideSentences,
  conflictHint,
  driftSentence,
  fateSentence,
  headline,
  nextSentences,
  reasonSentence,
} from './sentences.ts';

/** A plan as reviewers read it, in Markdown and HTML alike: each path once, in the section that needs them most. */
export interface Review {
  readonly hatmax: string;
  readonly mode: PlanMode;
  readonly headline: string;
  readonly counts: Counts;
  readonly files: readonly ReviewFile[];
  readonly notices: readonly Notice[];
  readonly beside: readonly string[];
  readonly next: readonly string[];
}

export type ReviewSection = 'conflict' | 'destroyed' | 'edited' | 'changed';

export interface ReviewFile {
  readonly section: ReviewSection;
  readonly path: string;
  /** `services/{todo -> tasks}/app.ts` of a file that moves; the path otherwise. */
  readonly name: string;
  readonly component: string;
  readonly action: Action;
  readonly symbol: string;
  /** Beside the path; empty where the symbol says it all. */
  readonly said: string;
  /** What a conflict is about, and what to do about it. */
  readonly places: readonly string[];
  readonly hint?: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
  /** Undefined where there is nothing to show: what was rendered is lost, or no content changes. */
  readonly size: Size | undefined;
  /** Made anew each time: a plan of ten thousand files holds none of them. */
  readonly difference: () => Difference | undefined;
}

/** What becomes of files, as a reviewer counts them; what needs a person first. */
const WORDS: readonly (readonly [Action, string])[] = [
  ['conflict', 'in conflict'],
  ['delete', 'destroyed'],
  ['merge', 'merged with hand edits'],
  ['keep', 'kept as edited'],
  ['orphan', 'left behind'],
  ['update', 'changed'],
  ['move', 'moved'],
  ['create', 'added'],
  ['adopt', 'adopted'],
];

export interface Tally {
  readonly action: Action;
  readonly word: string;
  readonly files: readonly ReviewFile[];
}

/** The one count that the table of a comment and the bar of a page are made from. */
export function tallyOf({ files }: Review): readonly Tally[] {
  return WORDS.map(([action, word]) => ({
    action,
    word,
    files: files.filter((file) => file.action === action),
  })).filter((row) => row.files.length > 0);
}

export function reviewOf(plan: Plan): Review {
  const counts = countPlan(plan);
  const drifted = new Map(
    plan.drift.filter((drift) => drift.weight === 'content').map((drift) => [drift.path, drift]),
  );
  const changes = plan.changes.filter((change) => change.action !== 'keep' && change.action !== 'no-op');
  const steps = changes.map((change) => ofChange(change, drifted.get(change.from ?? change.path), plan.mode));
  const taken = new Set(changes.map((change) => change.from ?? change.path));
  const kept = [...drifted.values()].filter((drift) => !taken.has(drift.path)).map(ofDrift);
  return {
    hatmax: plan.hatmax,
    mode: plan.mode,
    headline: headline(counts, plan.mode),
    counts,
    files: [...steps, ...kept].sort(byPlace),
    notices: plan.notices,
    beside: besideSentences(counts),
    next: nextSentences(counts, plan),
  };
}

function byPlace(one: ReviewFile, other: ReviewFile): number {
  return compare(one.component, other.component) || compare(one.path, other.path);
}

function ofChange(change: FileChange, drift: Drift | undefined, mode: PlanMode): ReviewFile {
  const { path, from, component, action } = change;
  const section = sectionOf(change, drift);
  const [before, after] = sidesOf(change);
  const difference = () =>
    after !== undefined || action === 'delete' ? differenceOf(before, after) : undefined;
  return {
    section,
    path,
    name: from === undefined ? path : movedPath(from, path),
    component,
    action,
    symbol: symbolOf(change)[0],
    said:
      section === 'edited' && drift !== undefined ? editSaid(drift, change) : reasonSentence(change, mode),
    places: change.places ?? [],
    ...(action === 'conflict' ? { hint: conflictHint(change) } : {}),
    before,
    after,
    size: sizeOfChange(action, before, after, difference),
    difference,
  };
}

/** What comes or goes whole is measured without being taken apart. */
function sizeOfChange(
  action: Action,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  difference: ReviewFile['difference'],
): Size | undefined {
  if (action === 'create') return newSizeOf(after);
  return action === 'delete' ? goneSizeOf(before) : sizeOf(difference());
}

function sizeOf(difference: Difference | undefined): Size | undefined {
  if (difference?.kind !== 'text') return difference;
  const { hunks: _, ...size } = difference;
  return size;
}

function sectionOf(change: FileChange, drift: Drift | undefined): ReviewSection {
  if (change.action === 'conflict') return 'conflict';
  if (change.action === 'delete') return 'destroyed';
  return drift === undefined ? 'changed' : 'edited';
}

/** Of a conflict: what is on disk, and what would be rendered. */
function sidesOf(change: FileChange): readonly [Uint8Array | undefined, Uint8Array | undefined] {
  if (change.action === 'create') return [undefined, change.write];
  if (change.action === 'delete') return [change.before, undefined];
  return [change.before, change.action === 'conflict' ? change.desired : change.write];
}

function editSaid(drift: Drift, change: FileChange): string {
  const becomes = change.action === 'orphan' ? reasonSentence(change) : fateSentence(change);
  return `${driftSentence(drift)} by hand; ${becomes}`;
}

/** An edit nothing is done about. */
function ofDrift(drift: Drift): ReviewFile {
  const { path, component, kind, applied, actual } = drift;
  const shown = kind === 'modified' && applied !== undefined;
  const difference = () => (shown ? differenceOf(applied, actual) : undefined);
  return {
    section: 'edited',
    path,
    name: path,
    component,
    action: 'keep',
    symbol: kind === 'deleted' ? '-' : kind === 'untracked' ? '+' : '~',
    said: `${driftSentence(drift)} by hand; kept`,
    places: [],
    before: shown ? applied : undefined,
    after: shown ? actual : undefined,
    size: sizeOf(difference()),
    difference,
  };
}

/** Lines that come and go; of what has no lines, neither. */
export function linesOf({ size }: ReviewFile): { readonly added: number; readonly removed: number } {
  return size?.kind === 'text' ? size : { added: 0, removed: 0 };
}
