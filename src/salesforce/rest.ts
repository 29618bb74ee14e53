import type { z } from 'zod';
import { checkedAnswer, jsonOf } from '../wire/answer-check.ts';
import type { WireAnswer } from '../wire/transport.ts';
import { SalesforceFault } from './errors.ts';
import type { OrgConnection, OrgRequest } from './org-connection.ts';

export type RestRequest = Pick<OrgRequest, 'what' | 'idempotent' | 'timeout' | 'signal'> & {
  readonly method?: OrgRequest['method'];
  /** Below `/services/data/vNN.0`, or from `/services/` on. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** What the answer must hold; without it, that of a GET is an object or a list, and any other may be empty. */
  readonly answer?: (schemas: Schemas) => z.ZodType;
};

type Schemas = typeof import('./answer-schemas.ts')['answerSchemas'];

/**
 * One REST call: its answer as JSON, undefined for 204. Throws a KeywayError: `UnexpectedAnswer` where the answer has another
 * form; see `errorCodeOf` for Salesforce's code.
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

function faultIn({ status, body }: WireAnswer): SalesforceFault | undefined {
  if (status < 400) return undefined;
  try {
    return faultOf(status, JSON.parse(body));
  } catch {
    // A page or a word; of pages nothing is repeated.
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
