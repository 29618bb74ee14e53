import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Graph, GraphBuilder, markUnreachable } from '../../src/operations/graph-model.ts';
import { graphHtml } from '../../src/report/graph/html.ts';
import { looks, measureOverflow, openPage, screenshots, startBrowser, violationsOn } from './browser.ts';

/** The page of `keyway graph` in a browser. Leaves screenshots in node_modules/.cache/keyway-graph. */
jest.setTimeout(60_000);

const FOLDER = screenshots('graph');

// biome-ignore lint/suspicious/noExplicitAny: puppeteer's, whose types are not there
let browser: any;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

/** As many credentials as a large company has. Two of them share every third permission set. */
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

async function open(graph: Graph, look = {}) {
  const html = graphHtml(graph, 'keyway.yaml, environment uat → admin@acme.example (sandbox)');
  const opened = await openPage(browser, FOLDER, html, look);
  const shown = () =>
    opened.page.$$eval(
      '#paths > li',
      (items: readonly { hidden: boolean }[]) => items.filter(({ hidden }) => !hidden).length,
    );
  return { ...opened, shown };
}

describe('The page of a graph', () => {
  it.each(looks)('passes axe and fits its window: $scheme, $width pixels', async (look) => {
    const { page, complaints, requests, url } = await open(graphOf(12), look);
    await page.screenshot({ path: join(FOLDER, `${look.scheme}-${look.width}.png`), fullPage: true });
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [url] });
    expect(await violationsOn(page)).toEqual([]);
    await page.close();
  });

  it('with 200 credentials can be searched and filtered by user and by marks, by keyboard alone', async () => {
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

  it('runs no code from a name', async () => {
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
