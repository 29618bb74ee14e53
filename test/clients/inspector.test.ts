import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Client, closeAll, startOrg } from '../local/salesforce/client.ts';
import {
  access,
  chain,
  externalCredential,
  packageXml,
  permissionSet,
  principal,
} from '../local/salesforce/samples.ts';
import { clientsFolder } from './installed.ts';

/** The inspector in a browser. Leaves screenshots in node_modules/.cache/keyway-inspector. */
jest.setTimeout(60_000);

const SCREENSHOTS = resolve('node_modules/.cache/keyway-inspector');
const CHROMIUM = [
  process.env.KEYWAY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== undefined && existsSync(path));

const { resolve: resolveClient } = createRequire(join(clientsFolder(), 'package.json'));

// biome-ignore lint/suspicious/noExplicitAny: puppeteer's, whose types are not there
let browser: any;
// biome-ignore lint/suspicious/noExplicitAny: the same
let page: any;
let client: Client;
let complaints: string[];

beforeAll(async () => {
  if (CHROMIUM === undefined)
    throw new Error(
      'These tests need Chromium: apt-get install chromium, or set KEYWAY_CHROMIUM to its path.',
    );
  await mkdir(SCREENSHOTS, { recursive: true });
  const { default: puppeteer } = await import(resolveClient('puppeteer-core'));
  browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

afterAll(() => browser?.close());

beforeEach(async () => {
  client = await startOrg({
    seed: { organizationName: 'Acme Energy', users: [{ username: 'dana@acme.example', alias: 'dana' }] },
  });
  await client.deploy(chain());
  page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 1000 });
  complaints = [];
  page.on('pageerror', (error: Error) => complaints.push(error.message));
  page.on('console', (message: { type(): string; text(): string }) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
});

afterEach(async () => {
  await page?.close();
  await closeAll();
});

const open = () => page.goto(client.org.url);
const text = (): Promise<string> => page.$eval('body', (body: { innerText: string }) => body.innerText);
const see = (words: string) =>
  page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(words)})`, { timeout: 5000 });

const assign = (alias: string, name: string) =>
  client.apex(
    `insert new PermissionSetAssignment(AssigneeId=[SELECT Id FROM User WHERE Alias='${alias}'].Id, PermissionSetId=[SELECT Id FROM PermissionSet WHERE Name='${name}'].Id);`,
  );

/** Two named users, a failed job, a forked chain: a typical day. */
const fill = async () => {
  await client.deploy({
    'package.xml': packageXml([
      'ExternalCredential/Weather',
      'PermissionSet/Forecasts',
      'PermissionSet/Maps',
    ]),
    'externalCredentials/Weather.externalCredential': externalCredential(
      'Custom',
      principal('Reader') + principal('Writer').replace('>1<', '>2<'),
      'Weather',
    ),
    'permissionsets/Forecasts.permissionset': permissionSet(access('Weather-Reader'), 'Forecasts'),
    'permissionsets/Maps.permissionset': permissionSet(
      access('Weather-Reader') + access('Weather-Writer'),
      'Maps',
    ),
  });
  await client.deploy({
    'package.xml': packageXml(['PermissionSet/Broken']),
    'permissionsets/Broken.permissionset': permissionSet(access('Nope-Nobody')),
  });
  await assign('autoproc', 'AcmeKeyAccess');
  await assign('dana', 'Forecasts');
  await client.get('/services/data/v66.0/chatter/feeds');
};

describe('the inspector in Chromium', () => {
  it('opens without errors and shows the chain', async () => {
    await open();
    await see('AcmeKeyAccess');
    await see('live');
    expect(complaints).toEqual([]);
  });

  it('updates without being reloaded', async () => {
    await open();
    await see('nobody has it');
    await assign('autoproc', 'AcmeKeyAccess');
    await see(`autoproc@${client.org.orgId.slice(0, 15).toLowerCase()}`);
    expect(await text()).not.toContain('nobody has it');
  });

  it('says when the org has stopped, and keeps its content', async () => {
    await open();
    await see('live');
    await client.org.close();
    await see('not running');
    expect(await text()).toContain('AcmeKeyAccess');
  });

  it('runs no code from a name', async () => {
    const hostile = '&lt;img src=x onerror="document.title=1">&lt;script>document.title=2&lt;/script>';
    await client.deploy({
      ...chain(),
      'permissionsets/AcmeKeyAccess.permissionset': permissionSet(access('AcmeKms-Key Service'), hostile),
    });
    await open();
    await see('live');
    await see('onerror');
    expect(await page.title()).toBe('Acme Energy · keyway local org');
    expect(await page.$$('#chain img, #chain script')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('works by keyboard: skip link, sections, jobs, and focus after a refresh', async () => {
    await open();
    await see('live');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate('document.activeElement.textContent.trim()');
    expect(await focused()).toBe('Skip to the chain');
    await page.focus('details.job summary');
    await page.keyboard.press('Enter');
    await see('Created');
    await client.deploy(chain(), { checkOnly: true });
    await see('3 of 3 validated');
    const key = await page.evaluate("document.activeElement.closest('details')?.dataset.key");
    expect(key).toBe('0Af000000000001CAA');
    expect(await page.$eval(`details[data-key="${key}"]`, ({ open: is }: { open: boolean }) => is)).toBe(
      true,
    );
  });

  it.each(['light', 'dark'])('passes axe (WCAG 2.2 AA), %s', async (scheme) => {
    await fill();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await open();
    await see('dana@acme.example');
    await page.screenshot({ path: join(SCREENSHOTS, `${scheme}.png`), fullPage: true });
    // Bypasses the page's own policy, as browser tools do.
    const session = await page.createCDPSession();
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    await page.addScriptTag({ path: resolveClient('axe-core') });
    const violations = await page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: axe's, in the page
      const result = await (globalThis as any).axe.run();
      return result.violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => [
        id,
        nodes.map(({ html }) => html),
      ]);
    });
    expect(violations).toEqual([]);
  });

  it('is readable on a narrow screen: only tables and the chain scroll sideways', async () => {
    await fill();
    await page.setViewport({ width: 400, height: 800 });
    await open();
    await see('live');
    await page.screenshot({ path: join(SCREENSHOTS, 'narrow.png') });
    const [wide, seen] = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(wide).toBeLessThanOrEqual(seen);
  });
});
