import type { SpecService } from '../spec/schema/top.ts';
import { bytesOf, millisecondsOf, rateOf } from './quantities.ts';
import type { Middlewares } from './system.ts';

type SpecMiddlewares = NonNullable<SpecService['middlewares']>;

const STANDARD: Middlewares = {
  timeoutMs: 30_000,
  rateLimit: null,
  cors: null,
  compress: false,
  bodyLimit: 1_048_576,
};

/** What is said nearest to a route wins; `layers` are from far to near. */
export function resolveMiddlewares(...layers: readonly Partial<Middlewares>[]): Middlewares {
  return Object.assign({}, STANDARD, ...layers);
}

/** Only what is said. `rate` is a `rate_limit`, which is another way to say `throttle`. */
export function middlewaresOf(said: SpecMiddlewares | undefined, rate?: string): Partial<Middlewares> {
  const throttle = rate ?? said?.throttle;
  return {
    ...(said?.timeout === undefined ? {} : { timeoutMs: millisecondsOf(said.timeout) }),
    ...(throttle === undefined ? {} : { rateLimit: rateOf(throttle) }),
    ...(said?.cors === undefined ? {} : { cors: { origins: said.cors.origins } }),
    ...(said?.compress === undefined ? {} : { compress: said.compress }),
    ...(said?.body_limit === undefined ? {} : { bodyLimit: bytesOf(said.body_limit) }),
  };
}
