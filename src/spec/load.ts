import type { Checked, SourceRange } from '../diagnostics/diagnostic.ts';
import type { SpecPath } from '../system/system.ts';
import type { Spec } from './schema/top.ts';

export type { Spec } from './schema/top.ts';

export interface SpecSource {
  readonly file: string;
  readonly text: string;
}

export interface LoadedSpec {
  /** The long form. */
  readonly spec: Spec;
  /** Where a part was written: its key and value. `services.todo.models.Item`; keys with dots as `specPath` spells them. */
  readonly rangeOf: (at: SpecPath) => SourceRange | undefined;
  readonly source: SpecSource;
}

export function loadSpec(source: SpecSource): Checked<LoadedSpec> {
  throw new Error(`not yet: ${source.file}`);
}
