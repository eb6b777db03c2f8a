// Bundles the CLI into dist/: one module a command, shared chunks beside them, nothing to install at run time. What has to start
// quickly lies together in packs (scripts/loader.cjs).
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, hashOf, root, run } from './repository.mjs';

const dist = join(root, 'dist');
const pkg = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Changes with every byte that can change what the CLI does; plans are not served from memory across it. */
function buildId() {
  const sources = [
    ...filesBelow(join(root, 'src')),
    ...filesBelow(join(root, 'templates')),
    ...filesBelow(
      join(root, 'scripts'),
      /(build|repository|loader|compile|precompile-templates)\.(mjs|cjs|ts)$/,
    ),
    join(root, 'package.json'),
    join(root, 'package-lock.json'),
  ];
  return hashOf(root, sources).slice(0, 16);
}

/** Also by this Node: what is compiled is good for no other. */
function isBuilt(id) {
  const file = join(dist, 'build.json');
  if (!existsSync(file)) return false;
  const built = JSON.parse(readFileSync(file, 'utf8'));
  return built.id === id && built.node === process.version;
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
        resolveDir: dirname(source),
        loader: 'js',
      }));
    },
  };
}

/** What `plan` and `apply` are made of, in the order they come to need it. Packs are told by sources, since chunks have no names. */
const PACKS = {
  start: [
    'src/commands/shell/main.ts',
    'src/commands/shell/run-command-line.ts',
    'node_modules/wsl-utils/index.js',
    'src/commands/plan.ts',
    'src/commands/apply.ts',
    'src/commands/shell/plan-flags.ts',
    'src/views/plan-text.ts',
  ],
  work: ['src/operations/plan.ts', 'src/commands/shell/show-plan.ts', 'src/commands/shell/carry-out.ts'],
};

/** Chunks as CommonJS, by their paths in dist/; and which of them each pack has. */
async function bundle(esbuild, into, id, templates) {
  const commands = filesBelow(join(root, 'src', 'commands'), /\.ts$/).filter(
    (file) => !relative(join(root, 'src', 'commands'), file).startsWith('shell'),
  );
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [
      { in: join(root, 'src/commands/shell/main.ts'), out: 'cli' },
      { in: join(root, 'src/commands/shell/help.ts'), out: 'help' },
      ...commands.map((file) => ({ in: file, out: relative(join(root, 'src'), file).replace(/\.ts$/, '') })),
    ],
    absWorkingDir: root,
    outdir: into,
    outExtension: { '.js': '.cjs' },
    write: false,
    metafile: true,
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
    define: { HATMAX_VERSION: JSON.stringify(pkg.version), HATMAX_BUILD: JSON.stringify(id) },
  });
  const chunks = new Map();
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code } = await esbuild.transform(text, {
        format: 'cjs',
        platform: 'node',
        target: 'node20.19',
        minifySyntax: true,
        minifyWhitespace: true,
        // Only what is loaded through `require` comes out of packs.
        supported: { 'dynamic-import': false },
        define: { 'import.meta.dirname': '__dirname' },
      });
      chunks.set(relative(into, path).split(sep).join('/'), code);
    }),
  );
  return { chunks, packs: packsOf(metafile.outputs, into) };
}

/** Each pack with what its sources import at once and no earlier pack has. */
function packsOf(outputs, into) {
  const nameOf = (path) => relative(into, join(root, path)).split(sep).join('/');
  const taken = new Set();
  return Object.entries(PACKS).map(([name, sources]) => {
    const modules = [];
    const take = (path) => {
      if (taken.has(path)) return;
      taken.add(path);
      for (const { path: other, kind, external } of outputs[path].imports)
        if (kind === 'import-statement' && !external) take(other);
      modules.push(nameOf(path));
    };
    for (const source of sources) {
      const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
      if (found === undefined) throw new Error(`no chunk begins with ${source}`);
      take(found[0]);
    }
    return { name: `${name}.pack.cjs`, modules };
  });
}

function writeChunks(into, chunks) {
  for (const [path, code] of chunks) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), code);
  }
}

/** What is in a pack is no file of its own any more: from here on, the loader alone can load the bundle. */
function writePacks(into, { chunks, packs }) {
  const laterPacks = Object.fromEntries(packs.slice(1).map(({ name, modules }) => [name, modules]));
  for (const [at, { name, modules }] of packs.entries()) {
    const definitions = modules.map(
      (path) =>
        `${JSON.stringify(path)}:function(exports,require,module,__filename,__dirname){${chunks.get(path)}\n}`,
    );
    const text = [
      `exports.others=${JSON.stringify(at === 0 ? laterPacks : {})};`,
      `exports.definitions={${definitions.join(',\n')}};`,
    ];
    writeFileSync(join(into, name), `${text.join('\n')}\n`);
    for (const path of modules) rmSync(join(into, path));
  }
  copyFileSync(join(root, 'scripts', 'loader.cjs'), join(into, 'main.cjs'));
}

/** oclif reads every flag of every command from this file, and loads only the command that runs. */
async function writeManifest(into) {
  const { Plugin } = await import('@oclif/core/config');
  const { oclifPackage } = createRequire(import.meta.url)(join(into, 'cli.cjs'));
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

/** Runs the commands that have to start quickly, and keeps what V8 compiled for them. */
async function writeCompiled(into) {
  const script = join(root, 'scripts', 'compile.cjs');
  const { code, output } = await run(process.execPath, [script, into], { capture: true });
  if (code !== 0) throw new Error(`the packs cannot be compiled:\n${output}`);
}

export async function build({ force = false } = {}) {
  const id = buildId();
  if (!force && isBuilt(id)) return { id, fresh: false };
  const esbuild = await import('esbuild');
  const into = join(root, `dist.${process.pid}`);
  rmSync(into, { recursive: true, force: true });
  try {
    const templates = await precompileTemplates(esbuild, into);
    const bundled = await bundle(esbuild, into, id, templates);
    rmSync(join(into, 'templates'), { recursive: true });
    writeFileSync(join(into, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
    writeChunks(into, bundled.chunks);
    await writeManifest(into);
    writePacks(into, bundled);
    await writeCompiled(into);
    writeFileSync(
      join(into, 'build.json'),
      `${JSON.stringify({ version: pkg.version, id, node: process.version })}\n`,
    );
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
