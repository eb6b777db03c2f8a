import type { FileDraft, Ownership } from '../../src/capability/capability.ts';
import type { AtomService, SpecPath } from '../../src/system/system.ts';
import { entitiesOf } from '../atom/entity.ts';
import { clientModel } from './client.ts';
import { contractModel } from './model.ts';
import { type CustomRoute, customRoutesOf, isAboutOne, operationName } from './operations.ts';
import { rulesTest } from './rules-test-model.ts';

const FOLDER = 'packages/contracts';
const TEMPLATES = `contracts/files/${FOLDER}`;

const SHARED = [
  'src/answer.ts',
  'src/bytes.ts',
  'src/call.ts',
  'src/fields.ts',
  'src/problem.ts',
  'src/query.ts',
  'test/fields.test.ts',
  'test/query.test.ts',
  'test/refused.ts',
];

export function packageFiles(scope: string): readonly FileDraft[] {
  const packageModel = { packageName: `${scope}/contracts`, kit: `${scope}/kit` };
  return [
    drafted('package.json', 'package.json', packageModel, [], 'structured'),
    drafted('tsconfig.json', 'tsconfig.json', {}, [], 'structured'),
    ...SHARED.map((path) => drafted(path, path, { scope }, [])),
  ];
}

export function serviceFiles(service: AtomService, scope: string): readonly FileDraft[] {
  const folder = `src/${service.name}`;
  const entities = entitiesOf(service);
  const models = entities.map((entity) =>
    drafted(
      `${folder}/${entity.model.names.kebab}.ts`,
      'src/__service__/__model__.ts',
      contractModel(entity, service),
      [entity.at],
    ),
  );
  const operations = customRoutesOf(service).map((route) => operationFile(folder, route));
  const client = drafted(`${folder}/client.ts`, 'src/__service__/client.ts', clientModel(service, scope), [
    service.at,
  ]);
  const tests = entities.flatMap((entity) => {
    const model = rulesTest(entity, service);
    if (model === undefined) return [];
    const path = `test/${service.name}/${entity.model.names.kebab}.test.ts`;
    return [drafted(path, 'test/__service__/__model__.test.ts', model, [entity.at])];
  });
  return [...models, ...operations, client, ...tests];
}

function operationFile(folder: string, route: CustomRoute): FileDraft {
  const { pascal, camel, kebab } = operationName(route);
  const model = {
    name: pascal,
    constant: camel,
    method: route.method,
    path: route.path,
    hasResult: !isAboutOne(route),
  };
  const template = 'src/__service__/__operation__.ts';
  return drafted(`${folder}/${kebab}.ts`, template, model, [route.at], 'create_once');
}

/** `path` and `template`: below the package's folder, in the output and among the templates. */
function drafted(
  path: string,
  template: string,
  model: object,
  at: readonly SpecPath[],
  ownership: Ownership = 'generated',
): FileDraft {
  return {
    path: `${FOLDER}/${path}`,
    ownership,
    at,
    content: { from: 'template', template: `${TEMPLATES}/${template}.hbs`, model },
  };
}
