import type {
  CapabilityResult,
  ComponentDraft,
  FileDraft,
  Ownership,
} from '../../src/capability/capability.ts';
import type { AtomService, SpecPath } from '../../src/system/system.ts';
import type { Entity } from './entity.ts';

const TEMPLATES = 'atom/files/services/__service__';

export function oneComponent(component: ComponentDraft): CapabilityResult {
  return { components: [component], diagnostics: [] };
}

/** A file of a service, whose template lies where the file does. */
export function serviceFile(
  service: AtomService,
  path: string,
  model: object,
  ownership?: Ownership,
): FileDraft {
  return drafted(service, path, path, model, [service.at], ownership);
}

/** A file that each entity has one of: its name stands for `__entity__` or `__model__` of the template. */
export function entityFile(
  service: AtomService,
  { model, at }: Entity,
  template: string,
  view: object,
): FileDraft {
  const path = template.replace(/__(?:entity|model)__/, model.names.kebab);
  return drafted(service, path, template, view, [at]);
}

/** `path` and `template`: below the service's folder, in the output and among the templates. */
export function drafted(
  service: AtomService,
  path: string,
  template: string,
  model: object,
  at: readonly SpecPath[],
  ownership: Ownership = 'generated',
): FileDraft {
  return {
    path: `services/${service.name}/${path}`,
    ownership,
    at,
    content: { from: 'template', template: `${TEMPLATES}/${template}.hbs`, model },
  };
}
