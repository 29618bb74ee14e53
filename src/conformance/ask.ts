import { errorCodeOf, executeAnonymous, type Org, query } from '../salesforce/index.ts';
import type { OrgRequest } from '../salesforce/org-connection.ts';

/** An org's answer to a raw request, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Empty if the answer isn't JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Sends one raw request; `path` is relative to `/services/data/vNN.0`, or to the root if it begins with another
 * known one.
 */
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

/** The REST API returns errors as a list. */
function objectIn(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return Object(Array.isArray(value) ? value[0] : value);
  } catch {
    return {};
  }
}

/** `accepted`, or the code of the refusal. */
export function codeIn({ status, body }: Answer): string {
  return status < 400 ? 'accepted' : String(body.errorCode ?? `HTTP ${status}`);
}

/** `accepted`, or the code and message of the refusal. */
export function refusalIn(answer: Answer): string {
  return answer.status < 400 ? 'accepted' : `${codeIn(answer)}: ${answer.body.message ?? ''}`;
}

/** `accepted`, or the code and message with which the org refused a request of the product's own client. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === undefined) throw error;
    const { cause } = error as Error;
    return `${code}: ${(cause as Error).message.replace(`${code}: `, '')}`;
  }
}

/** Runs anonymous Apex and returns the lines of System.debug, followed by its exception or compile error, if any. */
export async function debugged(org: Org, source: string): Promise<readonly string[]> {
  const result = await executeAnonymous(org, source, { log: true });
  if (result.kind === 'exception') return [result.message];
  if (result.kind === 'compile problem') return [result.problem];
  return (result.log ?? '')
    .split('\n')
    .flatMap((line) => /\|USER_DEBUG\|\[\d+\]\|DEBUG\|(.*)/.exec(line)?.[1] ?? []);
}

/** The id of the only row that matches a condition; undefined if there is none. */
export async function idOf(org: Org, object: string, condition: string): Promise<string | undefined> {
  const [row] = await query<{ Id: string }>(org, `SELECT Id FROM ${object} WHERE ${condition}`);
  return row?.Id;
}

/** The picklist values of a field, and the key prefix of its object, from a describe. */
export async function describe(
  org: Org,
  object: string,
): Promise<{ readonly keyPrefix: string; values(field: string): readonly string[] }> {
  const { body } = await ask(org, 'GET', `/sobjects/${object}/describe`);
  const fields = (body.fields ?? []) as readonly {
    readonly name: string;
    readonly picklistValues?: readonly { readonly value: string }[];
  }[];
  return {
    keyPrefix: String(body.keyPrefix),
    values: (field) =>
      fields.find(({ name }) => name === field)?.picklistValues?.map(({ value }) => value) ?? [],
  };
}
