import type { TemplateId } from '../capability/capability.ts';
import { registerHelpers } from './helpers.ts';
import { printLayout } from './print-layout.ts';
import { createHandlebars, type Handlebars, setUpOnce } from './runtime.ts';
import { capabilityOf, type TemplateSource } from './source.ts';
import { tidyTypeScript } from './typescript/tidy.ts';

export type Render = (template: TemplateId, model: object) => string;

/** Told of every condition that is met (`template:line:column`); the harness wants to see each both ways. */
export type OnCondition = (at: string, outcome: boolean) => void;

/** A renderer of its own: no helper, partial or prototype is shared with anybody else's Handlebars. */
export function createRenderer(source: TemplateSource, onCondition: OnCondition = () => {}): Render {
  const compiled = new Map<TemplateId, HandlebarsTemplateDelegate>();
  const environments = new Map<string, Handlebars>();

  const environmentOf = (capability: string): Handlebars => {
    const known = environments.get(capability);
    if (known !== undefined) return known;
    const made = createHandlebars();
    registerHelpers(made, onCondition);
    for (const [name, partial] of Object.entries(source.partialsOf(capability))) {
      made.registerPartial(name, made.template(specOf(source, partial)));
    }
    environments.set(capability, made);
    return made;
  };

  const templateOf = (template: TemplateId): HandlebarsTemplateDelegate => {
    const known = compiled.get(template);
    if (known !== undefined) return known;
    const made = setUpOnce(environmentOf(capabilityOf(template)).template(specOf(source, template)));
    compiled.set(template, made);
    return made;
  };

  const texts = new Map<TemplateId, Recent>();

  return (template, model) => {
    const recent = texts.get(template) ?? new Recent();
    texts.set(template, recent);
    const spelled = JSON.stringify(model);
    const before = recent.get(spelled);
    if (before !== undefined) return before;
    try {
      const printed = printLayout(templateOf(template)(model));
      const text = checked(template.endsWith('.ts.hbs') ? tidyTypeScript(printed) : printed);
      recent.add(spelled, text);
      return text;
    } catch (cause) {
      throw new Error(`template ${template}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  };
}

/**
 * What a template last made of which models. Services are much alike: most files of one have been rendered from an equal
 * model before. Models are plain JSON, so that equal spellings are equal models; the harness holds that.
 */
class Recent {
  readonly #texts = new Map<string, string>();

  get(model: string): string | undefined {
    return this.#texts.get(model);
  }

  add(model: string, text: string): void {
    const [oldest] = this.#texts.keys();
    if (this.#texts.size >= MOST_RECENT && oldest !== undefined) this.#texts.delete(oldest);
    this.#texts.set(model, text);
  }
}

const MOST_RECENT = 32;

function specOf(source: TemplateSource, template: TemplateId): TemplateSpecification {
  return source.specOf(template) as TemplateSpecification;
}

/** LF, one newline at the end, no blanks at the end of a line: what every formatter and every diff wants. */
function checked(text: string): string {
  const blank = /[ \t](?:\n|$)/.exec(text);
  if (blank !== null) throw new Error(`blanks at the end of line ${lineAt(text, blank.index)}`);
  if (text.includes('\r')) throw new Error(`a carriage return in line ${lineAt(text, text.indexOf('\r'))}`);
  if (!text.endsWith('\n')) throw new Error('no newline at the end');
  if (text.endsWith('\n\n')) throw new Error('more than one newline at the end');
  return text;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
