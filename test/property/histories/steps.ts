import fc from 'fast-check';
import type { FaultCode } from '../../../src/host/ports.ts';
import type { Trouble } from './engine.ts';
import { HAND_EDITS, type HandEdit } from './hand-edits.ts';
import { SPEC_EDITS, type SpecEdit } from './spec-edits.ts';

/** One step of a history: plain data, so that a failing history can be pasted into a test. */
export type Step =
  | { readonly do: 'spec'; readonly edit: SpecEdit }
  | { readonly do: 'hand'; readonly edit: HandEdit }
  | { readonly do: 'upgrade' }
  | {
      readonly do: 'apply';
      readonly target?: number;
      readonly prune?: boolean;
      readonly acceptDrift?: boolean;
      readonly full?: boolean;
      readonly trouble?: Trouble;
    }
  | { readonly do: 'destroy'; readonly target?: number; readonly prune?: boolean; readonly trouble?: Trouble }
  | { readonly do: 'accept' | 'revert' | 'import'; readonly path: number; readonly trouble?: Trouble }
  | { readonly do: 'resolve'; readonly path: number; readonly how: 'ours' | 'theirs' | 'merged' }
  | { readonly do: 'undo'; readonly trouble?: Trouble }
  | { readonly do: 'forget'; readonly what: number };

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
    .record(shape)
    .map(
      (step) =>
        Object.fromEntries(
          Object.entries(step).filter(([, value]) => value !== undefined),
        ) as unknown as Step,
    );
}

const flag = maybe(fc.constant(true as const), 4);
const apply = command({
  do: fc.constant('apply'),
  target: maybe(small, 5),
  prune: flag,
  acceptDrift: flag,
  full: flag,
  trouble: maybe(trouble, 3),
});
const others = fc.oneof(
  command({ do: fc.constant('destroy'), target: maybe(small, 2), prune: flag, trouble: maybe(trouble, 3) }),
  command({ do: fc.constantFrom('accept', 'revert', 'import'), path: small, trouble: maybe(trouble, 3) }),
  command({ do: fc.constantFrom('accept', 'revert', 'import'), path: small }),
  command({ do: fc.constant('resolve'), path: small, how: fc.constantFrom('ours', 'theirs', 'merged') }),
  command({ do: fc.constant('undo'), trouble: maybe(trouble, 3) }),
  command({ do: fc.constant('undo') }),
  command({ do: fc.constant('forget'), what: small }),
);

const step = fc.oneof(
  { arbitrary: spec, weight: 12 },
  { arbitrary: hand, weight: 12 },
  { arbitrary: apply, weight: 12 },
  { arbitrary: others, weight: 6 },
  { arbitrary: fc.constant<Step>({ do: 'upgrade' }), weight: 1 },
);

export const histories: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 14 });
