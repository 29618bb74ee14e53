import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clientsFolder } from './installed.ts';

const CHROMIUM = [process.env.KEYWAY_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const { resolve: resolveClient } = createRequire(join(clientsFolder(), 'package.json'));

/** Light and dark, desktop and phone. */
export const looks = [
  { scheme: 'light', width: 1440 },
  { scheme: 'dark', width: 1440 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
];

// biome-ignore lint/suspicious/noExplicitAny: puppeteer's, whose types are not there
export async function startBrowser(): Promise<any> {
  if (CHROMIUM === undefined)
    throw new Error(
      'These tests need Chromium: apt-get install chromium, or set KEYWAY_CHROMIUM to its path.',
    );
  const { default: puppeteer } = await import(resolveClient('puppeteer-core'));
  return puppeteer.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
}

/** The folder for screenshots. */
export function screenshots(name: string): string {
  return resolve(`node_modules/.cache/keyway-${name}`);
}

/** Opens one of keyway's own pages from a file, and records its requests and errors. */
export async function openPage(
  // biome-ignore lint/suspicious/noExplicitAny: puppeteer's
  browser: any,
  folder: string,
  html: string,
  { scheme = 'light', width = 1440 } = {},
) {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'page.html');
  await writeFile(file, html);
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error: Error) => complaints.push(error.message));
  page.on('console', (message: { text(): string }) => complaints.push(message.text()));
  page.on('request', (request: { url(): string }) => requests.push(request.url()));
  await page.setViewport({ width, height: width < 500 ? 800 : 1000 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, requests, url: pathToFileURL(file).href };
}

/** axe-core's violations on a page. Bypasses the page's own policy, as browser tools do. */
// biome-ignore lint/suspicious/noExplicitAny: puppeteer's
export async function violationsOn(page: any): Promise<readonly unknown[]> {
  const session = await page.createCDPSession();
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await page.addScriptTag({ path: resolveClient('axe-core') });
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe's, in the page
    const result = await (globalThis as any).axe.run();
    return result.violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => [
      id,
      nodes.map(({ html }) => html),
    ]);
  });
}

/** The number of pixels by which a page is wider than its window. */
// biome-ignore lint/suspicious/noExplicitAny: puppeteer's
export function measureOverflow(page: any): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
}
