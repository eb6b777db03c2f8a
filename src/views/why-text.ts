import type { Ownership } from '../capability/capability.ts';
import { safe } from '../diagnostics/display.ts';
import type { Json } from '../json/json.ts';
import type { Drift } from '../plan/plan.ts';
import { differenceOf, showCounts, showHunks } from './hunks.ts';
import { painter, type TextOptions } from './paint.ts';
import { driftSentence } from './sentences.ts';

/** Where a file comes from, and what became of it. */
export interface FileOrigin {
  readonly path: string;
  readonly component: string;
  readonly ownership: Ownership | 'ignored';
  readonly template: string;
  /** Parts of the spec, each with its place (`hatmax.yml:12:3`) and its lines. */
  readonly from: readonly {
    readonly place: string;
    readonly at: string;
    readonly lines: readonly string[];
  }[];
  /** The version that rendered it last; undefined where it was never applied. */
  readonly hatmax: string | undefined;
  /** Somebody's edits are in it, and were accepted. */
  readonly accepted: boolean;
  readonly drift: Drift | undefined;
}

const OWNERSHIP: Record<Ownership | 'ignored', string> = {
  generated: 'generated: rendered on every change; your edits are merged, never lost',
  structured: 'structured: hatmax keeps its own keys; other keys, comments and order are yours',
  create_once: 'create-once: written once, and yours from then on',
  append_only: 'append-only: once written it never changes',
  ignored: 'ignored: yours; hatmax never writes it',
};

/** `hatmax why PATH`. */
export function whyText(origin: FileOrigin, options: TextOptions): string {
  const paint = painter(options);
  const lines = [
    paint('bold', safe(origin.path)),
    `  component  ${safe(origin.component)}`,
    `  template   ${safe(origin.template)}`,
    `  ownership  ${OWNERSHIP[origin.ownership]}`,
    `  applied    ${origin.hatmax === undefined ? 'not yet' : `by hatmax ${safe(origin.hatmax)}`}`,
  ];
  for (const { place, at, lines: source } of origin.from) {
    lines.push(
      '',
      `  ${paint('cyan', safe(place))}  ${safe(at)}`,
      ...source.map((line) => `    | ${safe(line)}`.trimEnd()),
    );
  }
  return `${[...lines, '', ...byHand(origin, options)].join('\n')}\n`;
}

function byHand({ drift, accepted, path, hatmax }: FileOrigin, options: TextOptions): readonly string[] {
  const paint = painter(options);
  if (hatmax === undefined) return ['  Nothing was changed by hand: it was not applied yet.'];
  if (drift === undefined)
    return [accepted ? '  Changed by hand; the edits are accepted.' : '  Nothing was changed by hand since.'];
  if (drift.kind !== 'modified' || drift.applied === undefined)
    return [`  Changed by hand since: ${driftSentence(drift)}.`];
  const difference = differenceOf(drift.applied, drift.actual);
  const limits = {
    indent: '    ',
    most: 400,
    name: path,
    ...(options.width === undefined ? {} : { width: options.width }),
  };
  return [
    `  Changed by hand since: ${showCounts(difference, paint)}`.trimEnd(),
    ...showHunks(difference, paint, limits),
  ];
}

export function whyJson(origin: FileOrigin): Json {
  const { path, component, ownership, template, from, hatmax, accepted, drift } = origin;
  return {
    path,
    component,
    ownership,
    template,
    from: from.map(({ place, at, lines }) => ({ place, at, lines })),
    hatmax_version: hatmax ?? null,
    accepted,
    drift: drift === undefined ? null : { kind: drift.kind, weight: drift.weight },
  };
}
