import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { strToU8, zipSync } from 'fflate';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import type { Answer } from './keyway.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface ProxiedOrg {
  readonly org: LocalOrg;
  /** Requests that reached the org through the proxy. */
  readonly seen: readonly Seen[];
  /** Requests that could change something: all except reads. */
  changing(): readonly string[];
  /** Clears the recorded requests. */
  forget(): void;
  /** Waits for a request. */
  until(found: (request: Seen) => boolean): Promise<void>;
  /** The environment variables for this org, with its token. */
  readonly env: Readonly<Record<string, string>>;
  /** While true, clients see a deploy job that never ends. */
  stuck: boolean;
  /** Requests directly from the org, without being counted. */
  get(path: string): Promise<Answer>;
  query(soql: string): Promise<Answer[]>;
  toolingQuery(soql: string): Promise<Answer[]>;
  /** A component as XML, from the Metadata API's readMetadata. */
  readMetadata(type: string, name: string): Promise<string>;
  apex(source: string): Promise<Answer>;
  /** Deploys files in metadata format, like another client. */
  deploy(files: Readonly<Record<string, string>>): Promise<void>;
}

const running = new Set<() => Promise<unknown>>();

/** An org in this process behind a counting proxy. keyway is a separate process that uses HTTP. */
export async function startOrg(options: LocalOrgOptions = {}): Promise<ProxiedOrg> {
  const org = await createLocalOrg(options);
  const seen: Seen[] = [];
  const state = { stuck: false };
  const server = createServer(async (incoming, outgoing) => {
    const body = await textOf(incoming);
    seen.push({ method: incoming.method ?? '', path: incoming.url ?? '', body });
    const passed = send(
      `${org.url}${incoming.url}`,
      { method: incoming.method, headers: { ...incoming.headers, 'accept-encoding': 'identity' } },
      async (answer) => {
        const text = await textOf(answer);
        // A query that isn't done and has no next page is not an answer.
        const isQuery = /\/(?:query|composite)\b/.test(incoming.url ?? '');
        const said = state.stuck && !isQuery ? neverDone(text) : text;
        const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, headers).end(said);
      },
    );
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await org.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
    const response = await fetch(org.url + path, { ...init, headers: { ...headers, ...init.headers } });
    return response.text();
  };
  const get = async (path: string) => JSON.parse(await ask(`/services/data/v66.0${path}`));
  return {
    org,
    seen,
    changing: () =>
      seen
        .filter(({ method, path, body }) => method !== 'GET' && !isReading(path, body))
        .map(({ method, path }) => `${method} ${path}`),
    forget: () => {
      seen.length = 0;
    },
    until: async (found) => {
      const end = Date.now() + 30_000;
      while (!seen.some(found)) {
        if (Date.now() > end) throw new Error('the request that was waited for did not come');
        await sleep(20);
      }
    },
    env: { SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: url },
    get stuck() {
      return state.stuck;
    },
    set stuck(value) {
      state.stuck = value;
    },
    get,
    query: async (soql) => (await get(`/query?q=${encodeURIComponent(soql)}`)).records,
    toolingQuery: async (soql) => (await get(`/tooling/query?q=${encodeURIComponent(soql)}`)).records,
    readMetadata: (type, name) =>
      ask('/services/Soap/m/66.0', {
        method: 'POST',
        headers: { 'content-type': 'text/xml', soapaction: '""' },
        body: envelope(org.accessToken, type, name),
      }),
    deploy: (files) => deployAs(org, files),
    apex: (source) => get(`/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(source)}`),
  };
}

/** Call after each test: stops every org that the test started. */
export async function closeOrgs(): Promise<void> {
  await Promise.all([...running].map((close) => close()));
  running.clear();
}

/** The Metadata API's SOAP calls that read, and combined queries. */
function isReading(path: string, body: string): boolean {
  if (path.endsWith('/composite'))
    return (JSON.parse(body) as Answer).compositeRequest.every(({ method }: Answer) => method === 'GET');
  return (
    path.includes('/Soap/m/') &&
    /<(?:\w+:)?(?:readMetadata|listMetadata|describeMetadata|checkDeployStatus)\b/.test(body)
  );
}

async function deployAs(org: LocalOrg, files: Readonly<Record<string, string>>): Promise<void> {
  const members = Object.keys(files).map((path) => path.replace(/.*\/|\.\w+$/g, ''));
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types>${members.map((name) => `<members>${name}</members>`).join('')}<name>PermissionSet</name></types><version>66.0</version></Package>`;
  const zip = zipSync(
    Object.fromEntries(
      Object.entries({ ...files, 'package.xml': manifest }).map(([path, text]) => [path, strToU8(text)]),
    ),
  );
  const form = new FormData();
  form.append('json', JSON.stringify({ deployOptions: { singlePackage: true, rollbackOnError: true } }));
  form.append('file', new Blob([Buffer.from(zip)]), 'deploy.zip');
  const path = `${org.url}/services/data/v66.0/metadata/deployRequest`;
  const headers = { authorization: `Bearer ${org.accessToken}` };
  const started = (await (await fetch(path, { method: 'POST', headers, body: form })).json()) as Answer;
  for (;;) {
    const answer = await fetch(`${path}/${started.id}?includeDetails=true`, { headers });
    const { deployResult } = (await answer.json()) as Answer;
    if (deployResult.status === 'Succeeded') return;
    if (deployResult.done) throw new Error(JSON.stringify(deployResult));
    await sleep(20);
  }
}

function neverDone(text: string): string {
  return text
    .replaceAll('<done>true</done>', '<done>false</done>')
    .replaceAll('<status>Succeeded</status>', '<status>InProgress</status>')
    .replaceAll('"done":true', '"done":false')
    .replaceAll('"status":"Succeeded"', '"status":"InProgress"');
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const envelope = (token: string, type: string, name: string) => `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata">
<soapenv:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></soapenv:Header>
<soapenv:Body><readMetadata><type>${type}</type><fullNames>${name}</fullNames></readMetadata></soapenv:Body></soapenv:Envelope>`;
