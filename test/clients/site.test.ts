import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { looks, measureOverflow, screenshots, startBrowser, violationsOn } from './browser.ts';

/** The documentation site, built and opened like a visitor. */
jest.setTimeout(180_000);

const FOLDER = screenshots('site');
const SITE = resolve('site/dist');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
// biome-ignore lint/suspicious/noExplicitAny: puppeteer's, whose types are not there
let browser: any;
let server: http.Server;
let url: string;

beforeAll(async () => {
  execFileSync('npm', ['run', 'site', '--silent'], { stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(FOLDER, { recursive: true });
  server = http.createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname);
    const file = [join(SITE, path), join(SITE, `${path}.html`), join(SITE, path, 'index.html')].find(
      (one) => one.startsWith(SITE) && extname(one) !== '' && existsSync(one),
    );
    if (file === undefined) return response.writeHead(404).end();
    return response
      .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      .end(readFileSync(file));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function open(path: string, { scheme = 'light', width = 1440 } = {}) {
  const page = await browser.newPage();
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('pageerror', (error: Error) => complaints.push(error.message));
  page.on('request', (request: { url(): string }) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  await page.setViewport({ width, height: width < 500 ? 800 : 1000 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(url + path, { waitUntil: 'networkidle0' });
  return { page, elsewhere, complaints };
}

const pages = ['/', '/deploying', '/commands', '/ci', '/troubleshooting', '/coming-from/cumulusci'];

const nameOf = (path: string) => path.slice(1).replaceAll('/', '-') || 'index';

describe('the site', () => {
  it.each(pages.flatMap((path) => looks.map((look) => ({ path, ...look }))))(
    '$path passes axe and fits its window: $scheme, $width pixels',
    async ({ path, ...look }) => {
      const { page, elsewhere, complaints } = await open(path, look);
      await page.screenshot({ path: join(FOLDER, `${nameOf(path)}-${look.scheme}-${look.width}.png`) });
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
      expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
      expect(await violationsOn(page)).toEqual([]);
      await page.close();
    },
  );

  it('finds a page by one of its words', async () => {
    const { page } = await open('/deploying');
    await page.keyboard.press('/');
    await page.waitForSelector('.VPLocalSearchBox input');
    await page.keyboard.type('SetupAuditTrail');
    await page.waitForSelector('.VPLocalSearchBox .result');
    await page.screenshot({ path: join(FOLDER, 'search.png') });
    const found = await page.$$eval('.VPLocalSearchBox .result', (all: { href: string }[]) =>
      all.map(({ href }) => new URL(href).pathname),
    );
    expect(found).toContain('/approval');
    await page.close();
  });
});
