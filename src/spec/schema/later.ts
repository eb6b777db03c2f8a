import * as z from 'zod';

/** Made where a spec first has it: most specs speak of a few things, and a schema is costly to make. */
export function later<T extends z.ZodType>(make: () => T): z.ZodLazy<T> {
  let made: T | undefined;
  return z.lazy(() => {
    made ??= make();
    return made;
  });
}
