import type { Graph } from '../../graph/graph.ts';
import { sha256 } from '../../host/sha256.ts';
import { byComponent } from '../../plan/counts.ts';
import type { Plan } from '../../plan/plan.ts';
import { escapeHtml } from '../markdown.ts';
import { plural } from '../paint.ts';
import { type Review, type ReviewFile, type ReviewSection, reviewOf, tallyOf } from '../review.ts';
import { filePieces, filesSection } from './files.ts';
import { noticesSection, unbuiltSection } from './notices.ts';
import { graphSection } from './picture.ts';
import { PAGE_SCRIPT } from './script.ts';
import { PAGE_STYLE } from './style.ts';
import { text } from './text.ts';
import { SIGNS, treePieces } from './tree.ts';

export interface PlanHtmlOptions {
  /** The spec's name, for the title. */
  readonly spec: string;
  readonly graph: Graph;
  readonly unbuilt?: readonly { readonly what: string; readonly place: string }[];
  /** Letters of diffs a page may hold; a browser stays quick with these. */
  readonly most?: number;
}

const MOST_LETTERS = 12_000_000;

/** One page that needs nothing from elsewhere, and nothing but HTML to be read. */
export function planHtml(plan: Plan, options: PlanHtmlOptions): string {
  return [...planHtmlPieces(plan, options)].join('');
}

/** The same, a file at a time: each is made when it is asked for. */
export function* planHtmlPieces(plan: Plan, options: PlanHtmlOptions): Generator<string, void> {
  const review = reviewOf(plan);
  const ids = new Map(inOrder(review).map((file, index) => [file, `f${index + 1}`]));
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="hatmax ${escapeHtml(review.hatmax)}">
<title>${text(`${review.headline} ${options.spec}`)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#plan">To the plan</a>
${bar(options)}
<div class="body">
<nav aria-label="Files"><details open><summary>${plural(ids.size, 'file')}</summary>`;
  yield* treePieces([...ids].map(([file, id]) => ({ id, file })));
  yield `</details></nav>\n<main id="plan">\n${head(review)}\n`;
  for (const part of sections(review, options, ids)) yield* part;
  yield `<footer>hatmax ${escapeHtml(review.hatmax)}</footer>
</main>
</div>
${HELP}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** Only this style and this script, by what they are; nothing from elsewhere, and no form to send. */
function policy(): string {
  const hash = (content: string) => `'sha256-${base64(sha256(content))}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(PAGE_STYLE)}`,
    `script-src ${hash(PAGE_SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function base64(hex: string): string {
  return btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}

/** The order of the page, which the keys and the ids follow. */
const SECTIONS: readonly ReviewSection[] = ['conflict', 'destroyed', 'edited', 'changed'];

function inOrder({ files }: Review): readonly ReviewFile[] {
  return SECTIONS.flatMap((section) => files.filter((file) => file.section === section));
}

function bar({ spec }: PlanHtmlOptions): string {
  return `<header class="bar"><a class="mark" href="#plan">hatmax plan</a><span class="of">${text(spec)}</span>
<div class="find"><output id="found" for="find"></output><input id="find" type="search" placeholder="Find in paths and lines  ( / )" aria-label="Find in paths and lines" autocomplete="off" spellcheck="false"><button id="help" type="button" aria-label="Keys">?</button></div></header>`;
}

function head(review: Review): string {
  const said = [...review.beside, ...review.next].map((line) => {
    const [, before, command] = /^(Next: )(hatmax (?:apply|destroy)\b.*)$/.exec(line) ?? [];
    return `<p class="said">${command === undefined ? text(line) : `${before}<code>${text(command)}</code>`}</p>`;
  });
  return `<h1>${text(review.headline)}</h1>${said.join('')}${shares(review)}`;
}

/** What the plan is made of, at a glance. */
function shares(review: Review): string {
  const tally = tallyOf(review);
  if (tally.length === 0) return cleanHtml(review);
  let at = 0;
  const rects = tally.map(({ action, files }) => {
    const width = (files.length / review.files.length) * 1000;
    at += width;
    return `<rect class="${SIGNS[action]}" x="${(at - width).toFixed(1)}" y="0" width="${Math.max(2, width - 2).toFixed(1)}" height="8"/>`;
  });
  const items = tally.map(
    ({ action, word, files }) => `<li><b class="${SIGNS[action]}">${files.length}</b>${word}</li>`,
  );
  return `<svg class="share" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg><ul class="counts">${items.join('')}</ul>`;
}

function cleanHtml({ mode }: Review): string {
  const said = mode === 'normal' ? 'The tree, the record and the spec agree.' : CLEAN[mode];
  return `<div class="clean"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/></svg><p>${said}</p></div>`;
}

const CLEAN = {
  destroy: 'There is nothing of hatmax here.',
  'refresh-only': 'The tree and the record agree; the spec was not asked.',
} as const;

/** Sections in the order in which they are read; what has nothing in it is left out. */
function* sections(
  review: Review,
  options: PlanHtmlOptions,
  ids: ReadonlyMap<ReviewFile, string>,
): Generator<Iterable<string>, void> {
  const show = filePieces(ids, options.most ?? MOST_LETTERS);
  const files = (section: ReviewSection) => [...ids.keys()].filter((file) => file.section === section);
  const part = (section: ReviewSection, title: string, more = '') =>
    filesSection({ name: text(title), files: files(section), more }, show);
  yield part('conflict', 'In conflict', 'Nothing is written to these until you decide.');
  yield [noticesSection(review.notices, 'destructive'), noticesSection(review.notices, 'stricter')];
  yield part('destroyed', 'Destroyed');
  yield part('edited', 'Modified by hand');
  yield [noticesSection(review.notices, 'migration')];
  yield [unbuiltSection(options.unbuilt)];
  yield [graphSection(options.graph, ids)];
  for (const [component, own] of byComponent(files('changed')))
    yield filesSection({ name: `<code>${text(component)}</code>`, files: own, more: '' }, show);
}

const HELP = `<dialog aria-label="Keys"><h2>Keys</h2><dl>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous file</dd>
<dt><kbd>o</kbd></dt><dd>open or close it</dd>
<dt><kbd>e</kbd> <kbd>c</kbd></dt><dd>open or close all</dd>
<dt><kbd>/</kbd></dt><dd>find; <kbd>Esc</kbd> clears it</dd>
<dt><kbd>?</kbd></dt><dd>this list</dd></dl>
<form method="dialog"><button>Close</button></form></dialog>`;
