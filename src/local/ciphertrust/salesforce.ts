import { badRequest, CipherTrustProblem, notFound } from './errors.ts';

/** A connection to a Salesforce org in CipherTrust's connection manager. */
export interface SalesforceConnection {
  /** Its name in requests. */
  readonly connection: string;
  /** A local org's `url`. */
  readonly url: string;
  readonly accessToken: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** Requests to one org by its own REST API. */
export interface Salesforce {
  query(soql: string): Promise<readonly Row[]>;
  toolingQuery(soql: string): Promise<readonly Row[]>;
  /** Reads the text or base64 of a blob field. */
  blob(path: string): Promise<string>;
  insert(sobject: string, row: Row): Promise<string>;
  update(sobject: string, id: string, row: Row): Promise<void>;
}

const DATA = '/services/data/v66.0';

export const salesforceOf = (connections: readonly SalesforceConnection[], name: string): Salesforce => {
  const connection = connections.find((one) => one.connection === name);
  if (connection === undefined) throw notFound(`connection ${name}`);
  const call = async (method: string, path: string, body?: Row): Promise<Response> => {
    const init = {
      method,
      headers: { authorization: `Bearer ${connection.accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await fetch(`${connection.url}${DATA}${path}`, init).catch(() => {
      throw new CipherTrustProblem(502, 1, 'NCERRInternalServerError', 'Salesforce did not answer');
    });
    if (response.ok) return response;
    throw refusal(await response.text());
  };
  const records = async (path: string): Promise<readonly Row[]> =>
    ((await (await call('GET', path)).json()) as { records: readonly Row[] }).records;
  return {
    query: (soql) => records(`/query?q=${encodeURIComponent(soql)}`),
    toolingQuery: (soql) => records(`/tooling/query?q=${encodeURIComponent(soql)}`),
    blob: async (path) => (await call('GET', path)).text(),
    insert: async (sobject, row) =>
      ((await (await call('POST', `/sobjects/${sobject}`, row)).json()) as { id: string }).id,
    update: async (sobject, id, row) => {
      await call('PATCH', `/sobjects/${sobject}/${id}`, row);
    },
  };
};

const refusal = (body: string): CipherTrustProblem => {
  let reason = 'no reason given';
  try {
    const [first] = JSON.parse(body) as { errorCode: string; message: string }[];
    if (first) reason = `${first.errorCode}: ${first.message}`;
  } catch {
    // An HTML page or nothing: there is no message to pass on.
  }
  return badRequest(`Salesforce refused: ${reason}`);
};
