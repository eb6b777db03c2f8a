// Loaded before hatmax: counts its calls that change the disk below HATMAX_AT_ROOT, and at the one with the number
// HATMAX_AT does what HATMAX_AT_DO says: `kill` (SIGKILL, a real one), `SIGINT` or `SIGTERM` (as a person would send
// it), or an error code such as ENOSPC. At its end it writes how many calls there were to HATMAX_AT_COUNT.

import fs from 'node:fs';

const {
  HATMAX_AT_ROOT: root = '',
  HATMAX_AT: at = '0',
  HATMAX_AT_DO: deed = 'kill',
  HATMAX_AT_COUNT: answer,
} = process.env;
const writeFileSync = fs.writeFileSync;
const opened = new Set();
let calls = 0;

function meet(operation) {
  calls += 1;
  if (calls !== Number(at)) return;
  if (deed === 'kill') process.kill(process.pid, 'SIGKILL');
  if (deed.startsWith('SIG')) process.kill(process.pid, deed);
  else throw Object.assign(new Error(`${deed}: ${operation}`), { code: deed });
}

const inside = (path) => typeof path === 'string' && path.startsWith(`${root}/`);

for (const name of ['renameSync', 'linkSync', 'unlinkSync', 'rmdirSync', 'mkdirSync']) {
  const call = fs[name];
  fs[name] = (...args) => {
    if (args.some(inside) || args.some((arg) => typeof arg === 'string' && arg.startsWith('/proc/self/fd/')))
      meet(name);
    return call(...args);
  };
}
const openSync = fs.openSync;
fs.openSync = (path, flags, ...rest) => {
  const creates = typeof flags === 'string' ? /[wa]/.test(flags) : (flags & fs.constants.O_CREAT) !== 0;
  const ours = inside(path) || String(path).startsWith('/proc/self/fd/');
  if (creates && ours) meet('openSync');
  const fd = openSync(path, flags, ...rest);
  if (ours) opened.add(fd);
  return fd;
};
for (const name of ['writeSync', 'fsyncSync', 'fchmodSync']) {
  const call = fs[name];
  fs[name] = (fd, ...args) => {
    if (opened.has(fd)) meet(name);
    return call(fd, ...args);
  };
}
process.on('exit', () => {
  if (answer !== undefined) writeFileSync(answer, String(calls));
});
