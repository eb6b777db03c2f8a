import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/render/render.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { systemOf } from '../system/support.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SPECS = ['examples/todo/hatmax.yml', 'examples/catalog/hatmax.yml', 'test/fixtures/spec/rules.yml'];

interface Made {
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly componentOf: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
  readonly scope: string;
}

function made(spec: string): Made {
  const system = systemOf(readFileSync(join(ROOT, spec), 'utf8'));
  const components = capabilities.flatMap((one) => one.components(system, () => undefined).components);
  const files = components.flatMap((component) =>
    component.files().map((file) => ({ ...file, component: component.address })),
  );
  return {
    needs: new Map(components.map(({ address, dependsOn }) => [address, dependsOn])),
    componentOf: new Map(files.map(({ path, component }) => [path, component])),
    texts: new Map(
      files.map(({ path, content }) => [
        path,
        content.from === 'template' ? render(content.template, content.model) : '',
      ]),
    ),
    scope: system.scope,
  };
}

/** What a component has with all that it needs, as `--target` takes it. */
function reach(needs: Made['needs'], start: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(start)) return seen;
  seen.add(start);
  for (const next of needs.get(start) ?? []) reach(needs, next, seen);
  return seen;
}

/** The files that a TypeScript file needs to run; what it has for types alone is left out. */
function imported({ texts, scope }: Made, path: string): readonly string[] {
  const text = texts.get(path) ?? '';
  const found = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm)].map(([, to]) => to);
  return found.flatMap((to = '') => {
    if (to.startsWith('.')) return [posix.join(posix.dirname(path), to)];
    const [, name, module] = new RegExp(`^${scope}/(kit|contracts)/(.+)$`).exec(to) ?? [];
    return name === undefined ? [] : [`packages/${name}/src/${module}.ts`];
  });
}

describe.each(SPECS)('the components of %s', (spec) => {
  const all = made(spec);

  it('need each component whose files theirs import', () => {
    const strays = [...all.texts.keys()].flatMap((path) => {
      const own = all.componentOf.get(path) ?? '';
      const reached = reach(all.needs, own);
      return imported(all, path)
        .filter((to) => all.texts.has(to) && !reached.has(all.componentOf.get(to) ?? ''))
        .map((to) => `${path} (${own}) imports ${to} (${all.componentOf.get(to)})`);
    });
    expect(strays).toEqual([]);
  });

  it('need nothing that is not there', () => {
    const unknown = [...all.needs].flatMap(([address, needs]) =>
      needs.filter((need) => !all.needs.has(need)).map((need) => `${address} needs ${need}`),
    );
    expect(unknown).toEqual([]);
    const count = [...all.texts.keys()]
      .flatMap((path) => imported(all, path))
      .filter((to) => all.texts.has(to));
    expect(count.length).toBeGreaterThan(100);
  });

  it('of a service have its tables with its app', () => {
    for (const address of all.needs.keys()) {
      if (!address.endsWith('.app')) continue;
      const reached = reach(all.needs, address);
      expect(reached).toContain(address.replace(/app$/, 'migrations.sqlite'));
      expect(reached).toContain(address.replace(/app$/, 'repository.sqlite'));
    }
  });
});
