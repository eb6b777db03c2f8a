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

/**
 * A template that is given its helpers here and not with every file: Handlebars would wrap each of them anew, and they never
 * change. Not for partials, whose helpers are those of who calls them.
 */
export function setUpOnce(template: HandlebarsTemplateDelegate): HandlebarsTemplateDelegate {
  const inner = template as unknown as { _setup: (options: object) => void };
  inner._setup({});
  inner._setup = () => {};
  return template;
}
