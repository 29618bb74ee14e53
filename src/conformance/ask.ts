import { errorCodeOf, executeAnonymous, type Org, query } from '../salesforce/index.ts';
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

/** `accepted`, or code and words of the refusal. */
export function refusalIn(answer: Answer): string {
  return answer.status < 400 ? 'accepted' : `${codeIn(answer)}: ${answer.body.message ?? ''}`;
}

/** `accepted`, or code and words by which the org refused what the product's own wire sent. */
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

/** What anonymous Apex writes by System.debug, line by line; its exception or compile problem where it ends in one. */
export async function debugged(org: Org, source: string): Promise<readonly string[]> {
  const result = await executeAnonymous(org, source, { log: true });
  if (result.kind === 'exception') return [result.message];
  if (result.kind === 'compile problem') return [result.problem];
  return (result.log ?? '')
    .split('\n')
    .flatMap((line) => /\|USER_DEBUG\|\[\d+\]\|DEBUG\|(.*)/.exec(line)?.[1] ?? []);
}

/** The id of the one row that a condition means; undefined where there is none. */
export async function idOf(org: Org, object: string, condition: string): Promise<string | undefined> {
  const [row] = await query<{ Id: string }>(org, `SELECT Id FROM ${object} WHERE ${condition}`);
  return row?.Id;
}

/** The picklist values of a field, and the key prefix of its object, as a describe has them. */
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
