import type { KeywayError } from '../errors/index.ts';
import { SalesforceFault, wireError } from './errors.ts';
import type { OrgConnection } from './org-connection.ts';
import { faultOf, rest } from './rest.ts';

/*
 * Combines concurrent queries into one request (REST API Developer Guide, "Send Multiple Requests Using Composite";
 * Tooling API, "Improve Performance with the Composite Resource"). Callers don't notice.
 */

/** A composite request contains at most five queries. */
const queriesAtOnce = 5;

/** The org's answer; undefined for a query that must be sent alone. */
export type Together = { readonly body: unknown } | undefined;

type Api = '' | '/tooling';

interface Asked {
  /** Relative to `/services/data/vNN.0`. */
  readonly path: string;
  readonly api: Api;
  readonly what: string;
  readonly resolve: (answer: Together) => void;
  readonly reject: (error: KeywayError) => void;
}

/** The API of a query, by its path. The Tooling API has its own composite resource. */
function apiOf(path: string): Api {
  return path.startsWith('/tooling/') ? '/tooling' : '';
}

const waiting = new WeakMap<OrgConnection, Asked[]>();

/**
 * Combines a query with all others for this org at the same moment.
 * @throws KeywayError if the org refuses the request
 */
export function queryTogether(connection: OrgConnection, path: string, what: string): Promise<Together> {
  return new Promise((resolve, reject) => {
    const asked: Asked = { path, api: apiOf(path), what, resolve, reject };
    const others = waiting.get(connection);
    if (others) {
      others.push(asked);
      return;
    }
    waiting.set(connection, [asked]);
    // By then, concurrent code has reached its first request.
    setImmediate(() => {
      const all = waiting.get(connection) ?? [];
      waiting.delete(connection);
      for (const api of ['', '/tooling'] as const) {
        const own = all.filter((one) => one.api === api);
        for (let at = 0; at < own.length; at += queriesAtOnce)
          void send(connection, api, own.slice(at, at + queriesAtOnce));
      }
    });
  });
}

interface CompositeAnswer {
  readonly compositeResponse: readonly {
    readonly body: unknown;
    readonly httpStatusCode: number;
    readonly referenceId: string;
  }[];
}

async function send(connection: OrgConnection, api: Api, asked: readonly Asked[]): Promise<void> {
  const alone = () => {
    for (const { resolve } of asked) resolve(undefined);
  };
  if (asked.length === 1) return alone();
  try {
    const { compositeResponse } = await rest<CompositeAnswer>(connection, {
      method: 'POST',
      path: `${api}/composite`,
      json: {
        compositeRequest: asked.map(({ path }, index) => ({
          method: 'GET',
          url: `/services/data/v${connection.apiVersion}${path}`,
          referenceId: referenceOf(index),
        })),
      },
      what: asked.map(({ what }) => what).join(', '),
      idempotent: true,
      answer: ({ composite }) => composite,
    });
    for (const [index, { what, resolve, reject }] of asked.entries()) {
      const { httpStatusCode = 500, body } =
        compositeResponse.find(({ referenceId }) => referenceId === referenceOf(index)) ?? {};
      if (httpStatusCode === 200) resolve({ body });
      // Send missing or temporarily failed queries again, with the retries of every request.
      else if (httpStatusCode >= 500 || httpStatusCode === 401) resolve(undefined);
      else reject(wireError(faultOf(httpStatusCode, body), connection.place(what)));
    }
  } catch (error) {
    const known = wireError(error, connection.place(''));
    // If the org answered, separate queries give better errors.
    if (known.cause instanceof SalesforceFault || known.code === 'UnexpectedAnswer') alone();
    else for (const { reject } of asked) reject(known);
  }
}

function referenceOf(index: number): string {
  return `query${index}`;
}
