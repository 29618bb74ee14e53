import { KeywayError } from '../errors/index.ts';
import type { WireAnswer } from '../wire/transport.ts';
import { SalesforceFault } from './errors.ts';
import type { OrgConnection, OrgRequest } from './org-connection.ts';

export type RestRequest = Pick<OrgRequest, 'what' | 'idempotent' | 'timeout' | 'signal'> & {
  readonly method?: OrgRequest['method'];
  /** Below `/services/data/vNN.0`, or from `/services/` on. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
};

/** One REST call: its answer as JSON, undefined for 204. Throws a KeywayError; see `errorCodeOf` for Salesforce's code. */
export async function rest<T>(connection: OrgConnection, request: RestRequest): Promise<T> {
  const { path, json, method = 'GET', ...rest } = request;
  const answer = await connection.send({
    ...rest,
    method,
    path: path.startsWith('/services/') ? path : `/services/data/v${connection.apiVersion}${path}`,
    headers: {
      accept: 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
    faultIn,
  });
  if (answer.status === 204 || answer.body === '') return undefined as T;
  try {
    return JSON.parse(answer.body) as T;
  } catch {
    const { host } = connection.place(request.what);
    throw new KeywayError('UnexpectedAnswer', `${host} did not answer in JSON while ${request.what}.`, {
      actions: ['Check that the instance URL is that of a Salesforce org.'],
    });
  }
}

/** The bytes of a blob (REST API Developer Guide, "Get Blob Data"). Throws as {@link rest} does. */
export async function restBlob(
  connection: OrgConnection,
  { path, what }: Pick<RestRequest, 'path' | 'what'>,
): Promise<Buffer> {
  const { bytes } = await connection.send({
    method: 'GET',
    path: `/services/data/v${connection.apiVersion}${path}`,
    what,
    faultIn,
  });
  return bytes;
}

/** Errors are `[{errorCode, message, fields}]`; from /services/oauth2 also text, or `{error, error_description}`. */
function faultIn({ status, body }: WireAnswer): SalesforceFault | undefined {
  if (status < 400) return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    const { errorCode, message, fields, error, error_description } = Object(
      Array.isArray(parsed) ? parsed[0] : parsed,
    );
    return new SalesforceFault(
      status,
      String(errorCode ?? error ?? `HTTP ${status}`),
      String(message ?? error_description ?? ''),
      Array.isArray(fields) ? fields.map(String) : [],
    );
  } catch {
    // A page or a word; of pages nothing is repeated.
    const word = /^[\w ]{1,60}$/.test(body.trim()) ? body.trim() : '';
    return new SalesforceFault(status, status === 401 ? 'INVALID_SESSION_ID' : `HTTP ${status}`, word);
  }
}
