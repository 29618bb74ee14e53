import type { Org } from '../salesforce/index.ts';
import type { OrgRequest } from '../salesforce/org-connection.ts';

/** What an org answered a raw request, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Empty where the answer is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One raw request; `path` is below `/services/data/vNN.0`, or from the root where it begins with another known one. */
export async function ask(
  { connection }: Org,
  method: OrgRequest['method'],
  path: string,
  json?: unknown,
): Promise<Answer> {
  const { status, body } = await connection.send({
    method,
    path: /^\/(?:services|local-org|cometd)\//.test(path)
      ? path
      : `/services/data/v${connection.apiVersion}${path}`,
    what: 'asking for a fact',
    headers: {
      accept: 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
    faultIn: () => undefined,
  });
  return { status, body: objectIn(body) };
}

/** Errors of the REST API come as a list. */
function objectIn(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return Object(Array.isArray(value) ? value[0] : value);
  } catch {
    return {};
  }
}

/** `accepted`, or the code by which the org refused. */
export function codeIn({ status, body }: Answer): string {
  return status < 400 ? 'accepted' : String(body.errorCode ?? `HTTP ${status}`);
}
