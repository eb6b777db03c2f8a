import { escapeHtml } from '../markdown.ts';
import { plural } from '../paint.ts';
import type { ReviewFile } from '../review.ts';
import { diffHtml, diffLength } from './diff.ts';
import { text } from './text.ts';
import { countsHtml, signOf } from './tree.ts';

/** A file as HTML, made when it is asked for. */
export type ShowFile = (file: ReviewFile) => string;

export interface FilesPart {
  /** HTML. */
  readonly name: string;
  readonly files: readonly ReviewFile[];
  readonly more: string;
}

/** Files under one heading, one after the other. */
export function* filesSection({ name, files, more }: FilesPart, show: ShowFile): Generator<string, void> {
  if (files.length === 0) return;
  const said = more === '' ? '' : `<p>${more}</p>`;
  yield `<section class="files"><h2>${name}<small>${plural(files.length, 'file')}</small></h2>${said}`;
  for (const file of files) yield `${show(file)}\n`;
  yield '</section>\n';
}

/** Which diffs a page has room for is settled by their sizes; each is made as its file is shown, and dropped. */
export function filePieces(ids: ReadonlyMap<ReviewFile, string>, most: number): ShowFile {
  const chosen = chosenOf([...ids.keys()], most);
  let left = 2 * most;
  return (file) => {
    const diff = left > 0 && chosen.has(file) ? diffHtml(file) : undefined;
    left -= diff?.length ?? 0;
    return fileHtml(file, ids.get(file) ?? '', diff);
  };
}

/** What is changed before what is new, small before large, until the page is full. */
function chosenOf(files: readonly ReviewFile[], most: number): ReadonlySet<ReviewFile> {
  const rank = ({ before, after }: ReviewFile) => (before === undefined || after === undefined ? 1 : 0);
  const queue = files
    .map((file) => ({ file, rank: rank(file), length: diffLength(file) }))
    .sort((one, other) => one.rank - other.rank || one.length - other.length);
  const chosen = new Set<ReviewFile>();
  let left = most;
  for (const { file, length } of queue) {
    left -= length;
    if (left <= 0) break;
    chosen.add(file);
  }
  return chosen;
}

const OPEN: readonly ReviewFile['action'][] = ['merge', 'update', 'keep'];

function fileHtml(file: ReviewFile, id: string, diff: string | undefined): string {
  const cutAt = file.name.lastIndexOf('/') + 1;
  const why = file.said === '' ? '' : `<span class="why">${text(file.said)}</span>`;
  const open = file.section === 'conflict' || OPEN.includes(file.action);
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
