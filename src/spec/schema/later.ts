import * as z from 'zod';

/** Made where a spec first has it: most specs speak of a few things, and a schema is costly to make. */
export function later<T extends z.ZodType>(make: () => T): z.ZodLazy<T> {
  let made: T | undefined;
  const schema = z.lazy(() => {
    made ??= make();
    return made;
  });
  // Whether it may be left out is said around it. Zod would make it to ask.
  Object.defineProperties(schema._zod, { optin: { value: undefined }, optout: { value: undefined } });
  return schema;
}
