// `npm run golden`: writes anew what tests compare with - reference pages and snapshots. Read the diff before you commit.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root, run } from './repository.mjs';

await ensureInstalled();
await ensureBuilt();
const { build } = await import('esbuild');
const bundled = join(root, 'node_modules', '.cache', 'reference.mjs');
await build({
  entryPoints: [join(root, 'scripts', 'reference.ts')],
  outfile: bundled,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const { referencePages } = await import(pathToFileURL(bundled).href);
for (const [path, text] of referencePages(root)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
rmSync(bundled);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { code } = await run(process.execPath, [
  vitest,
  'run',
  '--project',
  'unit',
  '--project',
  'cli',
  '--update',
]);
process.exitCode = code;
