import http from 'node:http';

/** An answer on its way back, which a test can change. */
export interface Answer {
  readonly method: string;
  /** Includes the query, decoded. */
  readonly path: string;
  status: number;
  body: string;
}

export interface RewritingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** The parts of a composite answer, each to be changed as if it had arrived separately. */
function answersIn(answer: Answer, sent: string): readonly Answer[] {
  if (!answer.path.endsWith('/composite') || answer.status !== 200) return [answer];
  const { compositeRequest } = JSON.parse(sent) as { compositeRequest: readonly { url: string }[] };
  const { compositeResponse } = JSON.parse(answer.body) as {
    compositeResponse: { body: unknown; httpStatusCode: number }[];
  };
  return compositeResponse.map((one, index) => ({
    method: 'GET',
    path: decodeURIComponent((compositeRequest[index]?.url ?? '').replaceAll('+', ' ')),
    get status() {
      return one.httpStatusCode;
    },
    set status(status) {
      one.httpStatusCode = status;
      answer.body = JSON.stringify({ compositeResponse });
    },
    get body() {
      return JSON.stringify(one.body);
    },
    set body(body) {
      one.body = JSON.parse(body);
      answer.body = JSON.stringify({ compositeResponse });
    },
  }));
}

/** A proxy before a local org on loopback that changes its answers, like an org that hides something from a user. */
export async function rewritingProxy(
  target: string,
  rewrite: (answer: Answer) => void,
  /** Requests that never reach the org and are never answered. */
  isHeld: (method: string, path: string) => boolean = () => false,
): Promise<RewritingProxy> {
  const own = () => `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      if (isHeld(request.method ?? 'GET', request.url ?? '')) return;
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
      const answered = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      const answer: Answer = {
        method: request.method ?? 'GET',
        path: decodeURIComponent((request.url ?? '').replaceAll('+', ' ')),
        status: answered.status,
        body: (await answered.text()).replaceAll(target, own()),
      };
      for (const one of answersIn(answer, Buffer.concat(chunks).toString())) rewrite(one);
      response.writeHead(answer.status, {
        'content-type': answered.headers.get('content-type') ?? 'text/plain',
      });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: own(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
