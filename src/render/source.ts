import type { TemplateId } from '../capability/capability.ts';

/** Where templates come from: files while developing, a module that the build wrote in the bundled program. */
export interface TemplateSource {
  /** What Handlebars' precompiler made of a template; throws on one that does not exist. */
  specOf(template: TemplateId): TemplateSpecification;
  /** Partials of the capability that a template belongs to: their name in `{{> name}}` and their template. */
  partialsOf(capability: string): Readonly<Record<string, TemplateId>>;
  /** Of the templates and the code of a capability: with equal inputs and an equal hash, equal files. */
  hashOf(capability: string): string;
}

/** Handlebars' own, opaque form. */
export type TemplateSpecification = object;

/** `atom/http` for `atom/http/files/services/__service__/src/main.ts.hbs`. */
export function capabilityOf(template: TemplateId): string {
  const found = /^(.+?)\/(?:files|partials)\//.exec(template);
  if (found?.[1] === undefined) throw new Error(`not a template's path: ${template}`);
  return found[1];
}
