import { own } from '../own.ts';
import { enumerate } from '../suggest.ts';
import type { Scope } from './scope.ts';

type Kind = 'atom' | 'domain' | 'composite' | 'web';

/** Keys that are not for every kind. */
const kindsOf: Readonly<Record<string, readonly Kind[]>> = {
  models: ['atom', 'domain'],
  aggregates: ['atom', 'domain'],
  repo_impl: ['atom', 'domain'],
  events: ['atom', 'domain', 'composite'],
  consumers: ['atom', 'domain', 'composite'],
  api: ['atom', 'domain', 'composite'],
  relations: ['domain'],
  usecases: ['domain', 'composite'],
  resources: ['web'],
  pages: ['web'],
  fragments: ['web'],
  forms: ['web'],
  brand: ['web'],
};

const meaning: Readonly<Record<Kind, string>> = {
  atom: 'An atom is CRUD over models and aggregates',
  domain: 'A domain has models, relations, aggregates and use cases',
  composite: 'A composite has no database; it orchestrates other services',
  web: 'A web service is HTML; it has no database and calls other services',
};

export function checkKinds(scope: Scope): void {
  for (const [name, service] of scope.services) {
    if (scope.isLeftOut(['services', name, 'kind'])) continue;
    const { kind, preset } = service;
    for (const key of scope.names(['services', name])) checkKey(scope, name, kind, key);
    const presetKind = preset === 'admin' ? 'web' : preset === undefined ? undefined : 'domain';
    if (presetKind !== undefined && kind !== presetKind) wrongPreset(scope, name, kind, presetKind);
  }
}

function checkKey(scope: Scope, service: string, kind: Kind, key: string): void {
  const fitting = own(kindsOf, key);
  if (fitting === undefined || fitting.includes(kind)) return;
  const fits = enumerate(fitting.map((other) => `kind: ${other}`)).replaceAll(', ', ' or ');
  scope.add({
    code: 'HM1070',
    at: scope.keyAt(['services', service, key]),
    summary: `\`${key}\` is not for services of kind \`${kind}\``,
    why: `${meaning[kind]}.`,
    todo: `Make it ${fits}, or move \`${key}\` to a service of that kind.`,
    related: [{ at: scope.at(['services', service, 'kind']), summary: `the kind is ${kind}` }],
  });
}

function wrongPreset(scope: Scope, service: string, kind: Kind, fitting: Kind): void {
  const preset = own(scope.spec.services, service)?.preset;
  scope.add({
    code: 'HM1071',
    at: scope.at(['services', service, 'kind']),
    summary: `The preset \`${preset}\` is of kind \`${fitting}\`, not \`${kind}\``,
    why: 'A preset is a complete service of one kind.',
    todo: `Write \`kind: ${fitting}\`, or leave \`kind\` out.`,
  });
}
