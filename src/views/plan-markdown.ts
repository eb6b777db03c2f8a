import type { Notice } from '../capability/capability.ts';
import { byComponent } from '../plan/counts.ts';
import type { Plan } from '../plan/plan.ts';
import { Budget } from './comment-budget.ts';
import { code, commentWord, fenced, folded, htmlCode, sizeOf } from './markdown.ts';
import { plural } from './paint.ts';
import { linesOf, type Review, type ReviewFile, type ReviewSection, reviewOf, tallyOf } from './review.ts';
import { NOTICES_SAID } from './sentences.ts';

export interface PlanMarkdownOptions {
  readonly diff: 'none' | 'changes' | 'all';
  /** Tells the comments of several specs apart; part of the marker. */
  readonly key?: string;
  readonly unbuilt?: readonly { readonly what: string; readonly place: string }[];
  /** Bytes that may be used; a comment on GitHub has room for 65,536 characters. */
  readonly limit?: number;
}

export const COMMENT_LIMIT = 65_536;
/** Kept free, for what a bot may put beside it: a link to the run, a title. */
const SPARE = 1536;
/** For the sentences at the end, which count what was left out. */
const CLOSING = 1024;
/** Of what is left, lists may use this part before the first diff is shown. */
const LISTS = 0.6;
const LONGEST_LINE = 300;

/** What a bot looks for at the start of a comment that is its own. */
export function planMarker(key = 'hatmax.yml'): string {
  return `<!-- hatmax-plan:${commentWord(key)} -->`;
}

/** A comment on a pull request that fits at any size of the plan: what needs a person comes first and is cut last. */
export function planMarkdown(plan: Plan, options: PlanMarkdownOptions): string {
  return [...planMarkdownPieces(plan, options)].join('');
}

