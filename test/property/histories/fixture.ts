import type { Capability, ComponentDraft, FileDraft, Ownership } from '../../../src/capability/capability.ts';
import { address } from '../../../src/graph/address.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import type { Json } from '../../../src/json/json.ts';
import type { AtomService, Model, System } from '../../../src/system/system.ts';

/**
 * A small generator with all that the engine tells apart: every ownership, executable files, files that move with a
 * service, migrations that lean on recorded facts, long names and names beyond ASCII. Renders in microseconds.
 */
export const fixtureCapabilities: readonly Capability[] = [
  {
    id: 'project',
    requires: [],
    components: (system) => ({ components: [project(system)], diagnostics: [] }),
  },
  {
    id: 'atom',
    requires: ['project'],
    components: (system, facts) => ({
      components: system.services.flatMap((service) => [
        shell(service),
        domain(service),
        repository(service, facts(address(`service.${service.name}.repository`))),
      ]),
      diagnostics: [],
    }),
  },
];

/** What `src/render/render.ts` is in these tests. */
export const fixtureRender = (_template: string, model: object): string => {
  const { text } = model as { text: string };
  rendered.add(sha256(text));
  return text;
};
/** Hashes of all that was ever rendered: what has another was written by a person, at least in part. */
export const rendered = new Set<string>();

/** Bumped by an upgrade of hatmax itself: every component is rendered anew, and some of it differently. */
let release = 1;
export const fixtureTemplates = {
  hashOf: (capability: string) => sha256(`${capability} ${release}`),
  read: () => '',
};
/** As in a program that was built again. */
export let fixtureBuild = 'release 1';
export function setRelease(next: number): void {
  release = next;
  fixtureBuild = `release ${next}`;
}
export function releaseNow(): number {
  return release;
}

function file(path: string, text: string, ownership: Ownership = 'generated', executable = false): FileDraft {
  const template = `${ownership}/${path.split('/').slice(2).join('/') || path}`;
  return {
    path,
    ownership,
    executable,
    at: ['services'],
    content: { from: 'template', template, model: { text } },
  };
}

function component(
  name: string,
  dependsOn: readonly string[],
  inputs: unknown,
  files: () => readonly FileDraft[],
): ComponentDraft {
  const plain = JSON.parse(JSON.stringify(inputs)) as Json;
  return {
    address: address(name),
    inputs: plain,
    dependsOn: dependsOn.map(address),
    at: ['services'],
    notices: [],
    files,
  };
}

function project(system: System): ComponentDraft {
  const names = system.services.map(({ name }) => name);
  const about = { name: system.packageName, description: system.description, node: system.runtime.node };
  return component('project', [], { ...about, names }, () => [
    file(
      'README.md',
      `# ${about.name}\n\n${about.description}\n\n## Services\n\n${names.map((one) => `- ${one}\n`).join('')}`,
    ),
    file(
      'package.json',
      json({
        name: about.name,
        private: true,
        workspaces: names.map((one) => `services/${one}`),
        scripts: { test: `node --test v${release}` },
      }),
      'structured',
    ),
    file(
      'compose.yml',
      `# Local services\nservices:\n${names.map((one) => `  ${one}:\n    image: ${one}:latest\n    restart: always\n`).join('')}`,
      'structured',
    ),
    file('tools/check', `#!/bin/sh\nnode --version | grep -q v${about.node}\n`, 'generated', true),
    file('NOTES.md', '# Notes\n\nYours from here on.\n', 'create_once'),
  ]);
}

function shell(service: AtomService): ComponentDraft {
  const { name, description, port, basePath, config, middlewares } = service;
  const root = `services/${name}`;
  const settings = config.map((one) => `  ${one.names.camel}: ${JSON.stringify(one.default)},\n`).join('');
  return component(
    `service.${name}`,
    ['project'],
    { name, description, port, basePath, config, middlewares },
    () => [
      file(
        `${root}/package.json`,
        json({
          name: `@demo/${name}`,
          version: '0.0.0',
          type: 'module',
          scripts: { start: 'node src/main.ts', port: String(port) },
        }),
        'structured',
      ),
      file(
        `${root}/src/main.ts`,
        `// ${description}\nimport { app } from './app.ts';\n\napp.listen(${port});\n`,
      ),
      file(`${root}/src/settings.ts`, `export const settings = {\n${settings}};\n`),
      file(`${root}/src/middlewares.ts`, lines(middlewares)),
      file(`${root}/bin/run`, `#!/bin/sh\nexec node ${root}/src/main.ts\n`, 'generated', true),
      file(`${root}/docs/ünïcode 名前 ${'long-'.repeat(30)}.md`, `# ${name}\n\n${description}\n`),
      file(`${root}/Dockerfile`, `FROM node:24\nEXPOSE ${port}\nCMD ["node", "src/main.ts"]\n`),
      file(`${root}/README.md`, `# ${name}\n`, 'create_once'),
      ...(release > 1 ? [file(`${root}/src/health.ts`, `export const release = ${release};\n`)] : []),
    ],
  );
}

