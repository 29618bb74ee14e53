import { zipSync } from 'fflate';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../../src/local/salesforce/index.ts';
import { readXml, type XmlElement } from '../../../src/local/salesforce/xml/read.ts';

export const METADATA = 'http://soap.sforce.com/2006/04/metadata';
export const APEX = 'http://soap.sforce.com/2006/08/apex';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an API answers is looked at, not typed
  readonly body: any;
  readonly headers: Headers;
}

/** A local org with the simplest client: fetch, with a session. */
export interface Client {
  readonly org: LocalOrg;
  rest(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  get(path: string, token?: string): Promise<Answer>;
  query(soql: string, token?: string): Promise<Answer>;
  toolingQuery(soql: string): Promise<Answer>;
  soap(
    api: 'm' | 's',
    body: string,
    options?: { header?: string; token?: string; version?: string },
  ): Promise<{ status: number; text: string; body: XmlElement }>;
  deploy(files: Files, options?: Readonly<Record<string, unknown>>, token?: string): Promise<DeployAnswer>;
  apex(source: string, token?: string): Promise<Answer>;
}

export type Files = Readonly<Record<string, string>>;

export interface DeployAnswer {
  readonly id: string;
  readonly status: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an API answers is looked at, not typed
  readonly result: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly failures: readonly any[];
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly successes: readonly any[];
}

const running = new Set<LocalOrg>();

/** Call after each test: stops every org that the test started. */
export const closeAll = async (): Promise<void> => {
  await Promise.all([...running].map((org) => org.close()));
  running.clear();
};

export const startOrg = async (options: LocalOrgOptions = {}): Promise<Client> => {
  const org = await createLocalOrg(options);
  running.add(org);
  return clientOf(org);
};

export const clientOf = (org: LocalOrg): Client => {
  const rest: Client['rest'] = async (method, path, body, token = org.accessToken) => {
    const response = await fetch(org.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  };
  const get: Client['get'] = (path, token) => rest('GET', path, undefined, token);
  return {
    org,
    rest,
    get,
    query: (soql, token) => get(`/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, token),
    toolingQuery: (soql) => get(`/services/data/v66.0/tooling/query?q=${encodeURIComponent(soql)}`),
    soap: async (api, body, { header = '', token = org.accessToken, version = '66.0' } = {}) => {
      const namespace = api === 'm' ? METADATA : APEX;
      const envelope = `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`;
      const response = await fetch(`${org.url}/services/Soap/${api}/${version}`, {
        method: 'POST',
        body: envelope,
      });
      const text = await response.text();
      const [root] = readXml(text).children.filter(({ name }) => name === 'Body');
      return { status: response.status, text, body: root?.children[0] as XmlElement };
    },
    deploy: async (files, options = {}, token = org.accessToken) => {
      const form = new FormData();
      const deployOptions = { rollbackOnError: true, singlePackage: true, ...options };
      form.append('json', new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }));
      form.append('file', new Blob([zip(files)], { type: 'application/zip' }), 'package.zip');
      const headers = { authorization: `Bearer ${token}` };
      const path = '/services/data/v66.0/metadata/deployRequest';
      const sent = await fetch(org.url + path, { method: 'POST', headers, body: form });
      if (sent.status !== 201) throw new Error(`deploy refused: ${sent.status} ${await sent.text()}`);
      const { id } = (await sent.json()) as { id: string };
      for (;;) {
        const { body } = await get(`${path}/${id}?includeDetails=true`, token);
        const result = body.deployResult;
        if (result.done)
          return {
            id,
            status: result.status,
            result,
            failures: result.details.componentFailures,
            successes: result.details.componentSuccesses,
          };
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    apex: (source, token) =>
      get(
        `/services/data/v66.0/tooling/executeAnonymous/?anonymousBody=${encodeURIComponent(source)}`,
        token,
      ),
  };
};

export const zip = (files: Files): Uint8Array<ArrayBuffer> => {
  const encoder = new TextEncoder();
  return new Uint8Array(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]))),
  );
};
