import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleFolder, hatmax, read, write } from '../cli/hatmax.ts';
import { missing, PARTS } from './parts.ts';

const FLAGS = [
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run',
  '--disable-background-networking --disable-component-update --disable-sync',
].flatMap((words) => words.split(' '));

/** What is used of playwright-core, which is no dependency of hatmax. */
interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(code: string): Promise<T>;
  on(
    event: 'console' | 'pageerror' | 'request',
    told: (what: { text?(): string; url?(): string }) => void,
  ): void;
  waitForSelector(selector: string): Promise<unknown>;
  close(): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}
interface Browser {
  newPage(options: object): Promise<Page>;
  close(): Promise<void>;
}

describe.skipIf(missing('playwright', 'chromium').length > 0)('plan --html in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    const { chromium } = await import(pathToFileURL(join(PARTS.playwright, 'index.mjs')).href);
    browser = await chromium.launch({ executablePath: PARTS.chromium, args: FLAGS });
  });
  afterAll(() => browser?.close());

  /** A plan with hand edits, updates and a new service. */
  async function changedPlan(): Promise<string> {
    const cwd = exampleFolder('todo');
    expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
    write(cwd, 'hatmax.yml', read(cwd, 'hatmax.yml').replace('len 1..200', 'len 1..300'));
    write(cwd, 'services/todo/src/app.ts', `// by hand\n${read(cwd, 'services/todo/src/app.ts')}`);
    expect((await hatmax(['plan', '--html', 'plan.html'], { cwd })).code).toBe(0);
    return pathToFileURL(join(cwd, 'plan.html')).href;
  }

  async function opened(url: string, options: object): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage(options);
    const faults: string[] = [];
    page.on('console', (said) => faults.push(said.text?.() ?? ''));
    page.on('pageerror', (fault) => faults.push(String(fault)));
    page.on(
      'request',
      (request) => request.url?.().startsWith('file:') || faults.push(request.url?.() ?? ''),
    );
    await page.goto(url);
    return { page, faults };
  }

  test('at two widths, light and dark: no fault, no request, no sideways scrolling', async () => {
    const url = await changedPlan();
    const grounds = new Set<string>();
    for (const colorScheme of ['light', 'dark'])
      for (const width of [1280, 420]) {
        const { page, faults } = await opened(url, { colorScheme, viewport: { width, height: 900 } });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        grounds.add(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
        expect(faults).toEqual([]);
        await page.close();
      }
    expect(grounds.size).toBe(2);
  });

  test('is read with the keyboard alone', async () => {
    const { page, faults } = await opened(await changedPlan(), { viewport: { width: 1280, height: 900 } });
    await page.keyboard.press('j');
    expect(await page.evaluate('location.hash')).toBe('#f1');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.evaluate('document.querySelector(".file.here").id')).toBe('f1');
    await page.keyboard.press('/');
    await page.keyboard.type('by hand');
    await page.waitForSelector('#found:has-text("1 of ")');
    expect(await page.evaluate('document.querySelector(".file:not([hidden])").dataset.path')).toBe(
      'services/todo/src/app.ts',
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.evaluate('document.querySelector("dialog").open')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.querySelector("dialog").open')).toBe(false);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('says all it has to say without script', async () => {
    const { page } = await opened(await changedPlan(), { javaScriptEnabled: false });
    expect(await page.evaluate('document.querySelector("h1").textContent')).toMatch(/^Plan: /);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".find")).display')).toBe('none');
    expect(await page.evaluate('document.querySelectorAll(".graph rect.box").length')).toBeGreaterThan(5);
    expect(await page.evaluate('document.querySelectorAll("td.add mark").length')).toBeGreaterThan(0);
    await page.close();
  });
});
