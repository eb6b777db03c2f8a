import type { Notice } from '../../capability/capability.ts';
import { NOTICES_SAID } from '../sentences.ts';
import { text } from './text.ts';

/** Migrations, with their SQL folded where there are many. */
export function noticesSection(notices: readonly Notice[], kind: Notice['kind']): string {
  const own = notices.filter((notice) => notice.kind === kind);
  if (own.length === 0) return '';
  const blocks = own.map(({ path, summary, statements }) => {
    const shown = statements.map((statement) => statement.split('\n').map(text).join('\n')).join('\n');
    const told = `${text(summary)}<span class="path">${text(path)}</span>`;
    if (shown === '') return `<div class="notice ${kind}"><p class="told">${told}</p></div>`;
    const open = kind !== 'migration' || own.length < 3 ? ' open' : '';
    return `<details class="notice ${kind}"${open}><summary class="told">${told}</summary><pre>${shown}</pre></details>`;
  });
  return `<section><h2>${NOTICES_SAID[kind]}</h2>${blocks.join('')}</section>\n`;
}

/** Parts of the spec that this version does not build. */
export function unbuiltSection(
  unbuilt: readonly { readonly what: string; readonly place: string }[] = [],
): string {
  if (unbuilt.length === 0) return '';
  const items = unbuilt.map(({ what, place }) => `<li><code>${text(place)}</code> ${text(what)}</li>`);
  return `<section><h2>Not built by this version of hatmax</h2><ul class="places">${items.join('')}</ul></section>\n`;
}
