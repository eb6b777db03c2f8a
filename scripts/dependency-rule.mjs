// Holds the dependency rule (.dependency-cruiser.cjs) over src and templates, or over the tree that is given.
// Types may cross where values may not, and dependency-cruiser cannot tell them apart without TypeScript's old API: so
// it is shown the sources as they run, with their types taken out.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, root } from './repository.mjs';

const TSCONFIG = { compilerOptions: { verbatimModuleSyntax: true, target: 'es2023' } };

/** @returns the offences, as text; empty where there are none */
export async function dependencyOffences(tree = root) {
  const mirror = join(root, 'node_modules', '.cache', `dependency-rule-${process.pid}`);
  try {
    await mirrorWithoutTypes(tree, mirror);
    return await cruiseMirror(mirror);
  } finally {
    rmSync(mirror, { recursive: true, force: true });
  }
}

async function mirrorWithoutTypes(tree, mirror) {
  const { transform } = await import('esbuild');
  const sources = ['src', 'templates']
    .flatMap((folder) => filesBelow(join(tree, folder), /\.ts$/))
    .filter((file) => !/^templates[\\/].*[\\/]files[\\/]/.test(relative(tree, file)));
  for (const file of sources) {
    const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'ts', tsconfigRaw: TSCONFIG });
    const into = join(mirror, relative(tree, file));
    mkdirSync(dirname(into), { recursive: true });
    writeFileSync(into, code);
  }
  writeFileSync(join(mirror, 'package.json'), '{"type": "module"}\n');
}

async function cruiseMirror(mirror) {
  const { cruise } = await import('dependency-cruiser');
  const { forbidden, options } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
  const { output } = await cruise(
    ['src', 'templates'].filter((folder) => filesBelow(join(mirror, folder)).length > 0),
    {
      ...options,
      baseDir: mirror,
      validate: true,
      ruleSet: { forbidden },
    },
    options.enhancedResolveOptions,
  );
  return output.summary.violations
    .map(
      ({ rule, from, to, cycle }) =>
        `${rule.name}: ${from} -> ${cycle?.map(({ name }) => name).join(' -> ') ?? to}`,
    )
    .sort()
    .join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const offences = await dependencyOffences();
  process.stdout.write(offences === '' ? 'Dependencies point one way.\n' : `${offences}\n`);
  process.exitCode = offences === '' ? 0 : 1;
}
