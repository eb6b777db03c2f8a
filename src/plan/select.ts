import picomatch from 'picomatch';
import { closure, makeGraph } from '../graph/graph.ts';
import type { RelPath } from '../path/rel-path.ts';
import { isAtOrBelow } from './moves.ts';
import { pathTest } from './options.ts';
import type { Unit } from './units.ts';

/** What comes along with a target. */
export type Reach = 'dependencies' | 'dependents' | 'alone';

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
export function select(units: readonly Unit[], targets: readonly string[], reach: Reach): Selection {
  if (targets.length === 0) return { covers: () => true, unmatched: [] };
  const byAddress = units.filter((unit) => targets.some((target) => namesAddress(target, unit.address)));
  const named = pathTest(targets);
  const byPath = units.filter((unit) => unit.files.some((file) => named(file.path)));
  const graph = makeGraph(
    units.map((unit) => ({ id: unit.address })),
    [
      ...units.flatMap((unit) => dependsOn(unit).map((to) => ({ from: unit.address, to }))),
      ...handedOver(units),
    ],
  );
  const around = (addresses: readonly string[]) =>
    reach === 'alone' ? new Set(addresses) : closure(graph, addresses, reach);
  const whole = new Set(around(byAddress.map((unit) => unit.address)));
  for (const unit of byPath) {
    for (const address of around([unit.address])) if (address !== unit.address) whole.add(address);
  }
  const unmatched = targets.filter((target) => !matchesAny(units, target));
  return { covers: (address, path) => whole.has(address) || named(path), unmatched };
}

/** A file that one component takes over from the record of another is in both records, or in one, after the same plan. */
function handedOver(units: readonly Unit[]): readonly { readonly from: string; readonly to: string }[] {
  const owners = new Map<string, string>();
  for (const unit of units)
    for (const path of unit.recorded?.files.keys() ?? []) owners.set(path, unit.address);
  const pairs = new Set<string>();
  for (const { address, files } of units)
    for (const { path } of files) {
      const owner = owners.get(path);
      if (owner !== undefined && owner !== address)
        pairs.add(`${address}\n${owner}`).add(`${owner}\n${address}`);
    }
  return [...pairs].map((pair) => {
    const [from = '', to = ''] = pair.split('\n');
    return { from, to };
  });
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
