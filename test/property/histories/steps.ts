import fc from 'fast-check';
import type { FaultCode } from '../../../src/host/ports.ts';
import { HAND_EDITS, type HandEdit } from './hand-edits.ts';
import { SPEC_EDITS, type SpecEdit } from './spec-edits.ts';
import type { Trouble } from './trouble.ts';

interface Troubled {
  readonly trouble?: Trouble;
}

/** One step of a history: plain data, so that a failing history can be pasted into a test. */
export type Step =
  | { readonly do: 'spec'; readonly edit: SpecEdit }
  | { readonly do: 'hand'; readonly edit: HandEdit }
  /** Another build of hatmax, with other templates, from here on. */
  | { readonly do: 'upgrade' }
  /** With git: all that is versioned is put by, or brought back. */
  | { readonly do: 'commit' }
  | { readonly do: 'checkout'; readonly commit: number; readonly what: 'all' | 'tree' | 'state' }
  /** A person throws something of hatmax's own away. */
  | { readonly do: 'lose'; readonly what: 'objects' | 'state' | 'cache' | 'all' }
  | CommandStep;

export type CommandStep =
  | ({
      readonly do: 'apply';
      readonly target?: number;
      readonly prune?: boolean;
      readonly acceptDrift?: boolean;
      readonly markers?: boolean;
      readonly full?: boolean;
      readonly careful?: boolean;
    } & Troubled)
  | ({ readonly do: 'destroy'; readonly target?: number; readonly prune?: boolean } & Troubled)
  | { readonly do: 'plan-o'; readonly target?: number; readonly prune?: boolean }
  | ({ readonly do: 'apply-plan'; readonly plan: number; readonly alter?: number } & Troubled)
  | ({ readonly do: 'accept' | 'revert' | 'import'; readonly path: number } & Troubled)
  | ({
      readonly do: 'resolve';
      readonly path: number;
      readonly how: 'ours' | 'theirs' | 'merged' | 'with';
    } & Troubled)
  | ({ readonly do: 'resolve-spec'; readonly keep: 'ours' | 'theirs' | 'both' } & Troubled)
  | ({ readonly do: 'undo' } & Troubled)
  | ({ readonly do: 'state-rm'; readonly what: number } & Troubled)
  | ({ readonly do: 'state-mv'; readonly what: number; readonly to: number } & Troubled)
  | ({ readonly do: 'rename'; readonly what: number; readonly to: number } & Troubled)
  | ({ readonly do: 'remove'; readonly what: number; readonly keepFiles?: boolean } & Troubled)
  | ({ readonly do: 'fmt' } & Troubled);

const small = fc.nat(40);
const spec: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('spec' as const),
  edit: fc.record({
    what: fc.constantFrom(...SPEC_EDITS),
    service: fc.nat(4),
    model: fc.nat(4),
    value: small,
  }),
});
const hand: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('hand' as const),
  edit: fc.record({ how: fc.constantFrom(...HAND_EDITS), pick: fc.nat(60), at: fc.nat(9) }),
});
const refusals: readonly FaultCode[] = ['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EXDEV'];
const trouble: fc.Arbitrary<Trouble> = fc.record({
  at: fc.integer({ min: 1, max: 120 }),
  what: fc.constantFrom('kill' as const, 'kill', 'power', 'interrupt', 'edit', 'edit', 'swap', ...refusals),
});

/** There once in so many times. */
function maybe<T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: oneIn - 1 }, { arbitrary, weight: 1 });
}

/** Without keys that hold undefined: a printed step should be short. */
function command(shape: { readonly [key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<Step> {
  return fc
    .record({ ...shape, trouble: maybe(trouble, 3) })
    .map(
      (step) =>
        Object.fromEntries(
          Object.entries(step).filter(([, value]) => value !== undefined),
        ) as unknown as Step,
    );
}

const flag = maybe(fc.constant(true as const), 4);
const seldom = maybe(fc.constant(true as const), 10);
const apply = command({
  do: fc.constant('apply'),
  target: maybe(small, 5),
  prune: flag,
  acceptDrift: flag,
  markers: seldom,
  full: flag,
  careful: seldom,
});
const plainly: fc.Arbitrary<Step> = fc.constant({ do: 'apply' });
const others = fc.oneof(
  command({ do: fc.constant('destroy'), target: maybe(small, 2), prune: flag }),
  command({ do: fc.constant('plan-o'), target: maybe(small, 5), prune: flag }),
  command({ do: fc.constant('apply-plan'), plan: fc.nat(3), alter: maybe(fc.nat(5000), 6) }),
  command({ do: fc.constantFrom('accept', 'revert', 'import'), path: small }),
  command({ do: fc.constantFrom('accept', 'revert', 'import'), path: small }),
  command({
    do: fc.constant('resolve'),
    path: small,
    how: fc.constantFrom('ours', 'theirs', 'merged', 'with'),
  }),
  command({ do: fc.constant('resolve-spec'), keep: fc.constantFrom('ours', 'theirs', 'both') }),
  command({ do: fc.constant('undo') }),
  command({ do: fc.constant('undo') }),
  command({ do: fc.constant('state-rm'), what: small }),
  command({ do: fc.constant('state-mv'), what: small, to: small }),
  command({ do: fc.constant('rename'), what: small, to: small }),
  command({ do: fc.constant('remove'), what: small, keepFiles: flag }),
  command({ do: fc.constant('fmt') }),
);
const outside: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'upgrade' }),
  fc.constant<Step>({ do: 'upgrade' }),
  fc.constant<Step>({ do: 'commit' }),
  fc.record({
    do: fc.constant('checkout' as const),
    commit: fc.nat(3),
    what: fc.constantFrom('all' as const, 'tree', 'state'),
  }),
  fc.record({
    do: fc.constant('lose' as const),
    what: fc.constantFrom('objects' as const, 'state', 'cache', 'all'),
  }),
);

const step = fc.oneof(
  { arbitrary: spec, weight: 12 },
  { arbitrary: hand, weight: 12 },
  { arbitrary: apply, weight: 10 },
  { arbitrary: plainly, weight: 4 },
  { arbitrary: others, weight: 8 },
  { arbitrary: outside, weight: 2 },
);

export const histories: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 16 });
