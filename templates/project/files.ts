import type { FileDraft } from '../../src/capability/capability.ts';
import type { ProjectModel } from './model.ts';

const STRUCTURED = ['biome.json', 'tsconfig.base.json', 'tsconfig.json'];
const GENERATED = [
  'vitest.config.ts',
  '.npmrc',
  '.gitignore',
  '.gitattributes',
  '.editorconfig',
  '.dockerignore',
  'scripts/build.ts',
  'scripts/dev.ts',
  'scripts/projects.ts',
  'scripts/seed.ts',
  'scripts/service-process.ts',
  'scripts/terminal.ts',
];

export function projectFiles(model: ProjectModel): readonly FileDraft[] {
  return [
    file('package.json', 'structured', { document: model.packageJson }),
    file('README.md', 'create_once', model.readme),
    file('.github/workflows/ci.yml', 'generated', model.workflow),
    ...STRUCTURED.map((path) => file(path, 'structured')),
    ...GENERATED.map((path) => file(path, 'generated')),
  ];
}

function file(path: string, ownership: FileDraft['ownership'], model: object = {}): FileDraft {
  return {
    path,
    ownership,
    at: [],
    content: { from: 'template', template: `project/files/${path}.hbs`, model },
  };
}
