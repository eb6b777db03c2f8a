import { describe, expect, it } from 'vitest';
import { systemOf } from './support.ts';

const MODELS = 'models: {Thing: {fields: {name: string}}}';

function unbuilt(text: string): readonly string[] {
  return systemOf(text).unbuilt.map(({ at, what }) => `${at}: ${what}`);
}

function withTop(top: string): string {
  return `version: 1\nname: demo\n${top}\nservices:\n  s: {kind: atom, ${MODELS}}\n`;
}

function withService(body: string): string {
  return `version: 1\nname: demo\nservices:\n  s:\n    kind: atom\n    ${MODELS}\n${body}\n`;
}

describe('what this version does not build', () => {
  it.each([
    ['auth: {access_ttl: 5m}', 'auth'],
    ['contexts: {org: {}}', 'contexts'],
    ['permissions: {"s.Thing:close": Close it}', 'permissions'],
    ['roles: {admin: {permissions: ["*:*"]}}', 'roles'],
    ['messaging: {driver: memory}', 'messaging'],
    ['observability: {tracing: {enabled: true}}', 'observability.tracing'],
    ['audit: {enabled: true}', 'audit'],
    ['deployment: {platforms: [compose]}', 'deployment'],
    ['include: ["more/*.yml"]', 'include'],
    ['runtime: {node: "22"}', 'runtime.node'],
    ['runtime: {node: "26.1.0"}', 'runtime.node'],
    ['defaults: {transport: grpc}', 'defaults.transport'],
    ['defaults: {auth: {enabled: true}}', 'defaults.auth'],
    ['defaults: {repo_impl: [sqlite, postgres]}', 'defaults.repo_impl'],
  ])('%s', (top, at) => {
    expect(unbuilt(withTop(top)).map((one) => one.split(':')[0])).toEqual([at]);
  });

  it.each([
    ['    transport: grpc', 'services.s.transport'],
    ['    auth: {enabled: true}', 'services.s.auth'],
    ['    events: {thing.made: {payload: {id: uuid!}}}', 'services.s.events'],
    [
      '    api: {handlers: [{route: "GET /s/t", source: repo, model: Thing, op: list, permission: "s.Thing:read"}]}',
      'services.s.api.handlers.0.permission',
    ],
    ['    deployment: {compose: {replicas: 2}}', 'services.s.deployment'],
  ])('%s', (body, at) => {
    expect(unbuilt(withService(body)).map((one) => one.split(':')[0])).toEqual([at]);
  });

  it.each([
    ['{kind: web}', 'services of kind web'],
    ['{kind: composite}', 'services of kind composite'],
    [`{kind: domain, ${MODELS}}`, 'services of kind domain'],
    ['{preset: authn}', 'services with preset authn'],
    [`{kind: atom, repo_impl: [postgres], ${MODELS}}`, 'services on postgres alone'],
  ])('a whole service: %s', (service, what) => {
    const text = `version: 1\nname: demo\nservices:\n  s: {kind: atom, ${MODELS}}\n  other: ${service}\n`;
    expect(unbuilt(text)).toEqual([`services.other: ${what}`]);
    expect(systemOf(text).services.map((one) => one.name)).toEqual(['s']);
  });

  it('a whole service, by the databases it inherits', () => {
    const text = `version: 1\nname: demo\ndefaults: {repo_impl: [mongo]}\nservices:\n  a: {kind: atom, repo_impl: [sqlite], ${MODELS}}\n  b: {kind: atom, ${MODELS}}\n`;
    expect(unbuilt(text)).toContain('services.b: services on mongo alone');
    expect(systemOf(text).services.map((one) => one.name)).toEqual(['a']);
  });

  it('waits for what is built, and tells of what is not', () => {
    const text = `version: 1\nname: demo\nservices:\n  s: {kind: atom, depends_on: [a, w], ${MODELS}}\n  a: {kind: atom, ${MODELS}}\n  w: {kind: web}\n`;
    expect(unbuilt(text)).toEqual([
      'services.s.depends_on.1: waiting for w',
      'services.w: services of kind web',
    ]);
    expect(systemOf(text).services.find(({ name }) => name === 's')?.dependsOn).toEqual(['a', 'w']);
  });

  it('builds SQLite of several databases and tells of the others', () => {
    const text = withService('    repo_impl: [postgres, sqlite, mongo]');
    expect(systemOf(text).services).toHaveLength(1);
    expect(unbuilt(text)).toEqual([
      'services.s.repo_impl: repositories on postgres',
      'services.s.repo_impl: repositories on mongo',
    ]);
  });

  it('tells of labels, which only pages show, where they are not what they would be anyway', () => {
    const fields =
      'a: {type: string, label: SKU}, b: {type: enum, values: {wont_fix: "Won\'t fix", open: Open}}';
    const text = withTop('').replace('name: string', `${fields}, c: "enum(open, wont_fix)"`);
    expect(unbuilt(text)).toEqual([
      'services.s.models.Thing.fields.a.label: labels, which pages show',
      'services.s.models.Thing.fields.b: labels of values, which pages show',
    ]);
  });

  it('has nothing to tell of what only repeats a default', () => {
    expect(
      unbuilt(
        withTop(
          'observability: {logging: {level: info, format: json}, metrics: {enabled: true}, errors: {backend: log}}',
        ),
      ),
    ).toEqual([]);
    expect(
      unbuilt(withTop('defaults: {auth: {enabled: false}, transport: http, repo_impl: [sqlite]}')),
    ).toEqual([]);
  });
});
