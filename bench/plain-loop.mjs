// The least that writing a tree can cost: its files, in memory, to another folder. With `hash`: reading and hashing them.
import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const [what, from, to] = process.argv.slice(2);
const paths = readdirSync(from)
  .filter((name) => name !== '.git' && name !== '.hatmax')
  .flatMap((name) => filesAt(join(from, name)));
const files =
  what === 'write' ? paths.map((path) => [join(to, relative(from, path)), readFileSync(path)]) : [];

const cpu = process.cpuUsage();
const started = process.hrtime.bigint();
if (what === 'hash') for (const path of paths) hash('sha256', readFileSync(path), 'hex');
else if (what === 'write') {
  const folders = new Set();
  for (const [path, bytes] of files) {
    const folder = dirname(path);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(path, bytes);
  }
}
const wall = Number(process.hrtime.bigint() - started) / 1e6;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1e3, files: paths.length }));

function filesAt(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
