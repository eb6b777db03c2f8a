import type { Capability } from '../../src/capability/capability.ts';
import { storageParts } from './storage.ts';
import { surfaceParts } from './surface.ts';

/** A service of single entities and small aggregates over one database. */
export const atom: Capability = {
  id: 'atom',
  requires: ['project', 'kit', 'contracts'],
  components(system, recorded) {
    const results = system.services.flatMap((service) =>
      [...storageParts, ...surfaceParts].map((part) => part(service, system, recorded)),
    );
    return {
      components: results.flatMap((result) => result.components),
      diagnostics: results.flatMap((result) => result.diagnostics),
    };
  },
};
