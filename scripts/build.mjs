// Bundles the CLI into dist/: one entry a command, shared chunks beside them, nothing to install at run time.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, hashOf, root } from './repository.mjs';

const dist = join(root, 'dist');
const pkg = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Changes with every byte that can change what the CLI does; plans are not served from memory across it. */
function buildId() {
  const sources = [
    ...filesBelow(join(root, 'src')),
    ...filesBelow(join(root, 'templates')),
    ...filesBelow(join(root, 'scripts'), /(build|repository|precompile-templates)\.(mjs|ts)$/),
    join(root, 'package.json'),
    join(root, 'package-lock.json'),
  ];
  return hashOf(root, sources).slice(0, 16);
}

function builtId() {
  const file = join(dist, 'build.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).id : undefined;
}

/** Compiled templates into the folder; gives the module that loads them. */
async function precompileTemplates(esbuild, into) {
  const bundled = join(into, 'precompile-templates.mjs');
  await esbuild.build({
    entryPoints: [join(root, 'scripts', 'precompile-templates.ts')],
    outfile: bundled,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const { precompileTemplates: precompile } = await import(pathToFileURL(bundled).href);
  const { source } = precompile({ root, out: into });
  rmSync(bundled);
  return source;
}

/** The sources read templates from the repository; the bundle has them compiled, and no compiler. */
function compiledTemplates(source) {
  return {
    name: 'compiled-templates',
    setup: ({ onLoad }) => {
      onLoad({ filter: /[\\/]src[\\/]host[\\/]templates\.ts$/ }, () => ({
        contents: readFileSync(source, 'utf8'),
        loader: 'js',
      }));
    },
  };
}

async function bundle(esbuild, into, id, templates) {
  const commands = filesBelow(join(root, 'src', 'commands'), /\.ts$/).filter(
    (file) => !relative(join(root, 'src', 'commands'), file).startsWith('shell'),
  );
  await esbuild.build({
    entryPoints: [
      { in: join(root, 'src/commands/shell/main.ts'), out: 'main' },
      { in: join(root, 'src/commands/shell/help.ts'), out: 'help' },
      ...commands.map((file) => ({ in: file, out: relative(join(root, 'src'), file).replace(/\.ts$/, '') })),
    ],
    outdir: into,
    plugins: [compiledTemplates(templates)],
    // Its main file is UMD, whose requires no bundler can follow.
    alias: { 'jsonc-parser': join(root, 'node_modules/jsonc-parser/lib/esm/main.js') },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'eof',
    charset: 'utf8',
    define: { HATMAX_VERSION: JSON.stringify(pkg.version), HATMAX_BUILD: JSON.stringify(id) },
    // Bundled CommonJS packages call `require` and read `__dirname`, which ES modules do not have.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        'const require = __createRequire(import.meta.url);',
        'const __dirname = import.meta.dirname;',
      ].join(' '),
    },
  });
}

/** oclif reads every flag of every command from this file, and imports only the command that runs. */
async function writeManifest(into) {
  const { Plugin } = await import('@oclif/core/config');
  const { oclifPackage } = await import(pathToFileURL(join(into, 'main.js')).href);
  const plugin = new Plugin({
    root: into,
    isRoot: true,
    pjson: oclifPackage,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
  });
  await plugin.load();
  writeFileSync(join(into, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest)}\n`);
}

export async function build({ force = false } = {}) {
  const id = buildId();
  if (!force && builtId() === id) return { id, fresh: false };
  const esbuild = await import('esbuild');
  const into = join(root, `dist.${process.pid}`);
  rmSync(into, { recursive: true, force: true });
  try {
    const templates = await precompileTemplates(esbuild, into);
    await bundle(esbuild, into, id, templates);
    rmSync(templates);
    writeFileSync(join(into, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);
    writeFileSync(join(into, 'build.json'), `${JSON.stringify({ version: pkg.version, id })}\n`);
    await writeManifest(into);
  } catch (fault) {
    rmSync(into, { recursive: true, force: true });
    throw fault;
  }
  rmSync(dist, { recursive: true, force: true });
  renameSync(into, dist);
  return { id, fresh: true };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = performance.now();
  const { id, fresh } = await build({ force: process.argv.includes('--force') });
  const took = Math.round(performance.now() - started);
  process.stdout.write(fresh ? `Built dist/ (${id}) in ${took} ms.\n` : `dist/ is up to date (${id}).\n`);
}
