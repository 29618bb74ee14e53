import type { Context, MiddlewareHandler } from 'hono';

/** One answered request. */
export interface LoggedRequest {
  /** Time of arrival, in milliseconds since 1970, by this machine's clock. */
  readonly at: number;
  readonly method: string;
  /** With the names of its query parameters, but never their values. */
  readonly path: string;
  /** Only set for a SOAP request. */
  readonly operation?: string;
  /** HTTP status; undefined if the connection was closed. */
  readonly status?: number;
  readonly milliseconds: number;
}

export interface RequestLog {
  readonly middleware: MiddlewareHandler;
  /** Newest first. */
  list(): readonly LoggedRequest[];
}

const KEPT = 100;

/** The context variable with the operation of a SOAP envelope. */
export const OPERATION = 'operation';

/** Records the last requests, in memory only. Leaves out the inspector's own and those between keyway processes. */
export const createRequestLog = (): RequestLog => {
  const requests: LoggedRequest[] = [];
  return {
    list: () => requests.toReversed(),
    middleware: async (c, next) => {
      const at = Date.now();
      const start = performance.now();
      await next();
      if (c.req.path.startsWith('/local-org/')) return;
      const operation: unknown = c.get(OPERATION);
      const dropped = c.res.headers.has('x-hono-already-sent');
      requests.push({
        at,
        method: c.req.method.slice(0, 10),
        path: `${c.req.path}${queryNames(c)}`,
        ...(typeof operation === 'string' ? { operation: operation.slice(0, 60) } : {}),
        ...(dropped ? {} : { status: c.res.status }),
        milliseconds: performance.now() - start,
      });
      if (requests.length > KEPT) requests.shift();
    },
  };
};

/** `?q=…&columns=…`. Something that doesn't look like a name may be a value. */
const queryNames = (c: Context): string => {
  const [, query] = c.req.url.split('?', 2);
  if (query === undefined || query === '') return '';
  const names = query
    .split('&', 6)
    .map((pair) => (/^[A-Za-z][A-Za-z_]{0,24}(?==)/.exec(pair)?.[0] ?? '').concat('=…'));
  return `?${names.join('&')}`;
};
