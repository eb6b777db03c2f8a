// Makes what docs/review.md shows: a comment and a picture of a page, from a run on an example. The picture needs
// Chromium and playwright-core, which test/real/install.sh installs.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, root } from './repository.mjs';

await ensureBuilt();
const cwd = mkdtempSync(join(tmpdir(), 'hatmax-pictures-'));
const into = join(root, 'docs', 'pictures');
const hatmax = (...args) =>
  execFileSync(process.execPath, [join(root, 'bin', 'run.js'), ...args], { cwd, encoding: 'utf8' });
const edit = (path, change) => writeFileSync(join(cwd, path), change(readFileSync(join(cwd, path), 'utf8')));

cpSync(join(root, 'examples', 'todo', 'hatmax.yml'), join(cwd, 'hatmax.yml'));
hatmax('apply', '--auto-approve');
edit('hatmax.yml', (text) =>
  text.replace('archived: bool = false', 'archived: bool = false\n          owner: string?'),
);
edit('services/todo/src/app.ts', (text) => `// Looked at by the platform team.\n${text}`);
mkdirSync(into, { recursive: true });
writeFileSync(join(into, 'plan-comment.md'), hatmax('plan', '--markdown', '--html', 'plan.html'));

const { HATMAX_TEST_CACHE, XDG_CACHE_HOME } = process.env;
const cache = HATMAX_TEST_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hatmax-test');
const version = /^PLAYWRIGHT=(\S+)$/m.exec(readFileSync(join(root, 'test/real/install.sh'), 'utf8'))[1];
const playwright = join(cache, `playwright-core-${version}`, 'node_modules', 'playwright-core', 'index.mjs');
const { chromium } = await import(pathToFileURL(playwright).href);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(pathToFileURL(join(cwd, 'plan.html')).href);
await page.screenshot({ path: join(into, 'plan-page.png') });
await browser.close();
rmSync(cwd, { recursive: true });
