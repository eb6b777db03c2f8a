import type { DesiredFile } from '../desired/graph.ts';
import type { CatalogueEntry } from '../diagnostics/catalogue/entry.ts';
import { explain } from '../diagnostics/catalogue.ts';
import { Lines } from '../diagnostics/lines.ts';
import type { Address } from '../graph/address.ts';
import type { RelPath } from '../path/rel-path.ts';
import { recordedComponents } from '../plan/recorded-files.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { nearest } from '../spec/suggest.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';
import type { SpecPath } from '../system/system.ts';
import type { FileOrigin } from '../views/why-text.ts';
import { type Answer, NOTHING_FOUND, type Place, refuse } from './place.ts';
import { type Planned, plan } from './plan.ts';

export type Why =
  | { readonly kind: 'code'; readonly code: string; readonly entry: CatalogueEntry }
  | { readonly kind: 'file'; readonly origin: FileOrigin };

/** What a code means, or where a file comes from. */
export async function why(place: Place, what: string): Promise<Answer<Why>> {
  if (/^HM\d{4}$/i.test(what)) return whyCode(what.toUpperCase());
  const planned = await plan(place, {});
  if (planned.value === undefined) return { ...planned, value: undefined };
  const path = what.replace(/^\.\//, '');
  const origin = originOf(planned.value, path);
  if (origin !== undefined) return { ...planned, value: { kind: 'file', origin } };
  return noFile(path, planned.value);
}

function noFile(path: string, { sides }: Planned): Answer<never> {
  const records = recordedComponents(sides.recorded);
  const isAddress = [...records.keys()].some((one) => one === path || one.startsWith(`${path}.`));
  const paths = [...records.values()].flatMap(({ files }) => [...files.keys()]);
  const within = paths.some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`));
  const near = nearest(path, paths);
  const hint = isAddress
    ? `It is the address of a component: run \`hatmax state show ${path}\`.`
    : within
      ? 'It is a folder: name a file in it.'
      : near !== undefined
        ? `Did you mean \`${near}\`?`
        : 'Run `hatmax show` for the files there are; `hatmax drift --untracked` lists those that are not.';
  return refuse({ code: 'HM5013', summary: `${path} is no file of hatmax`, hint });
}

function whyCode(code: string): Answer<Why> {
  const entry = explain(code);
  if (entry !== undefined) return { ...NOTHING_FOUND, value: { kind: 'code', code, entry } };
  return refuse({
    code: 'HM5013',
    summary: `There is no diagnostic ${code}`,
    hint: 'A code stands in brackets behind `error` or `warning`: `error[HM1031]`.',
  });
}

interface Owned {
  readonly component: Address;
  readonly recorded: RecordedComponent | undefined;
  readonly file: DesiredFile | RecordedFile;
}

function originOf({ plan: made, sides }: Planned, path: string): FileOrigin | undefined {
  const owned = ownerOf(sides, path as RelPath);
  if (owned === undefined) return undefined;
  const record = owned.recorded?.files.get(path as RelPath);
  return {
    path,
    component: owned.component,
    ownership: owned.file.ownership,
    template: owned.file.template,
    from: owned.file.at.flatMap((at) => placeOf(at, sides.loaded)),
    hatmax: record === undefined ? undefined : owned.recorded?.hatmax,
    accepted: record !== undefined && record.applied !== record.base && !record.unaccepted,
    drift: made.drift.find((found) => found.path === path),
  };
}

function ownerOf({ desired, recorded }: Planned['sides'], path: RelPath): Owned | undefined {
  const records = recordedComponents(recorded);
  for (const { address, files } of desired.components) {
    if (files.kind !== 'rendered') continue;
    const file = files.files.find((candidate) => candidate.path === path);
    if (file !== undefined) return { component: address, recorded: records.get(address), file };
  }
  for (const component of records.values()) {
    const file = component.files.get(path);
    if (file !== undefined) return { component: component.address, recorded: component, file };
  }
  return undefined;
}

const MOST_LINES = 6;

function placeOf(at: SpecPath, { rangeOf, source }: LoadedSpec): FileOrigin['from'] {
  const range = rangeOf(at);
  if (range === undefined) return [];
  const lines = new Lines(source.text);
  const start = lines.positionOf(range.start);
  const end = lines.positionOf(Math.max(range.start, range.end - 1));
  const last = Math.min(end.line, start.line + MOST_LINES - 1);
  const shown = Array.from({ length: last - start.line + 1 }, (_, row) => lines.text(start.line + row));
  const cut = last < end.line ? [...shown, '...'] : shown;
  return [{ place: `${source.file}:${start.line}:${start.column}`, at, lines: cut }];
}
