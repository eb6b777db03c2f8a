import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Address } from '../graph/address.ts';
import type { Json } from '../json/json.ts';
import type { SpecPath, System } from '../system/system.ts';

export type CapabilityId = 'project' | 'kit' | 'contracts' | 'atom';

/**
 * A generator unit. It maps the system to components; it reads nothing else, and the same system gives the same
 * components on every machine.
 */
export interface Capability {
  readonly id: CapabilityId;
  readonly requires: readonly CapabilityId[];
  /**
   * `service`: what it makes for a service comes from that service and from what stands outside of `services`; all else it
   * makes comes from the latter alone. Then a spec in which one service changed is planned without the others. Left out,
   * its components may come from anything.
   */
  readonly reach?: 'service';
  components(system: System, recorded: RecordedFacts): CapabilityResult;
}

export interface CapabilityResult {
  readonly components: readonly ComponentDraft[];
  readonly diagnostics: readonly CapabilityDiagnostic[];
}

/** A capability knows the part of the spec it speaks of, not where that is written. */
export interface CapabilityDiagnostic extends Diagnostic {
  readonly at?: SpecPath;
}

/** What a component left for its next rendering (`ComponentDraft.facts`), or undefined where it was never applied. */
export type RecordedFacts = (address: Address) => Json | undefined;

export interface ComponentDraft {
  readonly address: Address;
  /** All that the files are made from, beside the templates: equal inputs, equal bytes. */
  readonly inputs: Json;
  /** Kept in the state for the next rendering: the schema that migrations start from. */
  readonly facts?: Json;
  readonly dependsOn: readonly Address[];
  /** The parts of the spec it comes from. */
  readonly at: readonly SpecPath[];
  /** Called only where the inputs, the templates or the recorded state moved. */
  readonly files: () => readonly FileDraft[];
  /** What a person must see before it is applied. */
  readonly notices: readonly Notice[];
}

/** Who writes a file and when; see the table in the engine's design. `ignored` is decided by the spec, not by capabilities. */
export type Ownership = 'generated' | 'structured' | 'create_once' | 'append_only';

export interface FileDraft {
  /** Hostile until the desired graph has parsed it: parts come from the spec. */
  readonly path: string;
  readonly ownership: Ownership;
  readonly executable?: boolean;
  readonly at: readonly SpecPath[];
  readonly content:
    | { readonly from: 'template'; readonly template: TemplateId; readonly model: object }
    /** Written by an earlier apply and never again: append-only files. */
    | { readonly from: 'record' };
}

/** A template's path under `templates/`: `atom/files/services/__service__/src/main.ts.hbs`. */
export type TemplateId = string;

/**
 * `destructive`: values are gone when it has run. `stricter`: rows that break a new rule make it fail, or get another
 * value; its summary says which. Both are planned only where somebody says that they are wanted.
 */
export interface Notice {
  readonly kind: 'migration' | 'destructive' | 'stricter';
  readonly at: SpecPath;
  readonly path: string;
  /** One line: `drops column items.done and the values in it`. */
  readonly summary: string;
  /** The statements, as the migration has them. */
  readonly statements: readonly string[];
}
