import type { CapabilityResult, FileDraft } from '../../src/capability/capability.ts';
import { address } from '../../src/graph/address.ts';
import type { Json } from '../../src/json/json.ts';
import type { AtomService, System } from '../../src/system/system.ts';
import { checksOf } from './check-model.ts';
import { contractsView, contractView, isTestable } from './contract-model.ts';
import { domainView } from './domain-model.ts';
import { domainTest } from './domain-test-model.ts';
import { drafted, entityFile, oneComponent, serviceFile } from './drafts.ts';
import { type Entity, entitiesOf } from './entity.ts';
import { checkEntities } from './entity-check.ts';
import { checkView, hooksOf, hookView } from './hook-model.ts';
import type { Part } from './part.ts';
import { repositoryView } from './repository-model.ts';
import { sampleView } from './sample-model.ts';
import { entitySeedView, seededEntities, seedView } from './seed-model.ts';
import { isListOfBytes } from './shape.ts';
import { createRouteOf } from './test-shape.ts';
import { serviceView, useCaseView } from './usecase-model.ts';

/** Domain, use cases, repositories, hooks and seeds. */
export const storageParts: readonly Part[] = [domain, domainTests, sqlite, hooks, tests, seed];

function domain(service: AtomService, { scope }: System): CapabilityResult {
  const entities = entitiesOf(service);
  const hasChildren = entities.some(({ children }) => children.length > 0);
  const diagnostics = checkEntities(entities);
  if (diagnostics.length > 0) return { components: [], diagnostics };
  return oneComponent({
    address: address(`service.${service.name}.domain`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [
      address('package.kit'),
      ...(isFilledIn(entities) ? [address(`service.${service.name}.hooks`)] : []),
    ],
    at: [service.at],
    notices: [],
    files: () => [
      serviceFile(service, 'src/domain/errors.ts', {}),
      serviceFile(service, 'src/domain/repository.ts', {}),
      serviceFile(service, 'src/domain/repositories.ts', serviceView(service)),
      ...(hasChildren ? [serviceFile(service, 'src/domain/children.ts', {})] : []),
      serviceFile(service, 'src/usecases/usecases.ts', serviceView(service)),
      ...entities.flatMap((entity) => {
        const view = domainView(service, entity, scope);
        return [
          entityFile(service, entity, 'src/domain/__entity__.ts', view),
          entityFile(service, entity, 'src/usecases/__entity__.ts', useCaseView(entity, view.checked)),
        ];
      }),
    ],
  });
}

/** The rules of the domain, tried without anything around them. */
function domainTests(service: AtomService): CapabilityResult {
  const entities = entitiesOf(service);
  return oneComponent({
    address: address(`service.${service.name}.domain-tests`),
    inputs: { service } as unknown as Json,
    dependsOn: [address(`service.${service.name}.domain`)],
    at: [service.at],
    notices: [],
    files: () => {
      const views = entities.flatMap((entity) => {
        const view = domainTest(entity);
        return view === undefined ? [] : [{ entity, view }];
      });
      const hasFaults = views.some(({ view }) => view.asksFaults);
      return [
        ...(hasFaults ? [serviceFile(service, 'test/domain/faults.ts', {})] : []),
        ...views.map(({ entity, view }) =>
          entityFile(service, entity, 'test/domain/__entity__.test.ts', view),
        ),
      ];
    },
  });
}

function sqlite(service: AtomService, { scope }: System): CapabilityResult {
  const entities = entitiesOf(service);
  const hasChildren = entities.some(({ children }) => children.length > 0);
  return oneComponent({
    address: address(`service.${service.name}.repository.sqlite`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [address(`service.${service.name}.domain`)],
    at: [service.at],
    notices: [],
    files: () => [
      serviceFile(service, 'src/repository/sqlite/refusals.ts', { scope }),
      serviceFile(service, 'src/repository/sqlite/select.ts', { scope }),
      serviceFile(service, 'src/repository/sqlite/values.ts', { byteLists: hasByteLists(service) }),
      serviceFile(service, 'src/repository/sqlite/repositories.ts', { ...serviceView(service), scope }),
      ...(hasChildren ? [serviceFile(service, 'src/repository/sqlite/children.ts', {})] : []),
      ...entities.map((entity) =>
        entityFile(
          service,
          entity,
          'src/repository/sqlite/__entity__.ts',
          repositoryView(service, entity, scope),
        ),
      ),
    ],
  });
}

function isFilledIn(entities: readonly Entity[]): boolean {
  return entities.some(({ model }) => hooksOf(model).length > 0) || checksOf(entities).length > 0;
}

/** What a person fills in: one file a hook, one a rule of their own. */
function hooks(service: AtomService): CapabilityResult {
  const entities = entitiesOf(service);
  const files = [
    ...entities.flatMap((entity) =>
      hooksOf(entity.model).map((hook) => ({
        path: `src/custom/${entity.model.names.kebab}/${hook.replace('_', '-')}.ts`,
        template: 'src/custom/__entity__/__hook__.ts',
        model: hookView(entity.model, hook),
        at: entity.at,
      })),
    ),
    ...checksOf(entities).map((check) => ({
      path: `src/custom/checks/${check.rule.kebab}.ts`,
      template: 'src/custom/checks/__check__.ts',
      model: checkView(check),
      at: check.at,
    })),
  ];
  if (!isFilledIn(entities)) return { components: [], diagnostics: [] };
  return oneComponent({
    address: address(`service.${service.name}.hooks`),
    inputs: files.map(({ path, model }) => ({ path, model })) as unknown as Json,
    dependsOn: [],
    at: files.map(({ at }) => at),
    notices: [],
    files: () =>
      files.map(({ path, template, model, at }) =>
        drafted(service, path, template, model, [at], 'create_once'),
      ),
  });
}

/** The contract that every repository keeps, and the stores that are held to it. */
function tests(service: AtomService, { scope }: System): CapabilityResult {
  if (entitiesOf(service).length === 0) return { components: [], diagnostics: [] };
  return oneComponent({
    address: address(`service.${service.name}.repository-tests`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [
      address(`service.${service.name}.repository.sqlite`),
      address(`service.${service.name}.migrations.sqlite`),
    ],
    at: [service.at],
    notices: [],
    files: () => repositoryTests(service, scope),
  });
}

function repositoryTests(service: AtomService, scope: string): readonly FileDraft[] {
  const entities = entitiesOf(service).filter((entity) => isTestable(service, entity));
  if (entities.length === 0) return [];
  return [
    serviceFile(service, 'test/samples/pick.ts', {}),
    serviceFile(service, 'test/repository/contract/opened.ts', {}),
    serviceFile(service, 'test/repository/sqlite.test.ts', contractsView(entities, scope)),
    ...entities.flatMap((entity) => [
      entityFile(service, entity, 'test/samples/__entity__.ts', sampleView(service, entity)),
      entityFile(service, entity, 'test/repository/contract/__entity__.ts', contractView(service, entity)),
    ]),
  ];
}

function seed(service: AtomService, { scope }: System): CapabilityResult {
  const isMade = entitiesOf(service).some(({ model }) => createRouteOf(service, model) !== undefined);
  if (!isMade) return { components: [], diagnostics: [] };
  return oneComponent({
    address: address(`service.${service.name}.seed`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [address(`package.contracts.${service.name}`)],
    at: [service.at],
    notices: [],
    files: () => seedFiles(service, scope),
  });
}

function seedFiles(service: AtomService, scope: string): readonly FileDraft[] {
  const view = seedView(service, scope);
  if (!view.hasRows) return [];
  return [
    serviceFile(service, 'src/seed.ts', view),
    ...seededEntities(service).map((entity) =>
      entityFile(service, entity, 'src/seed/__entity__.ts', entitySeedView(service, scope, entity)),
    ),
  ];
}

function hasByteLists(service: AtomService): boolean {
  return entitiesOf(service).some(({ model, children }) =>
    [model, ...children.map((child) => child.of)].some(({ fields }) =>
      fields.some(({ type }) => isListOfBytes(type)),
    ),
  );
}
