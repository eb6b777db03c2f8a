import type { Notice } from '../../capability/capability.ts';
import { safe } from '../../diagnostics/display.ts';
import type { Graph } from '../../graph/graph.ts';
import { sha256 } from '../../host/sha256.ts';
import { byComponent } from '../../plan/counts.ts';
import type { Plan } from '../../plan/plan.ts';
import { escapeHtml, sizeOf } from '../markdown.ts';
import { plural } from '../paint.ts';
import { type Review, type ReviewFile, type ReviewSection, reviewOf } from '../review.ts';
import { diffHtml } from './diff.ts';
import { graphSection } from './picture.ts';
import { PAGE_SCRIPT } from './script.ts';
import { PAGE_STYLE } from './style.ts';
import { countsHtml, type Leaf, signOf, treeHtml } from './tree.ts';

export interface PlanHtmlOptions {
  /** The spec's name, for the title. */
  readonly spec: string;
  readonly graph: Graph;
  readonly unbuilt?: readonly { readonly what: string; readonly place: string }[];
  /** Bytes of diffs a page may hold; a browser stays quick with these. */
  readonly most?: number;
}

const MOST_BYTES = 12_000_000;

/** One page that needs nothing from elsewhere, and nothing but HTML to be read. */
export function planHtml(plan: Plan, options: PlanHtmlOptions): string {
  const review = reviewOf(plan);
  const title = `${review.headline} ${options.spec}`;
  const ids = new Map(inOrder(review).map((file, index) => [file, `f${index + 1}`]));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="hatmax ${escapeHtml(review.hatmax)}">
<title>${text(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#plan">To the plan</a>
${bar(options)}
<div class="body">
<nav aria-label="Files"><details open><summary>${plural(ids.size, 'file')}</summary>${treeHtml(leavesOf(ids))}</details></nav>
<main id="plan">
${head(review)}
${sections(review, options, ids)}
<footer>hatmax ${escapeHtml(review.hatmax)}</footer>
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

function text(content: string): string {
  return escapeHtml(safe(content));
}

/** The order of the page, which the keys and the ids follow. */
const SECTIONS: readonly ReviewSection[] = ['conflict', 'destroyed', 'edited', 'changed'];

function inOrder({ files }: Review): readonly ReviewFile[] {
  return SECTIONS.flatMap((section) => files.filter((file) => file.section === section));
}

function leavesOf(ids: ReadonlyMap<ReviewFile, string>): readonly Leaf[] {
  return [...ids].map(([file, id]) => ({ id, file }));
}

function bar({ spec }: PlanHtmlOptions): string {
  return `<header class="bar"><a class="mark" href="#plan">hatmax plan</a><span class="of">${text(spec)}</span>
<div class="find"><output id="found" for="find"></output><input id="find" type="search" placeholder="Find in paths and lines  ( / )" aria-label="Find in paths and lines" autocomplete="off" spellcheck="false"><button id="help" type="button" aria-label="Keys">?</button></div></header>`;
}

function head(review: Review): string {
  const said = [...review.beside, ...review.next].map((line) => {
    const [, before, command] = /^(Next: )(hatmax .*)$/.exec(line) ?? [];
    return `<p class="said">${command === undefined ? text(line) : `${before}<code>${text(command)}</code>`}</p>`;
  });
  return `<h1>${text(review.headline)}</h1>${said.join('')}${shares(review.files)}`;
}

const SHARES = [
  ['conflict', 'in conflict'],
  ['delete', 'destroyed or left behind'],
  ['edited', 'modified by hand'],
  ['update', 'changed'],
  ['create', 'added'],
] as const;

/** What the plan is made of, at a glance. */
function shares(files: readonly ReviewFile[]): string {
  const found = SHARES.map(([sign, word]) => ({
    sign,
    word,
    count: files.filter((file) => signOf(file) === sign).length,
  })).filter(({ count }) => count > 0);
  if (found.length === 0) return CLEAN;
  let at = 0;
  const rects = found.map(({ sign, count }) => {
    const width = (count / files.length) * 1000;
    at += width;
    return `<rect class="${sign}" x="${(at - width).toFixed(1)}" y="0" width="${Math.max(2, width - 2).toFixed(1)}" height="8"/>`;
  });
  const items = found.map(({ sign, word, count }) => `<li><b class="${sign}">${count}</b>${word}</li>`);
  return `<svg class="share" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg><ul class="counts">${items.join('')}</ul>`;
}

const CLEAN = `<div class="clean"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/></svg><p>The tree, the record and the spec agree.</p></div>`;

function sections(review: Review, options: PlanHtmlOptions, ids: ReadonlyMap<ReviewFile, string>): string {
  const diffs = diffsOf([...ids.keys()], options.most ?? MOST_BYTES);
  const files = (section: ReviewSection) => [...ids.keys()].filter((file) => file.section === section);
  const show = (file: ReviewFile) => fileHtml(file, ids.get(file) ?? '', diffs.get(file));
  const part = (section: ReviewSection, title: string, more = '') =>
    filesSection(title, files(section).map(show), more);
  return [
    part('conflict', 'In conflict', 'Nothing is written to these until you decide.'),
    noticesSection(review.notices, 'destructive', 'Destructive: values are lost when this runs'),
    part('destroyed', 'Destroyed'),
    part('edited', 'Modified by hand'),
    noticesSection(review.notices, 'migration', 'Migrations'),
    unbuiltSection(options),
    graphSection(options.graph, ids),
    ...byComponent(files('changed')).map(([component, own]) =>
      filesSection(component, own.map(show), '', true),
    ),
  ].join('\n');
}

function filesSection(title: string, files: readonly string[], more = '', isCode = false): string {
  if (files.length === 0) return '';
  const said = more === '' ? '' : `<p>${more}</p>`;
  const name = isCode ? `<code>${text(title)}</code>` : text(title);
  return `<section class="files"><h2>${name}<small>${plural(files.length, 'file')}</small></h2>${said}${files.join('\n')}</section>`;
}

function fileHtml(file: ReviewFile, id: string, diff: string | undefined): string {
  const cutAt = file.name.lastIndexOf('/') + 1;
  const why = file.said === '' ? '' : `<span class="why">${text(file.said)}</span>`;
  const open =
    file.section === 'conflict' ||
    file.action === 'merge' ||
    file.action === 'update' ||
    file.action === 'keep';
  const body =
    diff ??
    '<p class="none">Left out, since the page would be too large: <code>hatmax plan --diff all</code> shows it.</p>';
  return `<details class="file" id="${id}" data-path="${text(file.path)}"${open ? ' open' : ''}><summary><span class="sign ${signOf(file)}">${escapeHtml(file.symbol)}</span><span class="path">${text(file.name.slice(0, cutAt))}<b>${text(file.name.slice(cutAt))}</b></span>${why}<span class="lines">${countsHtml(file)}</span></summary>${placesHtml(file)}<div class="code" tabindex="-1">${body}</div></details>`;
}

function placesHtml({ places, hint }: ReviewFile): string {
  if (places.length === 0 && hint === undefined) return '';
  const items = places.slice(0, 20).map((place) => `<li>${text(place)}</li>`);
  const more = places.length > 20 ? `<li>... ${places.length - 20} more</li>` : '';
  const next = hint === undefined ? '' : `<li>Next: <code>${text(hint)}</code></li>`;
  return `<ul class="places">${items.join('')}${more}${next}</ul>`;
}

/** What is changed before what is new, small before large, until the page is full. */
function diffsOf(files: readonly ReviewFile[], most: number): ReadonlyMap<ReviewFile, string> {
  const size = (file: ReviewFile) => (file.before?.length ?? 0) + (file.after?.length ?? 0);
  const rank = (file: ReviewFile) => (file.before === undefined || file.after === undefined ? 1 : 0);
  const queue = [...files].sort((one, other) => rank(one) - rank(other) || size(one) - size(other));
  const found = new Map<ReviewFile, string>();
  let left = most;
  for (const file of queue) {
    if (left <= 0) break;
    const html = diffHtml(file);
    left -= sizeOf(html);
    if (left > 0) found.set(file, html);
  }
  return found;
}

function noticesSection(notices: readonly Notice[], kind: Notice['kind'], title: string): string {
  const own = notices.filter((notice) => notice.kind === kind);
  if (own.length === 0) return '';
  const blocks = own.map(({ path, summary, statements }) => {
    const shown = statements.map((statement) => statement.split('\n').map(text).join('\n')).join('\n');
    const told = `${text(summary)}<span class="path">${text(path)}</span>`;
    if (shown === '') return `<div class="notice ${kind}"><p class="told">${told}</p></div>`;
    const open = kind === 'destructive' || own.length < 3 ? ' open' : '';
    return `<details class="notice ${kind}"${open}><summary class="told">${told}</summary><pre>${shown}</pre></details>`;
  });
  return `<section><h2>${title}</h2>${blocks.join('')}</section>`;
}

function unbuiltSection({ unbuilt = [] }: PlanHtmlOptions): string {
  if (unbuilt.length === 0) return '';
  const items = unbuilt.map(({ what, place }) => `<li><code>${text(place)}</code> ${text(what)}</li>`);
  return `<section><h2>Not built by this version of hatmax</h2><ul class="places">${items.join('')}</ul></section>`;
}

const HELP = `<dialog aria-label="Keys"><h2>Keys</h2><dl>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous file</dd>
<dt><kbd>o</kbd></dt><dd>open or close it</dd>
<dt><kbd>e</kbd> <kbd>c</kbd></dt><dd>open or close all</dd>
<dt><kbd>/</kbd></dt><dd>find; <kbd>Esc</kbd> clears it</dd>
<dt><kbd>?</kbd></dt><dd>this list</dd></dl>
<form method="dialog"><button>Close</button></form></dialog>`;
