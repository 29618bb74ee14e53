import type { z } from 'zod';
import { checkedAnswer, jsonOf } from '../wire/answer-check.ts';
import type { WireAnswer } from '../wire/transport.ts';
import { SalesforceFault } from './errors.ts';
import type { OrgConnection, OrgRequest } from './org-connection.ts';

export type RestRequest = Pick<OrgRequest, 'what' | 'idempotent' | 'timeout' | 'signal'> & {
  readonly method?: OrgRequest['method'];
  /** Relative to `/services/data/vNN.0`, or beginning with `/services/`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /**
   * The schema of the answer. Without one, a GET must return an object or a list, and any other answer may be
   * empty.
   */
  readonly answer?: (schemas: Schemas) => z.ZodType;
};

type Schemas = typeof import('./answer-schemas.ts')['answerSchemas'];

/**
 * Makes one REST call and returns its JSON; undefined for 204.
 * @throws KeywayError, for Salesforce's code see `errorCodeOf`; `UnexpectedAnswer` if the answer has another form
 */
export async function rest<T>(connection: OrgConnection, request: RestRequest): Promise<T> {
  const { path, json, method = 'GET', answer: expected, ...rest } = request;
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
  const mayBeEmpty = expected === undefined && method !== 'GET';
  if (answer.status === 204 || (answer.body === '' && mayBeEmpty)) return undefined as T;
  const place = connection.place(request.what);
  const value = jsonOf(answer.body, place);
  const { answerSchemas } = await import('./answer-schemas.ts');
  const schema = expected?.(answerSchemas) ?? (method === 'GET' ? answerSchemas.anything : undefined);
  return (schema === undefined ? value : checkedAnswer(schema, value, place)) as T;
}

/** Reads the bytes of a blob (REST API Developer Guide, "Get Blob Data"). Throws as {@link rest} does. */
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

function faultIn({ status, body }: WireAnswer): SalesforceFault | undefined {
  if (status < 400) return undefined;
  try {
    return faultOf(status, JSON.parse(body));
  } catch {
    // An HTML page or a single word. Errors don't quote pages.
    const word = /^[\w ]{1,60}$/.test(body.trim()) ? body.trim() : '';
    return new SalesforceFault(status, status === 401 ? 'INVALID_SESSION_ID' : `HTTP ${status}`, word);
  }
}

/** Errors are `[{errorCode, message, fields}]`; from /services/oauth2 also `{error, error_description}`. */
export function faultOf(status: number, body: unknown): SalesforceFault {
  const { errorCode, message, fields, error, error_description } = Object(
    Array.isArray(body) ? body[0] : body,
  );
  return new SalesforceFault(
    status,
    String(errorCode ?? error ?? `HTTP ${status}`),
    String(message ?? error_description ?? ''),
    Array.isArray(fields) ? fields.map(String) : [],
  );
}
