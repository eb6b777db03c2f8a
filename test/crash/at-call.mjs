// Loaded before a program: counts its calls that change the disk below HATMAX_AT_ROOT, and at the one with the number
// HATMAX_AT (or at the HATMAX_AT_LOOK-th call of all, those that only read too) does what HATMAX_AT_DO says: `kill`
// (SIGKILL, a real one), `SIGINT` or `SIGTERM` (as a person would send it), `edit:PATH` (a person saves
// another file there), `wait:PATH` (it makes that file and stands still until it is gone), or an error code such as ENOSPC. At its end
// it writes both counts to HATMAX_AT_COUNT.

import fs from 'node:fs';
import { dirname } from 'node:path';

const {
  HATMAX_AT_ROOT: root = '',
  HATMAX_AT: at = '0',
  HATMAX_AT_LOOK: atLook = '0',
  HATMAX_AT_DO: deed = 'kill',
  HATMAX_AT_COUNT: answer,
} = process.env;
const { existsSync, writeFileSync } = fs;
const HAND = '// by hand: never to be lost\n';
const opened = new Set();
let calls = 0;
let looks = 0;

function meet(operation) {
  calls += 1;
  if (calls === Number(at)) act(operation);
}

function look(operation) {
  looks += 1;
  if (looks === Number(atLook)) act(operation);
}

function act(operation) {
  if (deed === 'kill') process.kill(process.pid, 'SIGKILL');
  if (deed.startsWith('SIG')) process.kill(process.pid, deed);
  else if (deed.startsWith('edit:')) save(`${root}/${deed.slice('edit:'.length)}`);
  else if (deed.startsWith('wait:')) wait(deed.slice('wait:'.length));
  else throw Object.assign(new Error(`${deed}: ${operation}`), { code: deed });
}

/** Not where its folder is gone: then an editor cannot save it either. */
function save(path) {
  if (!existsSync(dirname(path))) return;
  writeFileSync(path, HAND);
  process.stderr.write('(saved by hand)\n');
}

function wait(path) {
  writeFileSync(path, '');
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(path)) Atomics.wait(nobody, 0, 0, 1);
}

const inside = (path) =>
  typeof path === 'string' && (path.startsWith(`${root}/`) || path.startsWith('/proc/self/fd/'));

for (const name of ['renameSync', 'linkSync', 'unlinkSync', 'rmdirSync', 'mkdirSync']) {
  const call = fs[name];
  fs[name] = (...args) => {
    look(name);
    if (args.some(inside)) meet(name);
    return call(...args);
  };
}
const openSync = fs.openSync;
fs.openSync = (path, flags, ...rest) => {
  look('openSync');
  const creates = typeof flags === 'string' ? /[wa]/.test(flags) : (flags & fs.constants.O_CREAT) !== 0;
  if (creates && inside(path)) meet('openSync');
  const fd = openSync(path, flags, ...rest);
  if (inside(path)) opened.add(fd);
  return fd;
};
const closeSync = fs.closeSync;
fs.closeSync = (fd) => {
  opened.delete(fd);
  return closeSync(fd);
};
for (const name of ['writeSync', 'fsyncSync', 'fsync', 'fchmodSync']) {
  const call = fs[name];
  fs[name] = (fd, ...args) => {
    look(name);
    if (opened.has(fd)) meet(name);
    return call(fd, ...args);
  };
}
for (const name of ['lstatSync', 'statSync', 'readdirSync', 'readFileSync', 'existsSync', 'fstatSync']) {
  const call = fs[name];
  fs[name] = (...args) => {
    look(name);
    return call(...args);
  };
}
process.on('exit', () => {
  if (answer !== undefined) writeFileSync(answer, `${calls} ${looks}`);
});
