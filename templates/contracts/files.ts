import type { FileDraft } from '../../src/capability/capability.ts';
import type { AtomService } from '../../src/system/system.ts';
import { entitiesOf } from '../atom/entity.ts';
import { clientModel } from './client.ts';
import { contractModel } from './model.ts';
import { customRoutesOf, isAboutOne, operationName } from './operations.ts';
import { rulesTest } from './rules-test-model.ts';

const FOLDER = 'packages/contracts';
const TEMPLATES = `contracts/files/${FOLDER}`;

export function packageFiles(scope: string): readonly FileDraft[] {
  const shared = [
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
  return [
    {
      path: `${FOLDER}/package.json`,
      ownership: 'structured',
      at: [],
      content: {
        from: 'template',
        template: `${TEMPLATES}/package.json.hbs`,
        model: { packageName: `${scope}/contracts`, kit: `${scope}/kit` },
      },
    },
    {
      path: `${FOLDER}/tsconfig.json`,
      ownership: 'structured',
      at: [],
      content: { from: 'template', template: `${TEMPLATES}/tsconfig.json.hbs`, model: {} },
    },
    ...shared.map(
      (path): FileDraft => ({
        path: `${FOLDER}/${path}`,
        ownership: 'generated',
        at: [],
        content: { from: 'template', template: `${TEMPLATES}/${path}.hbs`, model: { scope } },
      }),
    ),
  ];
}

export function serviceFiles(service: AtomService, scope: string): readonly FileDraft[] {
  const folder = `${FOLDER}/src/${service.name}`;
  const models = entitiesOf(service).map(
    (entity): FileDraft => ({
      path: `${folder}/${entity.model.names.kebab}.ts`,
      ownership: 'generated',
      at: [entity.at],
      content: {
        from: 'template',
        template: `${TEMPLATES}/src/__service__/__model__.ts.hbs`,
        model: contractModel(entity, service),
      },
    }),
  );
  const operations = customRoutesOf(service).map((route): FileDraft => {
    const name = operationName(route);
    return {
      path: `${folder}/${name.kebab}.ts`,
      ownership: 'create_once',
      at: [route.at],
      content: {
        from: 'template',
        template: `${TEMPLATES}/src/__service__/__operation__.ts.hbs`,
        model: {
          name: name.pascal,
          constant: name.camel,
          method: route.method,
          path: route.path,
          hasResult: !isAboutOne(route),
        },
      },
    };
  });
  const client: FileDraft = {
    path: `${folder}/client.ts`,
    ownership: 'generated',
    at: [service.at],
    content: {
      from: 'template',
      template: `${TEMPLATES}/src/__service__/client.ts.hbs`,
      model: clientModel(service, scope),
    },
  };
  const tests = entitiesOf(service).flatMap((entity): readonly FileDraft[] => {
    const model = rulesTest(entity, service);
    if (model === undefined) return [];
    const path = `test/${service.name}/${entity.model.names.kebab}.test.ts`;
    const template = `${TEMPLATES}/test/__service__/__model__.test.ts.hbs`;
    return [
      {
        path: `${FOLDER}/${path}`,
        ownership: 'generated',
        at: [entity.at],
        content: { from: 'template', template, model },
      },
    ];
  });
  return [...models, ...operations, client, ...tests];
}
