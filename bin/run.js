#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`hatmax needs Node 20.19 or newer, and this is Node ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  // Until the command line listens itself.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupted);
  start();
}

function interrupted() {
  process.stderr.write('Interrupted: nothing is half done. Run the command again to go on.\n');
  process.exit(130);
}

function start() {
  let cli;
  try {
    cli = require('../dist/main.cjs');
  } catch (error) {
    const unbuilt = error !== null && error.code === 'MODULE_NOT_FOUND';
    process.stderr.write(
      unbuilt
        ? 'hatmax is not built yet: run `npm install && npm run build` first.\n'
        : `hatmax could not start: ${error}\n`,
    );
    process.exitCode = 1;
    return;
  }
  cli.main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`hatmax could not start: ${error}\n`);
    process.exitCode = 1;
  });
}
