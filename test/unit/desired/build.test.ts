import { describe, expect, it } from 'vitest';
import type { Capability, ComponentDraft, FileDraft } from '../../../src/capability/capability.ts';
import { type BuildOptions, buildDesired } from '../../../src/desired/build.ts';
import type { DesiredGraph } from '../../../src/desired/graph.ts';
import { address } from '../../../src/graph/address.ts';
import type { Json } from '../../../src/json/json.ts';
import type { RecordedState } from '../../../src/state/recorded.ts';
import type { System } from '../../../src/system/system.ts';
import { recordOf } from './support.ts';

const NOTHING: RecordedState = { kind: 'absent' };

const SYSTEM: System = {
  name: 'demo',
  scope: '@demo',
  packageName: '@demo/demo',
  description: '',
  runtime: { node: '24', pin: true },
  services: [],
  generation: { onDrift: 'merge', ignore: [], createOnce: [] },
  moved: [],
  removed: [],
  unbuilt: [],
};

function file(path: string, more: Partial<FileDraft> = {}): FileDraft {
  return {
    path,
    ownership: 'generated',
    at: ['name'],
    content: { from: 'template', template: 'demo/files/x.hbs', model: { path } },
    ...more,
  };
}

function component(
  name: string,
  files: readonly FileDraft[],
  more: Partial<ComponentDraft> = {},
): ComponentDraft {
  return {
    address: address(name),
    inputs: name,
    dependsOn: [],
    at: ['name'],
    files: () => files,
    notices: [],
    ...more,
  };
}

function capability(components: readonly ComponentDraft[], more: Partial<Capability> = {}): Capability {
  return { id: 'project', requires: [], components: () => ({ components, diagnostics: [] }), ...more };
}

const options: BuildOptions = {
  render: (_, model) => `${JSON.stringify(model)}\n`,
  templates: { specOf: () => ({}), partialsOf: () => ({}), hashOf: (id) => `hash of ${id}` },
  rangeOf: (at) => ({ file: 'hatmax.yml', start: at.length, end: at.length + 1 }),
};

