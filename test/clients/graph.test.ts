import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Graph, GraphBuilder, markUnreachable } from '../../src/operations/graph-model.ts';
import { graphHtml } from '../../src/report/graph/html.ts';
import { clientsFolder } from './installed.ts';

/** The page of `keyway graph` in a browser. Screenshots are left in node_modules/.cache/keyway-graph, to be looked at. */
jest.setTimeout(60_000);

const FOLDER = resolve('node_modules/.cache/keyway-graph');
const CHROMIUM = [process.env.KEYWAY_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const { resolve: resolveClient } = createRequire(join(clientsFolder(), 'package.json'));

// biome-ignore lint/suspicious/noExplicitAny: puppeteer's, whose types are not there
let browser: any;

beforeAll(async () => {
  if (CHROMIUM === undefined)
    throw new Error(
      'These tests need Chromium: apt-get install chromium, or set KEYWAY_CHROMIUM to its path.',
    );
  await mkdir(FOLDER, { recursive: true });
  const { default: puppeteer } = await import(resolveClient('puppeteer-core'));
  browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
});

afterAll(() => browser?.close());

/** As many credentials as a large company has; every third permission set is shared by two. */
function graphOf(credentials: number): Graph {
  const graph = new GraphBuilder();
  for (let index = 0; index < credentials; index += 1) {
    const number = String(index).padStart(3, '0');
    const external = graph.node('externalCredential', `Service${number}`, { detail: 'Oauth' });
    const principal = graph.node('principal', `Service${number}-Main`, { detail: 'NamedPrincipal' });
    const named = graph.node('namedCredential', `Api${number}`, { detail: `api${number}.acme.example` });
    const set = graph.node('access', `Access${index - (index % 3)}`, { detail: 'permission set' });
    const user = graph.node('user', index % 7 === 0 ? 'autoproc' : `user${index % 20}@acme.example`);
    graph.edge(user, set, index % 11 === 0 ? [{ kind: 'missing', text: "doesn't have it in the org" }] : []);
    graph.edge(set, principal, index % 13 === 0 ? [{ kind: 'wide', text: 'not in the config' }] : []);
    graph.edge(principal, external);
    graph.edge(external, named);
    if (index % 17 === 0)
      graph.node('namedCredential', `Api${number}`, { marks: [{ kind: 'drifted', text: 'differs in url' }] });
  }
  return markUnreachable(graph);
}

async function open(graph: Graph, { scheme = 'light', width = 1440 } = {}) {
  const file = join(FOLDER, 'page.html');
  await writeFile(file, graphHtml(graph, 'keyway.yaml, environment uat → admin@acme.example (sandbox)'));
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error: Error) => complaints.push(error.message));
  page.on('console', (message: { text(): string }) => complaints.push(message.text()));
  page.on('request', (request: { url(): string }) => requests.push(request.url()));
  await page.setViewport({ width, height: width < 500 ? 800 : 1000 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(file).href);
  const shown = () =>
    page.$$eval(
      '#paths > li',
      (items: readonly { hidden: boolean }[]) => items.filter(({ hidden }) => !hidden).length,
    );
  return { page, complaints, requests, shown, url: pathToFileURL(file).href };
}

const looks = [
  { scheme: 'light', width: 1440 },
  { scheme: 'dark', width: 1440 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
];

describe('The page of a graph', () => {
  it.each(looks)('passes axe and fits its window: $scheme, $width pixels', async (look) => {
    const { page, complaints, requests, url } = await open(graphOf(12), look);
    await page.screenshot({ path: join(FOLDER, `${look.scheme}-${look.width}.png`), fullPage: true });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [url] });
    // Run past the page's own policy, as a browser's tools are.
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
    await page.close();
  });

  it('of 200 credentials is searched and filtered by user and by marks, by keyboard alone', async () => {
    const { page, shown } = await open(graphOf(200));
    await page.screenshot({ path: join(FOLDER, '200.png') });
    expect(await shown()).toBe(200);
    await page.keyboard.press('/');
    await page.keyboard.type('api042');
    expect(await shown()).toBe(1);
    const said = await page.$eval('#status', ({ textContent }: { textContent: string }) => textContent);
    expect(said).toBe('1 of 200 paths shown');
    await page.keyboard.press('Escape');
    expect(await shown()).toBe(200);
    await page.keyboard.press('Tab');
    await page.keyboard.type('user1@acme.example');
    const ofUser = await shown();
    expect(ofUser).toBeGreaterThan(0);
    expect(ofUser).toBeLessThan(60);
    await page.keyboard.press('Escape');
    await page.focus('#marked');
    await page.keyboard.press('Space');
    expect(await shown()).toBeLessThan(200);
    await page.close();
  });

  it('runs nothing that a name brings', async () => {
    const graph = new GraphBuilder();
    graph.node(
      'user',
      '</option></select><img src=x onerror="document.title=1"><script>document.title=1</script>',
    );
    graph.edge(
      graph.node('user', `"' onfocus=document.title=1 autofocus x="`),
      graph.node('access', '</li><svg onload=document.title=1>'),
    );
    const { page, complaints, requests, url } = await open(markUnreachable(graph));
    expect(await page.title()).toBe('Who can call what');
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [url] });
    await page.close();
  });
});
