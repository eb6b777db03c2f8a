import type { Capability, ComponentDraft } from '../../src/capability/capability.ts';
import { address } from '../../src/graph/address.ts';
import type { Json } from '../../src/json/json.ts';
import type { AtomService, System } from '../../src/system/system.ts';
import { withCodeNames } from '../atom/code-names.ts';
import { packageFiles, serviceFiles } from './files.ts';

/** The types, schemas and clients that services show to each other: one package, one folder a service. */
export const contracts: Capability = {
  id: 'contracts',
  requires: ['project', 'kit'],
  reach: 'service',
  components(given) {
    const system = withCodeNames(given);
    const services = system.services.map((service) => serviceContracts(service, system));
    return { components: [contractsPackage(system), ...services], diagnostics: [] };
  },
};

function contractsPackage({ scope }: System): ComponentDraft {
  return {
    address: address('package.contracts'),
    inputs: { scope },
    dependsOn: [address('package.kit')],
    at: [],
    files: () => packageFiles(scope),
    notices: [],
  };
}

function serviceContracts(service: AtomService, { scope }: System): ComponentDraft {
  const { models, aggregates, routes, name, names } = service;
  return {
    address: address(`package.contracts.${service.name}`),
    inputs: { scope, name, names, models, aggregates, routes } as unknown as Json,
    dependsOn: [address('package.contracts')],
    at: [service.at],
    files: () => serviceFiles(service, scope),
    notices: [],
  };
}