function built(components: readonly ComponentDraft[], system = SYSTEM, recorded = NOTHING): DesiredGraph {
  const { value, diagnostics } = buildDesired(system, [capability(components)], recorded, options);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

function codes(
  components: readonly ComponentDraft[],
  system = SYSTEM,
  recorded = NOTHING,
): readonly string[] {
  const { value, diagnostics } = buildDesired(system, [capability(components)], recorded, options);
  expect(value).toBeUndefined();
  expect(diagnostics.every((found) => found.code === 'HM2104' || found.range !== undefined)).toBe(true);
  return diagnostics.map((found) => found.code);
}

describe('buildDesired', () => {
  it('sorts components by address and files by path', () => {
    const graph = built([component('b', [file('z'), file('a')]), component('a', [file('m')])]);
    expect(graph.components.map((one) => one.address)).toEqual(['a', 'b']);
    expect(graph.components[1]?.files).toMatchObject({
      kind: 'rendered',
      files: [{ path: 'a' }, { path: 'z' }],
    });
  });

  it('renders nothing of a component whose digest is recorded', () => {
    const draft = component('a', [file('m')]);
    const recorded = recordOf(built([draft]));
    const untouched = { ...draft, files: () => expect.fail('rendered') };
    expect(built([untouched], SYSTEM, recorded).components[0]?.files).toEqual({ kind: 'as-recorded' });
  });

  it.each<[string, Json, System, string]>([
    ['its inputs', 'other', SYSTEM, 'hash of project'],
    ['its templates', 'a', SYSTEM, 'other'],
    ['the globs', 'a', { ...SYSTEM, generation: { ...SYSTEM.generation, ignore: ['x'] } }, 'hash of project'],
  ])('renders a component anew when %s change', (_, inputs, system, hash) => {
    const recorded = recordOf(built([component('a', [file('m')])]));
    const drafts = [component('a', [file('m')], { inputs })];
    const templates = { specOf: () => ({}), partialsOf: () => ({}), hashOf: () => hash };
    const { value } = buildDesired(system, [capability(drafts)], recorded, { ...options, templates });
    expect(value?.components[0]?.files.kind).toBe('rendered');
  });

  it('gives equal digests to inputs that differ only in the order of their keys', () => {
    const [one, other] = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ].map((inputs) => built([component('a', [], { inputs })]));
    expect(one).toEqual(other);
  });

  it('lets the globs decide who owns a file', () => {
    const generation = {
      onDrift: 'merge',
      ignore: ['ours/**'],
      createOnce: ['**/README.md', 'migrations/*'],
    } as const;
    const files = ['ours/x', 'a/README.md', 'package.json', '.hidden/README.md'].map((path) => file(path));
    const migration = file('migrations/0001.sql', { ownership: 'append_only' });
    const graph = built([component('a', [...files, migration])], { ...SYSTEM, generation });
    expect(graph.components[0]?.files).toMatchObject({
      files: [
        { path: '.hidden/README.md', ownership: 'create_once' },
        { path: 'a/README.md', ownership: 'create_once' },
        { path: 'migrations/0001.sql', ownership: 'append_only' },
        { path: 'ours/x', ownership: 'ignored' },
        { path: 'package.json', ownership: 'generated' },
      ],
    });
  });

  it('hands on files that an earlier apply wrote', () => {
    const draft = component('a', [
      file('0001.sql', { ownership: 'append_only', content: { from: 'record' } }),
    ]);
    expect(built([draft]).components[0]?.files).toMatchObject({ files: [{ content: { kind: 'recorded' } }] });
  });

  it.each(['../x', '/etc/passwd', 'a/../../b', '.git/hooks/x', 'a//b', 'c:/x', 'aux.ts', 'a\u0000b', ''])(
    'refuses the path %j once, with the place it comes from',
    (path) => {
      expect(codes([component('a', [file(path), file('../again')])])).toEqual(['HM2101']);
    },
  );

  it.each<[string, readonly ComponentDraft[], readonly string[]]>([
    ['one component', [component('a', [file('x'), file('x')])], ['HM2102']],
    ['two components', [component('a', [file('x')]), component('b', [file('x')])], ['HM2102']],
    ['a file and a folder', [component('a', [file('x')]), component('b', [file('x/y')])], ['HM2102']],
    ['a twin in another case', [component('a', [file('x/Y')]), component('b', [file('x/y')])], ['HM2103']],
    ['a folder in another case', [component('a', [file('X/a')]), component('b', [file('x/b')])], ['HM2103']],
  ])('refuses a path made twice: %s', (_, drafts, wanted) => {
    expect(codes(drafts)).toEqual(wanted);
  });

  it('finds a second owner for a file of a component that is not rendered again', () => {
    const recorded = recordOf(built([component('a', [file('x')])]));
    expect(codes([component('a', [file('x')]), component('b', [file('x')])], SYSTEM, recorded)).toEqual([
      'HM2102',
    ]);
  });

  it('refuses a circle, naming all in it', () => {
    const drafts = ['a', 'b', 'c'].map((name, index, all) =>
      component(name, [], { dependsOn: [address(all[(index + 1) % 3] ?? '')] }),
    );
    expect(codes(drafts)).toEqual(['HM2104']);
    const { diagnostics } = buildDesired(SYSTEM, [capability(drafts)], NOTHING, options);
    expect(diagnostics[0]?.summary).toContain('a -> b -> c -> a');
  });

  it('takes a dependency that is not there, and an address made twice, for bugs', () => {
    expect(() => built([component('a', [], { dependsOn: [address('b')] })])).toThrow('b');
    expect(() => built([component('a', []), component('a', [])])).toThrow('two components');
  });

  it('refuses globs that reach outside', () => {
    const generation = {
      onDrift: 'merge',
      ignore: ['../x', '/y', 'fine/**'],
      createOnce: ['a/../b'],
    } as const;
    expect(codes([], { ...SYSTEM, generation })).toEqual(['HM2109', 'HM2109', 'HM2109']);
  });

  it('leaves out what only others need where none of them makes anything', () => {
    const kit = capability([component('package.kit', [])], { id: 'kit' });
    const atom = (components: readonly ComponentDraft[]) =>
      capability(components, { id: 'atom', requires: ['kit'] });
    const addresses = (capabilities: readonly Capability[]) =>
      buildDesired(SYSTEM, capabilities, NOTHING, options).value?.components.map((one) => one.address);
    expect(addresses([kit, atom([])])).toEqual([]);
    expect(addresses([kit, atom([component('service.a', [])])])).toEqual(['package.kit', 'service.a']);
    expect(() => addresses([atom([component('service.a', [])])])).toThrow('kit');
  });
});

