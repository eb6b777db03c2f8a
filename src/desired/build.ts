import type {
  Capability,
  CapabilityDiagnostic,
  CapabilityResult,
  ComponentDraft,
  RecordedFacts,
} from '../capability/capability.ts';
import { type Checked, type Diagnostic, hasErrors, type SourceRange } from '../diagnostics/diagnostic.ts';
import type { Address } from '../graph/address.ts';
import { compare, makeGraph, orderOf } from '../graph/graph.ts';
import { templateSource } from '../host/templates.ts';
import { render as renderTemplate } from '../render/render.ts';
import type { Render } from '../render/renderer.ts';
import type { TemplateSource } from '../render/source.ts';
import type { RecordedComponent, RecordedState } from '../state/recorded.ts';
import type { SpecPath, System } from '../system/system.ts';
import { digestOf } from './digest.ts';
import { type FileContext, renderFiles } from './files.ts';
import { checkGlobs } from './globs.ts';
import type { DesiredComponent, DesiredGraph } from './graph.ts';
import { resolveMoves } from './moves.ts';
import { checkOwners } from './owners.ts';

export interface BuildOptions {
  /** Where a part of the spec was written; diagnostics are without a range where it is left out. */
  readonly rangeOf?: (at: SpecPath) => SourceRange | undefined;
  /** Templates and renderer; the program's own unless a test brings others. */
  readonly templates?: TemplateSource;
  readonly render?: Render;
  readonly onProgress?: (address: Address, done: number, total: number) => void;
}

/**
 * All components that the system asks for. What has the digest that was recorded is not rendered. State that cannot be
 * read has no components here: whoever plans has to refuse it before.
 */
export function buildDesired(
  system: System,
  capabilities: readonly Capability[],
  recorded: RecordedState,
  options: BuildOptions = {},
): Checked<DesiredGraph> {
  const rangeOf = options.rangeOf ?? (() => undefined);
  const templates = options.templates ?? templateSource;
  const components = componentsOf(recorded);
  const moves = resolveMoves(system);
  const before = (address: Address): RecordedComponent | undefined =>
    components.get(address) ?? components.get(moves.oldAddress(address));
  const found: Diagnostic[] = [...checkGlobs(system.generation, rangeOf)];

  const drafts = collect(system, capabilities, (address) => before(address)?.facts, found, rangeOf);
  found.push(
    ...checkOrder(drafts.map(({ draft }) => draft)),
    ...moves.check(
      drafts.map(({ draft }) => draft.address),
      components,
      rangeOf,
    ),
  );
  if (hasErrors(found)) return { diagnostics: found };

  const context: FileContext = {
    render: options.render ?? renderTemplate,
    generation: system.generation,
    rangeOf,
  };
  const built = drafts.map(({ draft, capability }, index): DesiredComponent => {
    options.onProgress?.(draft.address, index, drafts.length);
    const digest = digestOf(draft.inputs, system.generation, templates.hashOf(capability));
    const { address, at, facts, notices } = draft;
    const dependsOn = draft.dependsOn.toSorted(compare);
    const same = components.get(address)?.digest === digest;
    const files = same
      ? ({ kind: 'as-recorded' } as const)
      : ({ kind: 'rendered', files: renderFiles(draft, context, found) } as const);
    return { address, digest, dependsOn, at, facts, notices, files };
  });
  found.push(...checkOwners(built, components, rangeOf));
  if (hasErrors(found)) return { diagnostics: found };
  const graph = {
    components: built,
    generation: system.generation,
    moves: moves.moves,
    removals: moves.removals,
    renamedParts: moves.renamedParts,
    keptParts: moves.keptParts,
  };
  return { value: graph, diagnostics: found };
}

function componentsOf(recorded: RecordedState): ReadonlyMap<Address, RecordedComponent> {
  return recorded.kind === 'present' || recorded.kind === 'conflicted' ? recorded.components : new Map();
}

interface OwnedDraft {
  readonly capability: string;
  readonly draft: ComponentDraft;
}

/** Sorted by address. A capability that is there only for others gives nothing where none of them does. */
function collect(
  system: System,
  capabilities: readonly Capability[],
  facts: RecordedFacts,
  found: Diagnostic[],
  rangeOf: (at: SpecPath) => SourceRange | undefined,
): readonly OwnedDraft[] {
  const required = new Set(capabilities.flatMap((capability) => capability.requires));
  const results = new Map(capabilities.map((one) => [one.id, one.components(system, facts)]));
  const asked = capabilities.filter(
    (one) => one.id === 'project' || (!required.has(one.id) && hasAnything(results.get(one.id))),
  );
  const wanted = new Set(asked.map((one) => one.id));
  for (const id of wanted) {
    const capability = capabilities.find((one) => one.id === id);
    if (capability === undefined) throw new Error(`a capability that is required and not there: ${id}`);
    for (const other of capability.requires) wanted.add(other);
  }
  const drafts: OwnedDraft[] = [];
  for (const id of wanted) {
    const result = results.get(id);
    found.push(...(result?.diagnostics ?? []).map((diagnostic) => withRange(diagnostic, rangeOf)));
    for (const draft of result?.components ?? []) drafts.push({ capability: id, draft });
  }
  return drafts.toSorted((a, b) => compare(a.draft.address, b.draft.address));
}

/** Components, or a reason why there are none. */
function hasAnything(result: CapabilityResult | undefined): boolean {
  return result !== undefined && result.components.length + result.diagnostics.length > 0;
}

function withRange(
  { at, ...diagnostic }: CapabilityDiagnostic,
  rangeOf: (at: SpecPath) => SourceRange | undefined,
): Diagnostic {
  const range = diagnostic.range ?? (at === undefined ? undefined : rangeOf(at));
  return range === undefined ? diagnostic : { ...diagnostic, range };
}

/** That each address is made once, and that there is an order in which everything comes after what it needs. */
function checkOrder(drafts: readonly ComponentDraft[]): readonly Diagnostic[] {
  const addresses = new Set<string>();
  for (const { address } of drafts) {
    if (addresses.has(address)) throw new Error(`two components have the address ${address}`);
    addresses.add(address);
  }
  const edges = drafts.flatMap((draft) => draft.dependsOn.map((to) => ({ from: draft.address, to })));
  const missing = edges.find((edge) => !addresses.has(edge.to));
  if (missing !== undefined) throw new Error(`${missing.from} depends on ${missing.to}, which is not there`);
  const order = orderOf(
    makeGraph(
      drafts.map(({ address }) => ({ id: address })),
      edges,
    ),
  );
  if (order.kind === 'ordered') return [];
  return [
    {
      code: 'HM2104',
      severity: 'error',
      summary: `components depend on each other in a circle: ${[...order.ids, order.ids[0]].join(' -> ')}`,
      detail: 'A component is applied after those it depends on.',
      hint: 'This is a fault of hatmax: please report it with the spec.',
    },
  ];
}
