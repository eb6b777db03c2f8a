import type Full from 'handlebars';
import runtime from 'handlebars/runtime.js';

/** Handlebars without its compiler. The package types its runtime as an empty module. */
export type Handlebars = Pick<
  typeof Full,
  'helpers' | 'registerHelper' | 'unregisterHelper' | 'registerPartial' | 'template'
>;

/** An environment of its own, sharing no helper or partial with another. */
export function createHandlebars(): Handlebars {
  return (runtime as unknown as typeof Full).create();
}