function domain(service: AtomService): ComponentDraft {
  const models = modelsOf(service);
  const root = `services/${service.name}/src/domain`;
  return component(`service.${service.name}.domain`, [`service.${service.name}`], service, () => [
    file(`${root}/index.ts`, models.map(({ names }) => `export * from './${names.kebab}.ts';\n`).join('')),
    ...models.map((model) =>
      file(
        `${root}/${model.names.kebab}.ts`,
        `/** ${model.description} */\nexport interface ${model.names.pascal} {\n  id: string;\n${model.fields.map((field) => `  ${field.property}: ${JSON.stringify(field.type)}; // ${JSON.stringify([field.required, field.unique, field.default, field.validations])}\n`).join('')}  version: number;\n}\n`,
      ),
    ),
    ...models.map((model) =>
      file(`${root}/hooks/${model.names.kebab}.ts`, 'export const hooks = {};\n', 'create_once'),
    ),
    file(
      `${root}/rules.ts`,
      lines(service.aggregates.map(({ invariants }) => invariants.map(({ rule }) => rule))),
    ),
    file(
      `${root}/routes.ts`,
      service.routes
        .map(({ id, method, path }) => `// ${method} ${path}\nexport const ${id} = ${release};\n`)
        .join('') || '// none\n',
    ),
  ]);
}

interface Facts {
  readonly tables: { readonly [table: string]: string };
  readonly written: readonly string[];
}

function repository(service: AtomService, recorded: Json | undefined): ComponentDraft {
  const models = modelsOf(service);
  const root = `services/${service.name}`;
  const before = (recorded ?? { tables: {}, written: [] }) as unknown as Facts;
  const tables = Object.fromEntries(
    models.map((model) => [
      model.table,
      model.fields.map(({ column, type }) => `${column} ${type.kind}`).join(', '),
    ]),
  );
  const sql = [
    ...Object.entries(tables)
      .filter(([table, columns]) => before.tables[table] !== columns)
      .map(
        ([table, columns]) =>
          `${before.tables[table] === undefined ? 'CREATE' : 'ALTER'} TABLE ${table} (${columns});\n`,
      ),
    ...Object.keys(before.tables)
      .filter((table) => tables[table] === undefined)
      .map((table) => `DROP TABLE ${table};\n`),
  ].join('');
  const written = before.written.map(
    (name): FileDraft => ({
      path: `${root}/migrations/${name}`,
      ownership: 'append_only',
      at: [],
      content: { from: 'record' },
    }),
  );
  const name = `${String(written.length + 1).padStart(4, '0')}_${sha256(sql).slice(0, 8)}.sql`;
  const draft = component(
    `service.${service.name}.repository`,
    [`service.${service.name}.domain`],
    { name: service.name, tables },
    () => [
      ...written,
      ...(sql === '' ? [] : [file(`${root}/migrations/${name}`, sql, 'append_only')]),
      file(
        `${root}/src/repository/index.ts`,
        Object.entries(tables)
          .map(([table, columns]) => `export const ${table} = '${columns}';\n`)
          .join(''),
      ),
      ...models.map((model) =>
        file(`${root}/src/repository/${model.names.kebab}.ts`, `export const table = '${model.table}';\n`),
      ),
    ],
  );
  const facts = { tables, written: sql === '' ? before.written : [...before.written, name] };
  return { ...draft, facts: facts as unknown as Json };
}

function modelsOf(service: AtomService): readonly Model[] {
  return [
    ...service.models,
    ...service.aggregates.flatMap(({ root, children }) => [root, ...children.map(({ of }) => of)]),
  ].filter((model, index, all) => all.findIndex(({ names }) => names.kebab === model.names.kebab) === index);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lines(value: unknown): string {
  return `export default ${JSON.stringify(value, null, 2)};\n`;
}
