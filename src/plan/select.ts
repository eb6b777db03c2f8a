import picomatch from 'picomatch';
import { closure, makeGraph } from '../graph/graph.ts';
import type { RelPath } from '../path/rel-path.ts';
import { isAtOrBelow } from './moves.ts';
import { pathTest } from './options.ts';
import type { Unit } from './units.ts';

/** What `--target` leaves of a plan. */
export interface Selection {
  covers(address: string, path: RelPath): boolean;
  /** Targets that no component and no file answers to. */
  readonly unmatched: readonly string[];
}

/**
 * A target is an address, what is below one, a glob over addresses, or a path, a folder or a glob over paths. What the
 * targets need comes along; where things are destroyed, what needs them does.
 */
export function select(units: readonly Unit[], targets: readonly string[], destroy: boolean): Selection {
  if (targets.length === 0) return { covers: () => true, unmatched: [] };
  const byAddress = units.filter((unit) => targets.some((target) => namesAddress(target, unit.address)));
  const named = pathTest(targets);
  const byPath = units.filter((unit) => unit.files.some((file) => named(file.path)));
  const graph = makeGraph(
    units.map((unit) => ({ id: unit.address })),
    units.flatMap((unit) => dependsOn(unit).map((to) => ({ from: unit.address, to }))),
  );
  const along = destroy ? 'dependents' : 'dependencies';
  const whole = new Set(
    closure(
      graph,
      byAddress.map((unit) => unit.address),
      along,
    ),
  );
  for (const unit of byPath) {
    for (const address of closure(graph, [unit.address], along))
      if (address !== unit.address) whole.add(address);
  }
  const unmatched = targets.filter((target) => !matchesAny(units, target));
  return { covers: (address, path) => whole.has(address) || named(path), unmatched };
}

function matchesAny(units: readonly Unit[], target: string): boolean {
  const named = pathTest([target]);
  return units.some(
    (unit) => namesAddress(target, unit.address) || unit.files.some((file) => named(file.path)),
  );
}

function namesAddress(target: string, address: string): boolean {
  return isAtOrBelow(address, target) || picomatch(target)(address);
}

function dependsOn(unit: Unit): readonly string[] {
  return unit.desired?.dependsOn ?? unit.recorded?.dependsOn ?? [];
}
