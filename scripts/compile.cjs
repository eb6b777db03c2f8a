// node compile.cjs DIST: runs `apply` and `plan` of a small system on the bundle in DIST, and writes what V8 compiled for them
// beside its packs. A process of its own: it changes folder and output.
'use strict';
const { cpSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const [dist] = process.argv.slice(2);
const spec = join(__dirname, '..', 'examples', 'todo', 'hatmax.yml');

async function compile() {
  const cli = require(join(dist, 'main.cjs'));
  cli.compile();
  const folder = mkdtempSync(join(tmpdir(), 'hatmax-build-'));
  const write = process.stdout.write;
  try {
    process.stdout.write = () => true;
    cpSync(spec, join(folder, 'hatmax.yml'));
    for (const command of [['plan'], ['apply', '--auto-approve'], ['plan']]) {
      await cli.main([...command, '--chdir', folder]);
      if (process.exitCode !== 0) throw new Error(`hatmax ${command[0]} ended with ${process.exitCode}`);
    }
  } finally {
    process.stdout.write = write;
    rmSync(folder, { recursive: true, force: true });
  }
  for (const { file, bytes } of cli.compiled()) writeFileSync(file, bytes);
}

compile();
