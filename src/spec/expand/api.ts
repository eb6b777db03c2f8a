import { own } from '../own.ts';
import type { Report } from '../report.ts';
import { child, type Entry, list, mapOf, scalar, type Tree, textTree, withEntry } from '../tree.ts';

/** What answers follows from what is named. */
export function expandHandler(written: Tree): Tree {
  if (written.kind !== 'map' || written.entries.has('source')) return written;
  return withEntry(written, 'source', textTree(sourceOf(written), written.at));
}

function sourceOf(handler: Tree): string {
  const op = child(handler, 'op');
  if (child(handler, 'usecase') !== undefined) return 'usecase';
  if (child(handler, 'custom_operation') !== undefined || (op?.kind === 'scalar' && op.value === 'custom'))
    return 'service';
  return 'repo';
}

/** `[compress, {timeout: 5s}]` is `{compress: true, timeout: 5s}`. */
export function expandMiddlewares(written: Tree, report: Report): Tree {
  if (written.kind !== 'list') return written;
  const entries = new Map<string, Entry>();
  for (const item of written.items) {
    if (item.kind === 'scalar' && typeof item.value === 'string')
      entries.set(item.value, { keyAt: item.at, value: named(item.value, item) });
    else if (item.kind === 'map') for (const [key, entry] of item.entries) entries.set(key, entry);
    else notAMiddleware(item, report);
  }
  return { kind: 'map', at: written.at, entries };
}

/** A middleware that is only named gets what is usual. */
const usual: Readonly<Record<string, string>> = { timeout: '30s', throttle: '100/1s', body_limit: '1MiB' };

function named(name: string, item: Tree): Tree {
  const value = own(usual, name);
  return value === undefined ? scalar(true, item.at) : textTree(value, item.at);
}

function notAMiddleware(item: Tree, report: Report): void {
  report.add({
    code: 'HM1021',
    at: item.at,
    summary: 'This is not a middleware',
    why: 'A list of middlewares has names, such as `compress`, and single settings, such as `{timeout: 5s}`.',
    todo: 'Write the name of a middleware: timeout, throttle, cors, compress or body_limit.',
  });
}

export function expandCors(written: Tree): Tree {
  if (written.kind === 'list') return mapOf(written.at, { origins: written });
  if (written.kind !== 'scalar') return written;
  if (written.value === true)
    return mapOf(written.at, { origins: list([textTree('*', written.at)], written.at) });
  return written.value === false ? mapOf(written.at, { origins: list([], written.at) }) : written;
}

export function expandThrottle(written: Tree): Tree {
  if (written.kind !== 'scalar' || typeof written.value !== 'number') return written;
  return textTree(`${written.value}/1s`, written.at);
}