describe('moves', () => {
  const recorded = recordOf(
    built([
      component('service.todo.domain', [file('services/todo/x')], { facts: { fact: 1 } }),
      component('package.contracts.todo', [file('packages/contracts/todo/x')]),
    ]),
  );
  const renamed = [component('service.tasks.domain', []), component('package.contracts.tasks', [])];
  const moved = [{ from: 'service.todo', to: 'service.tasks', at: 'moved.0' }];

  it('takes the contracts of a service along', () => {
    expect(built(renamed, { ...SYSTEM, moved }, recorded).moves).toEqual([
      { from: 'service.todo', to: 'service.tasks' },
      { from: 'package.contracts.todo', to: 'package.contracts.tasks' },
    ]);
  });

  it('hands the facts of the old address to the new one, through a chain', () => {
    const chain = [...moved, { from: 'service.tasks', to: 'service.jobs', at: 'moved.1' }];
    const seen: unknown[] = [];
    const asking: Capability = {
      ...capability([component('service.jobs.domain', []), component('package.contracts.jobs', [])]),
      components: (_, facts) => {
        seen.push(facts(address('service.jobs.domain')), facts(address('service.other.domain')));
        return {
          components: [component('service.jobs.domain', []), component('package.contracts.jobs', [])],
          diagnostics: [],
        };
      },
    };
    const { diagnostics } = buildDesired({ ...SYSTEM, moved: chain }, [asking], recorded, options);
    expect(diagnostics).toEqual([]);
    expect(seen).toEqual([{ fact: 1 }, undefined]);
  });

  it('refuses a rename that leads nowhere, one of what is still there, and two to one address', () => {
    expect(codes([component('project', [])], { ...SYSTEM, moved }, recorded)).toEqual(['HM2106', 'HM2106']);
    expect(codes([component('service.todo.domain', [])], { ...SYSTEM, moved }, recorded)).toContain('HM2107');
    const twice = [...moved, { from: 'service.old', to: 'service.tasks', at: 'moved.1' }];
    expect(codes(renamed, { ...SYSTEM, moved: twice }, recorded)).toEqual(['HM2108', 'HM2108']);
  });

  it('has nothing against a rename that was carried out long ago', () => {
    const graph = built(renamed, { ...SYSTEM, moved });
    expect(built(renamed, { ...SYSTEM, moved }, recordOf(graph)).components).toHaveLength(2);
  });

  it('lets go of a service with its contracts, and refuses to where it is still there', () => {
    const removed = [{ from: 'service.todo', delete: false, at: 'removed.0' }];
    expect(built([], { ...SYSTEM, removed }, recorded).removals).toEqual([
      { from: 'service.todo', delete: false },
      { from: 'package.contracts.todo', delete: false },
    ]);
    expect(codes([component('service.todo.domain', [])], { ...SYSTEM, removed })).toEqual(['HM2107']);
  });
});
