import type { Json } from '../../src/json/json.ts';
import type { System } from '../../src/system/system.ts';
import { HATMAX_RELEASE, NODE_PACKAGES, releaseOf } from './releases.ts';

export interface ProjectModel {
  readonly packageJson: Json;
  readonly readme: { readonly title: string; readonly intro: string; readonly nodeLine: string };
  readonly workflow: { readonly nodeVersion: string; readonly hatmaxVersion: string };
}

export function projectModel({ name, packageName, description, runtime }: System): ProjectModel {
  const packages = runtime.pin ? NODE_PACKAGES[runtime.node] : undefined;
  return {
    packageJson: packageJson(packageName, description, packages),
    readme: {
      title: titleOf(name),
      intro: sentence(description || 'Services generated from `hatmax.yml`'),
      nodeLine: runtime.node,
    },
    workflow: {
      nodeVersion: releaseOf(runtime),
      hatmaxVersion: HATMAX_RELEASE,
    },
  };
}

/**
 * `devEngines` and not `engines`: the latter makes npm warn on a machine with an older Node, which does no harm where
 * the scripts bring their own.
 */
function packageJson(
  packageName: string,
  description: string,
  packages: Readonly<Record<string, string>> | undefined,
): Json {
  const onFail = packages === undefined ? 'warn' : 'ignore';
  return {
    name: packageName,
    version: '0.0.0',
    ...(description === '' ? {} : { description }),
    private: true,
    type: 'module',
    devEngines: { runtime: { name: 'node', version: '>=22.18.0', onFail } },
    workspaces: ['packages/*', 'services/*'],
    scripts: {
      dev: 'node scripts/dev.ts',
      build: 'node scripts/build.ts',
      start: 'node scripts/dev.ts --built',
      test: 'vitest run',
      typecheck: 'tsc -p tsconfig.json',
      lint: 'biome lint --error-on-warnings .',
      format: 'biome check --write .',
      'format:check': 'biome check --linter-enabled=false .',
    },
    // The newest lines, even where npm on an older Node says that they want a newer one: better-sqlite3 has no line that
    // comes with its binary for Node 20, and the scripts bring their own Node. The linter is pinned to the newest release
    // whose platform packages are all published: with one missing, the lockfile has a gap and `npm ci` refuses it.
    devDependencies: {
      '@biomejs/biome': '2.5.15',
      '@types/node': '24.19.2',
      typescript: '7.0.2',
      vitest: '5.1.1',
    },
    ...(packages === undefined ? {} : { optionalDependencies: { ...packages } }),
  };
}

/** `order-desk` -> `Order desk`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
