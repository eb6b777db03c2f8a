import type { Capability } from '../../src/capability/capability.ts';
import { address } from '../../src/graph/address.ts';
import { kitFiles } from './files.ts';

/**
 * What every service stands on: configuration, log, HTTP server, health, lifecycle, SQLite, migrations. It knows of no
 * service, so that none that comes or goes touches it.
 */
export const kit: Capability = {
  id: 'kit',
  requires: ['project'],
  reach: 'service',
  components({ scope }) {
    const packageName = `${scope}/kit`;
    return {
      components: [
        {
          address: address('package.kit'),
          inputs: { packageName },
          dependsOn: [address('project')],
          at: [],
          files: () => kitFiles(packageName),
          notices: [],
        },
      ],
      diagnostics: [],
    };
  },
};
