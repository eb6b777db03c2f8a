import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { SpecPath } from './system.ts';

type Text = Omit<Diagnostic, 'severity' | 'range' | 'related'>;

/** Something that two may not both have, and the place that says it. */
export interface Claim {
  readonly key: string;
  readonly at: SpecPath;
  readonly what: string;
}

/** An error at a part of the spec, or at the nearest part around it that was written. */
export function finding(loaded: LoadedSpec, at: SpecPath, text: Text): Diagnostic {
  const range = nearestRange(loaded, at);
  return { ...text, severity: 'error', ...(range === undefined ? {} : { range }) };
}

/** An error for claims to a key that an earlier one has: one for two places, however many keys they both claim. */
export function clash(
  loaded: LoadedSpec,
  claims: readonly Claim[],
  text: (second: Claim, first: Claim) => Text,
): readonly Diagnostic[] {
  const firsts = new Map<string, Claim>();
  const told = new Set<string>();
  return claims.flatMap((claim) => {
    const first = firsts.get(claim.key);
    if (first === undefined) {
      firsts.set(claim.key, claim);
      return [];
    }
    const pair = `${first.at} ${claim.at}`;
    if (first.at !== claim.at && told.has(pair)) return [];
    told.add(pair);
    const found = finding(loaded, claim.at, text(claim, first));
    const range = nearestRange(loaded, first.at);
    return [range === undefined ? found : { ...found, related: [{ range, summary: 'the first one' }] }];
  });
}

function nearestRange(loaded: LoadedSpec, at: SpecPath): Diagnostic['range'] {
  for (let part = at; part !== ''; part = part.slice(0, Math.max(part.lastIndexOf('.'), 0))) {
    const range = loaded.rangeOf(part);
    if (range !== undefined) return range;
  }
  return loaded.rangeOf('');
}
