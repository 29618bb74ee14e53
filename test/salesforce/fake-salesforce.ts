import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A received request with its body. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The answer: JSON, text with a status, or a handler (to break the connection, or to stay silent). */
export type Answer =
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  | ((response: ServerResponse) => void);

export interface FakeSalesforce extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
  /** As in `GET /services/data` or `POST /services/Soap/m/66.0`, without queries. */
  calls(): readonly string[];
}

export const TOKEN = '00D000000000001!AQ0Fake.Token_of_the_tests';

/** An HTTP server on loopback with the given answers, for what a working org never does. */
export async function fakeSalesforce(
  answer: (request: Received) => Answer | undefined,
): Promise<FakeSalesforce> {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body,
    };
    received.push(request);
    reply(
      response,
      answer(request) ??
        identity(request) ?? {
          status: 404,
          json: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
        },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    calls: () => received.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reply(response: ServerResponse, answer: Answer): void {
  if (typeof answer === 'function') {
    answer(response);
    return;
  }
  const { status = 200, json, text, headers } = answer;
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  const type = json !== undefined ? 'application/json' : body.startsWith('<') ? 'text/xml' : 'text/plain';
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

export const ORGANIZATION = {
  Id: '00D000000000001EAA',
  Name: 'Acme',
  IsSandbox: false,
  OrganizationType: 'Enterprise Edition',
  TrialExpirationDate: null as string | null,
  NamespacePrefix: null as string | null,
  InstanceName: 'EU99',
};

/** The three answers that connecting needs. */
export function identity(
  { path }: Received,
  organization: Partial<typeof ORGANIZATION> = {},
): Answer | undefined {
  if (path === '/services/data')
    return { json: [{ version: '60.0' }, { version: '67.0' }, { version: '66.0' }] };
  if (path === '/services/oauth2/userinfo') {
    return { json: { user_id: '005000000000001AAA', preferred_username: 'admin@acme.example' } };
  }
  if (path.includes('FROM%20Organization')) {
    return {
      json: { totalSize: 1, done: true, records: [{ attributes: {}, ...ORGANIZATION, ...organization }] },
    };
  }
  return undefined;
}

export function soapBody(inside: string, header = ''): Answer {
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header}<soapenv:Body>${inside}</soapenv:Body></soapenv:Envelope>`,
  };
}

export function soapFault(code: string, message: string): Answer {
  const answer = soapBody(
    `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring></soapenv:Fault>`,
  );
  return { ...answer, status: 500 };
}
