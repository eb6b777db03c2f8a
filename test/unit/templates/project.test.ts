import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../src/capability/capability.ts';
import { render } from '../../../src/render/render.ts';
import type { System } from '../../../src/system/system.ts';
import { kit } from '../../../templates/kit/capability.ts';
import { project } from '../../../templates/project/capability.ts';
import { HATMAX_RELEASE, NODE_PACKAGES, NODE_RELEASES } from '../../../templates/project/releases.ts';
import { exampleText, systemOf } from '../system/support.ts';

const todo = systemOf(exampleText('todo'));

function filesOf(capability: Capability, system: System): ReadonlyMap<string, string> {
  const { components } = capability.components(system, () => undefined);
  const drafts = components.flatMap((component) => component.files());
  return new Map(
    drafts.map(({ path, content }) => [
      path,
      content.from === 'template' ? render(content.template, content.model) : '',
    ]),
  );
}

function packageJsonOf(system: System): { readonly [key: string]: unknown } {
  return JSON.parse(filesOf(project, system).get('package.json') ?? '');
}

describe('the root of the project and the kit', () => {
  it('are the same whatever services there are', () => {
    const alone = { ...todo, services: [] };
    for (const capability of [project, kit]) {
      expect(filesOf(capability, alone)).toEqual(filesOf(capability, todo));
    }
  });

  it('say in package.json what the project is', () => {
    expect(packageJsonOf({ ...todo, description: 'Lists' })).toMatchObject({ description: 'Lists' });
    expect(packageJsonOf({ ...todo, description: '' })).not.toHaveProperty('description');
  });

  it('name no service', () => {
    const system = systemOf(
      'version: 1\nname: shop\nservices: {zebra: {kind: atom, models: {Stripe: {fields: {a: text}}}}}\n',
    );
    for (const capability of [project, kit]) {
      for (const [path, text] of filesOf(capability, system))
        expect([path, /zebra|stripe/i.test(text)]).toEqual([path, false]);
    }
  });

  it('leave the README to its reader', () => {
    const [component] = project.components(todo, () => undefined).components;
    const readme = component?.files().find((file) => file.path === 'README.md');
    expect(readme?.ownership).toBe('create_once');
  });
});

describe('the Node of the project', () => {
  it('comes with npm, unless the spec wants no pin', () => {
    const pinned = packageJsonOf(todo);
    expect(pinned.optionalDependencies).toEqual(NODE_PACKAGES['24']);
    const free = packageJsonOf({ ...todo, runtime: { node: '24', pin: false } });
    expect(free).not.toHaveProperty('optionalDependencies');
    expect(free.devEngines).toMatchObject({ runtime: { onFail: 'warn' } });
  });

  it('is no older on any platform than what strips types, and no newer than the one of CI', () => {
    const newest = NODE_RELEASES['24'] ?? '';
    for (const release of Object.values(NODE_PACKAGES['24'] ?? {})) {
      expect(release.localeCompare('22.18.0', 'en', { numeric: true })).toBe(1);
      expect(release.localeCompare(newest, 'en', { numeric: true })).toBeLessThanOrEqual(0);
    }
    expect(filesOf(project, todo).get('.github/workflows/ci.yml')).toContain(`node-version: ${newest}\n`);
  });
});

it('plans in CI with this release of hatmax', () => {
  const root = join(import.meta.dirname, '../../..');
  expect(HATMAX_RELEASE).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
  expect(filesOf(project, todo).get('.github/workflows/ci.yml')).toContain(`hatmax@${HATMAX_RELEASE} plan`);
});
