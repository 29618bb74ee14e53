import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PlanForOrg } from '../../src/report/markdown.ts';
import { planHtml } from '../../src/report/plan-html.ts';
import { looks, measureOverflow, openPage, screenshots, startBrowser, violationsOn } from './browser.ts';

/** The page of `keyway plan --html` in a browser. */
jest.setTimeout(60_000);

const FOLDER = screenshots('plan');
// biome-ignore lint/suspicious/noExplicitAny: puppeteer's, whose types are not there
let browser: any;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const hostileHtml = '</code></td><img src=x onerror="document.title=1"><script>document.title=1</script>';
const plan: PlanForOrg = {
  environment: 'production',
  org: { username: 'admin@acme.example', instanceUrl: 'https://acme.my.salesforce.com', kind: 'production' },
  changes: [
    {
      type: 'ExternalCredential',
      name: 'AcmeKms',
      action: 'create',
      risks: [],
      fields: [{ path: 'label', to: hostileHtml }],
    },
    {
      type: 'NamedCredential',
      name: hostileHtml,
      action: 'update',
      risks: ['url-host-change', 'key-path'],
      liveKeys: ['Data acme-data-1 (ACTIVE, version 2)'],
      fields: [
        { path: 'parameters.Url', from: `https://old.example/${'a'.repeat(150)}`, to: 'https://new.example' },
      ],
    },
    { type: 'PermissionSet', name: 'Old', action: 'delete', risks: ['component-removal'], fields: [] },
  ],
  notes: [hostileHtml],
  problems: [{ severity: 'warning', at: { file: 'keyway.yaml', line: 3, column: 1 }, message: hostileHtml }],
};

describe('The page of a plan', () => {
  it.each(looks)('passes axe, fits its window and runs no script: $scheme, $width pixels', async (look) => {
    const { page, complaints, requests, url } = await openPage(browser, FOLDER, planHtml(plan), look);
    await page.screenshot({ path: join(FOLDER, `${look.scheme}-${look.width}.png`), fullPage: true });
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
    expect(await page.title()).toBe('Plan for production');
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [url] });
    expect(await violationsOn(page)).toEqual([]);
    await page.close();
  });
});
