// The entry of the bundle, dist/main.cjs. What most commands need lies together in packs, with the form V8 compiles them to
// beside them: to start is then to read a few files, and not to resolve, read and parse a hundred.
'use strict';
const { readFileSync } = require('node:fs');
const nodeModule = require('node:module');
const { dirname, extname, isAbsolute, join } = require('node:path');
const { Script } = require('node:vm');

/** Made by and for this very Node. In any other V8 would refuse it, and parse. */
const COMPILED = `.${process.version}-${process.platform}-${process.arch}.compiled`;

const modules = new Map();
const definitions = new Map();
/** Packs that were not opened, by the modules in them. */
const closed = new Map();
const scripts = new Map();
let compiling = false;

/** A file as a function of what CommonJS gives it. The bundle is ASCII, so that its bytes are its text. */
function define(file, cachedData) {
  const text = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(text, { filename: file, cachedData });
  if (compiling) scripts.set(file, script);
  return script.runInThisContext();
}

function run(file, definition) {
  const module = { exports: {} };
  modules.set(file, module);
  definition(module.exports, requireFrom(dirname(file)), module, file, dirname(file));
  return module.exports;
}

function load(file) {
  if (extname(file) !== '.cjs') return require(file);
  const known = modules.get(file);
  if (known !== undefined) return known.exports;
  if (closed.has(file)) openPack(closed.get(file));
  return run(file, definitions.get(file) ?? define(file));
}

function requireFrom(folder) {
  const own = (name) => {
    if (name.startsWith('.')) return load(join(folder, name));
    return isAbsolute(name) ? load(name) : require(name);
  };
  own.resolve = require.resolve;
  return own;
}

function openPack(name) {
  const file = join(__dirname, name);
  const cachedData = compiledOf(file);
  // Another Node than the one that built it: from 22.1 on, Node itself keeps what it compiled.
  const foreign = cachedData === undefined && !compiling;
  if (foreign) nodeModule.enableCompileCache?.();
  const pack = foreign ? require(file) : run(file, define(file, cachedData));
  for (const [path, definition] of Object.entries(pack.definitions))
    definitions.set(join(__dirname, path), definition);
  for (const [other, paths] of Object.entries(pack.others))
    for (const path of paths) closed.set(join(__dirname, path), other);
  for (const path of Object.keys(pack.definitions)) closed.delete(join(__dirname, path));
}

function compiledOf(file) {
  try {
    return readFileSync(`${file}${COMPILED}`);
  } catch {
    return undefined;
  }
}

exports.main = (argv) => {
  if (definitions.size === 0) openPack('start.pack.cjs');
  return load(join(__dirname, 'cli.cjs')).main(argv);
};

/** For the build: from now on packs are compiled here, so that `compiled` has the files to write beside them. */
exports.compile = () => {
  compiling = true;
};
exports.compiled = () =>
  [...scripts]
    .filter(([file]) => file.endsWith('.pack.cjs'))
    .map(([file, script]) => ({ file: `${file}${COMPILED}`, bytes: script.createCachedData() }));
