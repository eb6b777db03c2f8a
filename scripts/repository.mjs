// What the scripts that run on a fresh clone share. Only Node: nothing is installed yet when these run.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every file below a folder whose path matches, sorted, so that hashes do not depend on the file system. */
export function filesBelow(folder, matching = /./) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => matching.test(file))
    .sort();
}

export function hashOf(base, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(relative(base, file).split(sep).join('/'))
      .update('\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Runs a command to its end and gives its exit code; output goes where the caller's goes unless it is captured. */
export function run(command, args, { cwd = root, env = process.env, capture = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** The versions the lockfile asks for are the installed ones: told by content, so that a copied tree counts too. */
function installed() {
  const wanted = join(root, 'package-lock.json');
  const present = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(present)) return false;
  const have = JSON.parse(readFileSync(present, 'utf8')).packages;
  return Object.entries(JSON.parse(readFileSync(wanted, 'utf8')).packages).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}

/** A fresh clone has no node_modules, and a pulled one may have old ones. */
export async function ensureInstalled(say = () => {}) {
  if (installed()) return;
  say('Installing what hatmax is built with (npm ci)');
  const { code, output } = await run(npm, ['ci', '--no-audit', '--no-fund'], { capture: true });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Error('npm ci failed: see above');
  }
}

export async function ensureBuilt(say = () => {}) {
  say('Building the hatmax CLI');
  const { build } = await import('./build.mjs');
  return build();
}
