import type { Capability } from '../../src/capability/capability.ts';
import { address } from '../../src/graph/address.ts';
import type { Json } from '../../src/json/json.ts';
import { projectFiles } from './files.ts';
import { projectModel } from './model.ts';

/**
 * The root of the monorepo. Nothing in it lists the services: workspaces, tests, types and scripts find them by their
 * folders, so that one that comes or goes touches none of these files.
 */
export const project: Capability = {
  id: 'project',
  requires: [],
  reach: 'service',
  components(system) {
    const model = projectModel(system);
    return {
      components: [
        {
          address: address('project'),
          inputs: model as unknown as Json,
          dependsOn: [],
          at: ['name', 'package', 'description', 'runtime'],
          files: () => projectFiles(model),
          notices: [],
        },
      ],
      diagnostics: [],
    };
  },
};
