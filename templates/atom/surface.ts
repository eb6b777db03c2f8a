import type { CapabilityDiagnostic, CapabilityResult, FileDraft } from '../../src/capability/capability.ts';
import { address } from '../../src/graph/address.ts';
import type { Json } from '../../src/json/json.ts';
import type { AtomService, Field, Model, System } from '../../src/system/system.ts';
import { operationsWithoutExample } from '../contracts/example-model.ts';
import { customRoutesOf, operationName } from '../contracts/operations.ts';
import { appModel, customOperationsModel, operationsModel, routesModel } from './app-model.ts';
import { drafted, entityFile, oneComponent, serviceFile } from './drafts.ts';
import { entitiesOf } from './entity.ts';
import { httpModel } from './http-model.ts';
import type { Part } from './part.ts';
import { testModel } from './test-model.ts';
import {
  fieldsWithoutExample,
  hasMadeInside,
  sampledEntities,
  samplesModel,
  stringList,
  testedEntities,
} from './test-shape.ts';

/** HTTP, custom operations and the app around them. */
export const surfaceParts: readonly Part[] = [http, custom, app, httpTests];

function http(service: AtomService, system: System): CapabilityResult {
  const { scope } = system;
  const entities = entitiesOf(service).filter(({ model }) =>
    service.routes.some((route) => route.model === model.names.pascal),
  );
  const hasOperations = customRoutesOf(service).length > 0;
  return oneComponent({
    address: address(`service.${service.name}.http`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [address(`package.contracts.${service.name}`), address(`service.${service.name}.domain`)],
    at: [service.at],
    notices: [],
    files: () => [
      serviceFile(service, 'src/http/caller.ts', {}),
      serviceFile(service, 'src/http/conditions.ts', { scope }),
      serviceFile(service, 'src/http/problems.ts', { scope }),
      serviceFile(service, 'src/http/routes.ts', routesModel(service, scope)),
      ...(hasOperations
        ? [serviceFile(service, 'src/http/operations.ts', operationsModel(service, scope))]
        : []),
      ...entities.map((entity) =>
        entityFile(service, entity, 'src/http/__model__.ts', httpModel(entity, service, scope)),
      ),
    ],
  });
}

function custom(service: AtomService, { scope }: System): CapabilityResult {
  const routes = customRoutesOf(service);
  if (routes.length === 0) return { components: [], diagnostics: [] };
  return oneComponent({
    address: address(`service.${service.name}.custom`),
    inputs: { scope, service: service.name, routes } as unknown as Json,
    dependsOn: [address(`service.${service.name}.http`)],
    at: routes.map((route) => route.at),
    notices: [],
    files: () =>
      routes.map((route) => {
        const { pascal, camel, kebab } = operationName(route);
        const model = {
          scope,
          name: pascal,
          constant: camel,
          file: kebab,
          method: route.method,
          path: route.path,
        };
        const path = `src/custom/${kebab}.ts`;
        return drafted(service, path, 'src/custom/__operation__.ts', model, [route.at], 'create_once');
      }),
  });
}

function app(service: AtomService, system: System): CapabilityResult {
  const hasOperations = customRoutesOf(service).length > 0;
  return oneComponent({
    address: address(`service.${service.name}.app`),
    inputs: { scope: system.scope, service, runtime: system.runtime } as unknown as Json,
    dependsOn: [
      address(`service.${service.name}.http`),
      address(`service.${service.name}.repository.sqlite`),
      address(`service.${service.name}.migrations.sqlite`),
      ...(hasOperations ? [address(`service.${service.name}.custom`)] : []),
    ],
    at: [service.at],
    notices: [],
    files: () => appFiles(service, system),
  });
}

function appFiles(service: AtomService, system: System): readonly FileDraft[] {
  const model = appModel(service, system);
  const hasOperations = customRoutesOf(service).length > 0;
  return [
    serviceFile(service, 'package.json', model, 'structured'),
    serviceFile(service, 'tsconfig.json', {}, 'structured'),
    serviceFile(service, 'Dockerfile', model),
    serviceFile(service, 'README.md', model),
    serviceFile(service, 'src/app.ts', model),
    serviceFile(service, 'src/config.ts', model),
    serviceFile(service, 'src/main.ts', model),
    serviceFile(service, 'src/openapi.ts', model),
    ...(hasOperations
      ? [serviceFile(service, 'src/custom-operations.ts', customOperationsModel(service))]
      : []),
  ];
}

function httpTests(service: AtomService, { scope }: System): CapabilityResult {
  const made = oneComponent({
    address: address(`service.${service.name}.http-tests`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [address(`service.${service.name}.app`)],
    at: [service.at],
    notices: [],
    files: () => [
      serviceFile(service, 'test/http/api.ts', { scope, hasMadeInside: hasMadeInside(service) }),
      serviceFile(service, 'test/http/openapi.test.ts', documentModel(service)),
      ...sampledEntities(service).map((entity) =>
        entityFile(service, entity, 'test/http/samples/__model__.ts', samplesModel(entity, service)),
      ),
      ...testedEntities(service).map((entity) =>
        entityFile(service, entity, 'test/http/__model__.test.ts', testModel(entity, service, scope)),
      ),
    ],
  });
  return { ...made, diagnostics: fieldsWithoutExample(service).map(noExample) };
}

function noExample({ model, field }: { model: Model; field: Field }): CapabilityDiagnostic {
  return {
    code: 'HM2011',
    severity: 'warning',
    summary: `no tests over HTTP are generated for ${model.names.pascal}: no example of \`${field.names.snake}\` is known`,
    detail: 'The field must be given, and no value was found that keeps all of its rules.',
    hint: 'Say the values with `one_of`, give the field a default, or write the tests of this model yourself.',
    at: field.at,
  };
}

function documentModel(service: AtomService) {
  const unshown = operationsWithoutExample(entitiesOf(service), service);
  return {
    operations: stringList(operationIds(service)),
    hasUnshown: unshown.length > 0,
    unshown: stringList(unshown),
  };
}

function operationIds(service: AtomService): readonly string[] {
  return service.routes.map((route) => route.id).toSorted((left, right) => (left < right ? -1 : 1));
}
