import type { Diagnostic, SourceRange } from '../diagnostics/diagnostic.ts';
import { type Address, isAddress } from '../graph/address.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import { specPathsOf } from '../system/moved.ts';
import type { SpecPath, System } from '../system/system.ts';
import type { DesiredGraph } from './graph.ts';

interface Move {
  readonly from: Address;
  readonly to: Address;
  readonly at: SpecPath;
}

export interface Moves {
  readonly moves: DesiredGraph['moves'];
  readonly removals: DesiredGraph['removals'];
  readonly renamedParts: DesiredGraph['renamedParts'];
  readonly keptParts: DesiredGraph['keptParts'];
  /** Where a component was before it was renamed; the address itself where it was not. */
  oldAddress(now: Address): Address;
  check(
    desired: readonly Address[],
    recorded: ReadonlyMap<Address, RecordedComponent>,
    rangeOf: (at: SpecPath) => SourceRange | undefined,
  ): readonly Diagnostic[];
}

/** What `moved` and `removed` mean for addresses: a service takes the package of its contracts along. */
export function resolveMoves(system: System): Moves {
  const moves: readonly Move[] = system.moved.flatMap(({ from, to, at }) => {
    const contracts = [contractsOf(from), contractsOf(to)] as const;
    const pairs = [
      [from, to] as const,
      ...(contracts[0] === undefined || contracts[1] === undefined ? [] : [contracts]),
    ];
    return pairs.flatMap(([one, other]) =>
      isAddress(one ?? '') && isAddress(other ?? '')
        ? [{ from: one as Address, to: other as Address, at }]
        : [],
    );
  });
  const parts = partsOf(system);
  const removals = system.removed.flatMap(({ from, delete: gone, at }) =>
    [from, contractsOf(from) ?? ''].filter(isAddress).map((one) => ({ from: one, delete: gone, at })),
  );
  return {
    moves: moves.map(({ from, to }) => ({ from, to })),
    removals: removals.map(({ from, delete: gone }) => ({ from, delete: gone })),
    renamedParts: system.moved.flatMap(({ from, to }) => {
      const [old, now] = [specPathsOf(from)[0], specPathsOf(to)[0]];
      return old === undefined || now === undefined ? [] : [{ from: old, to: now }];
    }),
    keptParts: system.removed.flatMap(({ from, delete: gone }) => (gone ? [] : specPathsOf(from))),
    oldAddress: (now) => oldAddress(now, moves),
    check: (desired, recorded, rangeOf) => [
      ...checkMoves(moves, desired, recorded, rangeOf),
      ...system.moved
        .filter(
          ({ from, to }) =>
            from.split('.')[1] === to.split('.')[1] && specPathsOf(from).some((part) => parts.has(part)),
        )
        .map(({ from, at }) => stillThere(from, rangeOf(at))),
      ...system.removed
        .filter(
          ({ from }) =>
            specPathsOf(from).some((part) => parts.has(part)) ||
            desired.some((address) => isAtOrBelow(address, from)),
        )
        .map(({ from, at }) => stillThere(from, rangeOf(at))),
    ],
  };
}

/** The parts of services that can be renamed: models, aggregates and their fields. */
function partsOf({ services }: System): ReadonlySet<SpecPath> {
  const models = services.flatMap((service) => [
    ...service.models,
    ...service.aggregates.map((aggregate) => aggregate.root),
  ]);
  return new Set(models.flatMap((model) => [model.at, ...model.fields.map((field) => field.at)]));
}

/** `package.contracts.todo` for `service.todo`. */
function contractsOf(address: string): string | undefined {
  const [, service] = /^service\.([^.]+)$/.exec(address) ?? [];
  return service === undefined ? undefined : `package.contracts.${service}`;
}

function oldAddress(now: Address, moves: readonly Move[]): Address {
  let address: string = now;
  // Chains of renames are followed back, each entry once.
  for (const { from, to } of moves.toReversed()) {
    if (isAtOrBelow(address, to)) address = from + address.slice(to.length);
  }
  return address as Address;
}

function isAtOrBelow(address: string, top: string): boolean {
  return address === top || address.startsWith(`${top}.`);
}

function checkMoves(
  moves: readonly Move[],
  desired: readonly Address[],
  recorded: ReadonlyMap<Address, RecordedComponent>,
  rangeOf: (at: SpecPath) => SourceRange | undefined,
): readonly Diagnostic[] {
  const targets = new Set<string>();
  return moves.flatMap(({ from, to, at }) => {
    const again = targets.has(to);
    targets.add(to);
    if (again) return [secondTo(to, rangeOf(at))];
    if (desired.some((address) => isAtOrBelow(address, from))) return [stillThere(from, rangeOf(at))];
    const known = [...recorded.keys()].some((address) => isAtOrBelow(address, from));
    const later = moves.some((move) => isAtOrBelow(to, move.from));
    const reached = desired.some((address) => isAtOrBelow(address, to));
    return known && !reached && !later ? [nowhere(to, rangeOf(at))] : [];
  });
}

type Range = SourceRange | undefined;

const error = (
  code: Diagnostic['code'],
  range: Range,
  summary: string,
  detail: string,
  hint: string,
): Diagnostic => ({
  code,
  severity: 'error',
  summary,
  detail,
  hint,
  ...(range === undefined ? {} : { range }),
});

function nowhere(to: string, range: Range): Diagnostic {
  return error(
    'HM2106',
    range,
    `nothing has the address ${to}`,
    'A rename leads to a component that the spec makes.',
    'Check the address against those that `hatmax plan` shows.',
  );
}

function stillThere(from: string, range: Range): Diagnostic {
  return error(
    'HM2107',
    range,
    `${from} is still there`,
    'The spec makes it, so it is neither renamed nor removed.',
    'Take the entry out, or rename the part of the spec.',
  );
}

function secondTo(to: string, range: Range): Diagnostic {
  return error(
    'HM2108',
    range,
    `two renames lead to ${to}`,
    'A component takes over the files of one other at most.',
    'Take one of the two entries out.',
  );
}
