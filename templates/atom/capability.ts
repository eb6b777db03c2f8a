import type { Capability, CapabilityDiagnostic } from '../../src/capability/capability.ts';
import type { Model } from '../../src/system/system.ts';
import { clashesOf, withCodeNames } from './code-names.ts';
import { sqliteMigrations } from './migrations/part.ts';
import { storageParts } from './storage.ts';
import { surfaceParts } from './surface.ts';

/** A service of single entities and small aggregates over one database. */
export const atom: Capability = {
  id: 'atom',
  requires: ['project', 'kit', 'contracts'],
  reach: 'service',
  components(system, recorded) {
    const clashes = system.services.flatMap(clashesOf);
    if (clashes.length > 0) return { components: [], diagnostics: clashes.map(clash) };
    const inCode = withCodeNames(system);
    const results = [
      // Tables keep the names of the spec, whatever the code calls what is in them.
      ...system.services.map((service) => sqliteMigrations(service, system, recorded)),
      ...inCode.services.flatMap((service) =>
        [...storageParts, ...surfaceParts].map((part) => part(service, inCode, recorded)),
      ),
    ];
    const diagnostics = results.flatMap((result) => result.diagnostics);
    // Parts depend on each other: where one cannot be made, none is.
    return {
      components: diagnostics.length > 0 ? [] : results.flatMap((one) => one.components),
      diagnostics,
    };
  },
};

function clash({ names, at }: Model): CapabilityDiagnostic {
  return {
    code: 'HM2205',
    severity: 'error',
    summary: `${names.pascal} would be called ${names.pascal}Entity in code, and so is another model`,
    detail: `The generated code has something else that is called ${names.pascal}.`,
    hint: `Rename one of the two; its \`table\` and \`plural\` can stay as they are.`,
    at,
  };
}