/** The same, a section at a time. No list and no diff is made beyond what there is room for. */
export function* planMarkdownPieces(plan: Plan, options: PlanMarkdownOptions): Generator<string, void> {
  const review = reviewOf(plan);
  const head = [planMarker(options.key), `### ${review.headline}`, '', ...summaryTable(review)];
  yield textOf(head);
  const room = (options.limit ?? COMMENT_LIMIT - SPARE) - CLOSING - sizeOf(head.join('\n'));
  const lists = new Budget(Math.floor(room * LISTS));
  yield* urgentSections(review, lists).map(textOf);
  yield textOf(unbuiltSection(options, lists));
  yield textOf(restSection(review, lists));
  const diffs = diffSection(review, options, room - lists.used);
  yield textOf(diffs.lines);
  const closing = [...leftOut(lists.cut, diffs.cut), ...review.beside, ...review.next];
  yield textOf(closing.flatMap((line) => ['', line]));
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function summaryTable(review: Review): readonly string[] {
  const rows = tallyOf(review).map(({ word, files }) => `| ${word} | ${files.length} | ${totals(files)} |`);
  return rows.length === 0 ? [] : ['| | files | lines |', '|:--|--:|:--|', ...rows];
}

function totals(files: readonly ReviewFile[]): string {
  return linesSaid(
    files
      .map(linesOf)
      .reduce((sum, { added, removed }) => ({ added: sum.added + added, removed: sum.removed + removed }), {
        added: 0,
        removed: 0,
      }),
  );
}

function linesSaid({ added, removed }: { readonly added: number; readonly removed: number }): string {
  return [added > 0 ? `+${added}` : '', removed > 0 ? `\u2212${removed}` : '']
    .filter((part) => part)
    .join(' ');
}

/** What a reviewer has to decide about, in this order. */
function urgentSections(review: Review, budget: Budget): readonly (readonly string[])[] {
  const files = (section: ReviewSection) => review.files.filter((file) => file.section === section);
  const notices = (kind: Notice['kind']) => review.notices.filter((notice) => notice.kind === kind);
  return [
    budget.section(
      'In conflict: nothing is written to these until you decide',
      files('conflict'),
      conflictBlock,
    ),
    budget.section(NOTICES_SAID.destructive, notices('destructive'), noticeBlock),
    budget.section(NOTICES_SAID.stricter, notices('stricter'), noticeBlock),
    budget.section('Destroyed', files('destroyed'), fileBlock),
    budget.section('Modified by hand', files('edited'), fileBlock),
    budget.section(NOTICES_SAID.migration, notices('migration'), noticeBlock),
  ];
}

function conflictBlock(file: ReviewFile): readonly string[] {
  const most = 5;
  const left = file.places.length - most;
  return [
    ...fileBlock(file),
    ...file.places.slice(0, most).map((place) => `  - ${code(cut(place))}`),
    ...(left > 0 ? [`  - ... and ${left} more`] : []),
    ...(file.hint === undefined ? [] : [`  - Next: ${code(file.hint)}`]),
  ];
}

function noticeBlock({ path, summary, statements }: Notice): readonly string[] {
  const most = 12;
  const lines = statements.flatMap((statement) => statement.split('\n'));
  const left = lines.length - most;
  const shown = [...lines.slice(0, most).map(cut), ...(left > 0 ? [`-- ... ${left} more lines`] : [])];
  const block = shown.length === 0 ? [] : fenced(shown, 'sql').map((line) => `  ${line}`);
  return [`- ${code(path)}: ${code(cut(summary))}`, ...block];
}

function fileBlock(file: ReviewFile): readonly string[] {
  const said = [linesSaid(linesOf(file)), plain(file.said)].filter((part) => part !== '').join(', ');
  return [`- ${code(file.name)}${said === '' ? '' : ` (${said})`}`];
}

/** Our own sentences, which may quote a path: what could be a mention or markup in one becomes code. */
function plain(said: string): string {
  return /^[\w ,;:.'()/-]*$/.test(said) ? said : code(said);
}

function unbuiltSection({ unbuilt = [] }: PlanMarkdownOptions, budget: Budget): readonly string[] {
  return budget.section('Not built by this version of hatmax', unbuilt, ({ what, place }) => [
    `- ${code(place)} ${code(what)}`,
  ]);
}

/** Files a component may list, from all to none: the first at which every component has its place is taken. */
const CAPS = [Number.POSITIVE_INFINITY, 100, 25, 5, 0];

/** Folded by component: a list of a thousand new files says little at first sight. */
function restSection({ files }: Review, budget: Budget): readonly string[] {
  const rest = byComponent(files.filter((file) => file.section === 'changed'));
  if (rest.length === 0) return [];
  const head = ['', '#### By component', ''];
  budget.takes([...head, '... and 10000 components more.']);
  const block = (most: number) => (component: Component) => componentBlock(component, most);
  const cap = CAPS.find((most) => budget.holds(rest, block(most))) ?? 0;
  const { lines, left } = budget.fill(rest, block(cap));
  budget.cut += rest.reduce((sum, [, own]) => sum + Math.max(0, own.length - cap), 0);
  return [...head, ...lines, ...(left > 0 ? ['', `... and ${plural(left, 'component')} more.`] : [])];
}

type Component = readonly [name: string, files: readonly ReviewFile[]];

function componentBlock([name, own]: Component, most: number): readonly string[] {
  const said = `${plural(own.length, 'file')} ${totals(own)}`.trimEnd();
  if (most === 0) return [`- ${code(name)}: ${said}`];
  const left = own.length - most;
  const lines = own.slice(0, most).map((file) => `- ${code(file.symbol)} ${fileBlock(file)[0]?.slice(2)}`);
  return folded(`${htmlCode(name)}: ${said}`, left > 0 ? [...lines, `- ... and ${left} more`] : lines);
}

/** Small diffs are kept before large ones: more files are seen so. They stand in the order of their files. */
function diffSection(
  { files }: Review,
  { diff }: PlanMarkdownOptions,
  room: number,
): { readonly lines: readonly string[]; readonly cut: readonly ReviewFile[] } {
  const wanted = files.filter((file) => isShown(file, diff));
  const budget = new Budget(room - 64);
  const bySize = [...wanted].sort((one, other) => weight(one) - weight(other));
  const blocks = new Map<ReviewFile, readonly string[]>();
  for (const file of bySize) {
    const block = weight(file) > room ? undefined : diffBlock(file);
    if (block === undefined || !budget.takes(block)) break;
    blocks.set(file, block);
  }
  const lines = wanted.flatMap((file) => blocks.get(file) ?? []);
  return {
    lines: lines.length === 0 ? [] : ['', '#### Diffs', '', ...lines],
    cut: wanted.filter((file) => !blocks.has(file)),
  };
}

function isShown({ action, size }: ReviewFile, diff: PlanMarkdownOptions['diff']): boolean {
  if (size?.kind !== 'text' || size.added + size.removed === 0 || action === 'delete') return false;
  return diff === 'all' || (diff === 'changes' && action !== 'create');
}

function weight({ size }: ReviewFile): number {
  return size?.kind === 'text' ? size.letters : 0;
}

function diffBlock(file: ReviewFile): readonly string[] {
  const { name } = file;
  const difference = file.difference();
  if (difference?.kind !== 'text') return [];
  const lines = difference.hunks.flatMap((hunk) => [hunk.header, ...hunk.lines.map(cut)]);
  return folded(`${htmlCode(name)} ${linesSaid(linesOf(file))}`, fenced(lines, 'diff'));
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE
    ? line
    : `${[...line.slice(0, LONGEST_LINE)].slice(0, -1).join('')}\u2026`;
}

function leftOut(listed: number, diffs: readonly ReviewFile[]): readonly string[] {
  const parts = [
    listed > 0 ? `${plural(listed, 'entry', 'entries')} of the lists` : '',
    diffs.length > 0 ? `${plural(diffs.length, 'diff')} (${totals(diffs)} lines), the largest` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return [];
  return [
    `_Left out here, since a comment has an end: ${parts.join('; ')}._ \`hatmax plan\` shows them all, \`hatmax plan --html\` as a page.`,
  ];
}
