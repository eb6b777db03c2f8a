import { hasErrors } from '../diagnostics/diagnostic.ts';
import { type LoadedSpec, loadSpec } from '../spec/load.ts';
import { resolveSystem } from '../system/resolve.ts';
import type { System } from '../system/system.ts';

import { type Answer, type Place, readSpec } from './place.ts';

export interface Validated {
  readonly loaded: LoadedSpec;
  readonly system: System;
}

/** Everything that can be said about the spec without looking at the tree. */
export function validate(place: Place): Answer<Validated> {
  const text = readSpec(place);
  if (text.value === undefined) return { ...text, value: undefined };
  const loaded = loadSpec(text.value);
  if (loaded.value === undefined || hasErrors(loaded.diagnostics))
    return { ...text, value: undefined, diagnostics: loaded.diagnostics };
  const resolved = resolveSystem(loaded.value);
  const diagnostics = [...loaded.diagnostics, ...resolved.diagnostics];
  if (resolved.value === undefined || hasErrors(diagnostics)) return { diagnostics, sources: text.sources };
  return { value: { loaded: loaded.value, system: resolved.value }, diagnostics, sources: text.sources };
}
