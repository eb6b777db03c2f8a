import type {
  CapabilityDiagnostic,
  CapabilityResult,
  ComponentDraft,
  FileDraft,
  Ownership,
} from '../../src/capability/capability.ts';
import { address } from '../../src/graph/address.ts';
import type { Json } from '../../src/json/json.ts';
import type { AtomService, Field, Model, SpecPath, System } from '../../src/system/system.ts';
import { operationsWithoutExample } from '../contracts/example-model.ts';
import { customRoutesOf, operationName } from '../contracts/operations.ts';
import { appModel, customOperationsModel, operationsModel, routesModel } from './app-model.ts';
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

const TEMPLATES = 'atom/files/services/__service__';

/** HTTP, custom operations and the app around them. */
export const surfaceParts: readonly Part[] = [http, custom, app, httpTests];

function http(service: AtomService, system: System): CapabilityResult {
  const { scope } = system;
  const entities = entitiesOf(service).filter(({ model }) =>
    service.routes.some((route) => route.model === model.names.pascal),
  );
  const hasOperations = customRoutesOf(service).length > 0;
  return one({
    address: address(`service.${service.name}.http`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [address(`package.contracts.${service.name}`), address(`service.${service.name}.domain`)],
    at: [service.at],
    notices: [],
    files: () => [
      file(service, 'src/http/caller.ts', {}),
      file(service, 'src/http/conditions.ts', { scope }),
      file(service, 'src/http/problems.ts', { scope }),
      file(service, 'src/http/routes.ts', routesModel(service, scope)),
      ...(hasOperations ? [file(service, 'src/http/operations.ts', operationsModel(service, scope))] : []),
      ...entities.map((entity) =>
        drafted(
          `services/${service.name}/src/http/${entity.model.names.kebab}.ts`,
          'src/http/__model__.ts',
          httpModel(entity, service, scope),
          [entity.at],
        ),
      ),
    ],
  });
}

function custom(service: AtomService, { scope }: System): CapabilityResult {
  const routes = customRoutesOf(service);
  if (routes.length === 0) return { components: [], diagnostics: [] };
  return one({
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
        const path = `services/${service.name}/src/custom/${kebab}.ts`;
        return drafted(path, 'src/custom/__operation__.ts', model, [route.at], 'create_once');
      }),
  });
}

function app(service: AtomService, system: System): CapabilityResult {
  const hasOperations = customRoutesOf(service).length > 0;
  return one({
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
    file(service, 'package.json', model, 'structured'),
    file(service, 'tsconfig.json', {}, 'structured'),
    file(service, 'Dockerfile', model),
    file(service, 'README.md', model),
    file(service, 'src/app.ts', model),
    file(service, 'src/config.ts', model),
    file(service, 'src/main.ts', model),
    file(service, 'src/openapi.ts', model),
    ...(hasOperations ? [file(service, 'src/custom-operations.ts', customOperationsModel(service))] : []),
  ];
}

function httpTests(service: AtomService, { scope }: System): CapabilityResult {
  const folder = `services/${service.name}/test/http`;
  const component: ComponentDraft = {
    address: address(`service.${service.name}.http-tests`),
    inputs: { scope, service } as unknown as Json,
    dependsOn: [address(`service.${service.name}.app`)],
    at: [service.at],
    notices: [],
    files: () => [
      file(service, 'test/http/api.ts', { scope, hasMadeInside: hasMadeInside(service) }),
      file(service, 'test/http/openapi.test.ts', documentModel(service)),
      ...sampledEntities(service).map((entity) =>
        drafted(
          `${folder}/samples/${entity.model.names.kebab}.ts`,
          'test/http/samples/__model__.ts',
          samplesModel(entity, service),
          [entity.at],
        ),
      ),
      ...testedEntities(service).map((entity) =>
        drafted(
          `${folder}/${entity.model.names.kebab}.test.ts`,
          'test/http/__model__.test.ts',
          testModel(entity, service, scope),
          [entity.at],
        ),
      ),
    ],
  };
  return { components: [component], diagnostics: fieldsWithoutExample(service).map(noExample) };
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

function one(component: ComponentDraft): CapabilityResult {
  return { components: [component], diagnostics: [] };
}

function file(
  service: AtomService,
  path: string,
  model: object,
  ownership: Ownership = 'generated',
): FileDraft {
  return drafted(`services/${service.name}/${path}`, path, model, [service.at], ownership);
}

function drafted(
  path: string,
  template: string,
  model: object,
  at: readonly SpecPath[],
  ownership: Ownership = 'generated',
): FileDraft {
  return {
    path,
    ownership,
    at,
    content: { from: 'template', template: `${TEMPLATES}/${template}.hbs`, model },
  };
}
