import type { Notice } from '../capability/capability.ts';
import type { DesiredComponent, DesiredGraph } from '../desired/graph.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedState } from '../state/recorded.ts';
import type { Actual, ActualEntry, Bases } from './actual.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { driftOf } from './drift.ts';
import { isAtOrBelow } from './moves.ts';
import { componentChange, type DecidedFile } from './next.ts';
import { type PlanOptions, pathTest } from './options.ts';
import type { ComponentChange, Drift, FileChange, Plan } from './plan.ts';
import { recordedComponents } from './recorded-files.ts';
import { type Reach, type Selection, select } from './select.ts';
import type { FileRules, FileSides } from './sides.ts';
import { type Unit, unitsOf } from './units.ts';

export interface PlanInputs {
  readonly desired: DesiredGraph;
  readonly recorded: RecordedState;
  readonly actual: Actual;
  readonly bases: Bases;
  readonly options: PlanOptions;
}

/** Holds the three sides against each other. Pure: the same inputs give the same plan, in whatever order they come. */
export function makePlan(inputs: PlanInputs): Plan {
  const { options, bases } = inputs;
  const mode = options.mode ?? 'normal';
  const desired = desiredIn(inputs);
  const units = unitsOf(desired, inputs.recorded, inputs.actual, bases);
  const selection = select(units, options.targets ?? [], reachOf(options));
  const rules = rulesOf(desired, options);
  const decided = units.map((unit) => ({
    unit,
    files: unit.files.map((file) => decideFile(file, unit, rules, selection, mode)),
  }));
  const selected = decided.flatMap(({ files }) => files.filter((file) => file.selected));
  return {
    hatmax: options.hatmax,
    mode,
    changes: selected.flatMap(fileChange),
    drift: selected.map(({ sides }) => driftOf(sides)).filter((drift): drift is Drift => drift !== undefined),
    notices: noticesOf(units, selection),
    components: decided
      .filter(({ files }) => files.length === 0 || files.some((file) => file.selected))
      .map(({ unit, files }) => componentChange(unit, files, bases, options.hatmax))
      .filter((change): change is ComponentChange => change !== undefined),
  };
}

/** Targets that nothing answers to: most likely a typing error. */
export function unmatchedTargets(inputs: PlanInputs): readonly string[] {
  const { targets = [] } = inputs.options;
  if (targets.length === 0) return [];
  const units = unitsOf(desiredIn(inputs), inputs.recorded, inputs.actual, inputs.bases);
  return select(units, targets, 'alone').unmatched;
}

function reachOf({ alone, mode }: PlanOptions): Reach {
  if (alone) return 'alone';
  return mode === 'destroy' ? 'dependents' : 'dependencies';
}

/** To destroy is to want nothing; to refresh only is to want what is recorded. */
function desiredIn({ desired, recorded, options }: PlanInputs): DesiredGraph {
  switch (options.mode ?? 'normal') {
    case 'normal':
      return desired;
    case 'destroy':
      return { ...desired, components: [], moves: [], removals: [], renamedParts: [], keptParts: [] };
    case 'refresh-only': {
      const components = [...recordedComponents(recorded).values()].map((component): DesiredComponent => {
        const { address, digest, dependsOn, at, facts } = component;
        return { address, digest, dependsOn, at, facts, notices: [], files: { kind: 'as-recorded' } };
      });
      return { ...desired, components, moves: [], removals: [], renamedParts: [], keptParts: [] };
    }
  }
}

type RulesOf = (unit: Unit, sides: FileSides) => FileRules;

function rulesOf(desired: DesiredGraph, options: PlanOptions): RulesOf {
  const [imported, accepted, reverted] = [
    pathTest(options.imports),
    pathTest(options.accept),
    pathTest(options.revert),
  ];
  const onDrift = options.onDrift ?? desired.generation.onDrift;
  return (unit, { path, recorded }) => ({
    onDrift,
    released:
      recorded?.at.some((place) => desired.keptParts.some((part) => isAtOrBelow(place, part))) === true ||
      (unit.desired === undefined &&
        desired.removals.some((removal) => !removal.delete && isAtOrBelow(unit.address, removal.from))),
    prune: options.prune === true,
    imported: imported(path),
    accepted: accepted(path),
    reverted: reverted(path),
    resolution: options.resolve?.get(path),
    markers: options.markers === true,
  });
}

function decideFile(
  sides: FileSides,
  unit: Unit,
  rulesFor: RulesOf,
  selection: Selection,
  mode: Plan['mode'],
): DecidedFile {
  const selected =
    selection.covers(unit.address, sides.path) ||
    (sides.from !== undefined && selection.covers(unit.address, sides.from));
  const rules = rulesFor(unit, sides);
  const decision = decide(sides, rules);
  const writes = decision.write !== undefined || decision.action === 'orphan';
  if (mode !== 'refresh-only' || rules.reverted || !writes) return { sides, decision, selected };
  return { sides, selected, decision: leftAlone(sides) };
}

function leftAlone(sides: FileSides): Decision {
  const executable = sides.recorded?.executable ?? false;
  return { action: 'no-op', reason: 'same-content', executable, next: sides.recorded };
}

function fileChange({ sides, decision }: DecidedFile): readonly FileChange[] {
  const { action, reason, write, places, executable } = decision;
  if (action === 'no-op') return [];
  const travels = sides.from !== undefined && sides.origin?.kind === 'file';
  const found = travels ? (sides.origin ?? sides.actual) : sides.actual;
  const change: FileChange = {
    path: sides.path,
    component: sides.component,
    ownership: sides.desired?.ownership ?? sides.recorded?.ownership ?? 'generated',
    action,
    reason,
    expect: expectation(found),
    executable,
    ...(travels && sides.from !== undefined ? { from: sides.from } : {}),
    ...(write === undefined ? {} : { write }),
    ...(places === undefined ? {} : { places }),
  };
  return [{ ...change, ...contents(sides, found) }];
}

function contents(sides: FileSides, found: ActualEntry): Pick<FileChange, 'before' | 'base' | 'desired'> {
  return {
    ...(found.kind === 'file' && found.bytes !== undefined ? { before: found.bytes } : {}),
    ...(sides.base === undefined ? {} : { base: sides.base }),
    ...(sides.desired?.bytes === undefined ? {} : { desired: sides.desired.bytes }),
  };
}

function expectation(entry: ActualEntry): FileChange['expect'] {
  switch (entry.kind) {
    case 'absent':
      return 'absent';
    case 'file':
      return entry.raw;
    case 'other':
      return 'not-a-file';
  }
}

/** Of what is not written, since it is ignored or not aimed at, there is nothing to be told. */
function noticesOf(units: readonly Unit[], selection: Selection): readonly Notice[] {
  return units.flatMap(({ address, desired, files }) => {
    const notices = desired?.notices ?? [];
    if (notices.length === 0) return [];
    const ignored = new Set<string>(
      files.filter(({ desired: side }) => side?.ownership === 'ignored').map(({ path }) => path),
    );
    return notices.filter(({ path }) => !ignored.has(path) && selection.covers(address, path as RelPath));
  });
}
