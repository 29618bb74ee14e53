import type { Context, Hono } from 'hono';
import { ApiError, notEmulated } from '../api-error.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import type { Api } from '../sobjects/tables.ts';
import { COMPOSITE_REFUSED_CODE } from '../uncertain.ts';
import { restRequest } from './context.ts';

const MAX_SUBREQUESTS = 25;
const MAX_QUERIES = 5;

interface Subrequest {
  readonly url: string;
  readonly referenceId: string;
}

/**
 * REST API Developer Guide, Composite: up to 25 requests in one, five of them queries, each with its own outcome.
 * Only queries are emulated. They are independent and change nothing, so `allOrNone` makes no difference.
 */
export const compositeRequestRoutes = (app: Hono, org: Org): void => {
  const run = (api: Api) => async (c: Context) => {
    restRequest(org, c, api);
    const { compositeRequest } = await readJson(c);
    if (!Array.isArray(compositeRequest) || compositeRequest.length === 0)
      throw new ApiError(400, 'JSON_PARSER_ERROR', 'compositeRequest must be a list of requests');
    if (compositeRequest.length > MAX_SUBREQUESTS) throw tooMany(MAX_SUBREQUESTS, 'subrequests');
    const subrequests = compositeRequest.map((value) => subrequestIn(value, api));
    if (subrequests.length > MAX_QUERIES) throw tooMany(MAX_QUERIES, 'query operations');
    const ids = new Set(subrequests.map(({ referenceId }) => referenceId));
    if (ids.size < subrequests.length)
      throw new ApiError(400, COMPOSITE_REFUSED_CODE, 'Duplicate referenceId provided');
    const compositeResponse = [];
    for (const subrequest of subrequests) compositeResponse.push(await answerOf(app, c, subrequest));
    return json(c, { compositeResponse });
  };
  app.post('/services/data/:version/composite', run('data'));
  // Tooling API, "Improve Performance with the Composite Resource".
  app.post('/services/data/:version/tooling/composite', run('tooling'));
};

const subrequestIn = (value: unknown, api: Api): Subrequest => {
  const { method, url, referenceId } = Object(value) as Record<string, unknown>;
  if (typeof url !== 'string' || typeof referenceId !== 'string' || !/^[A-Za-z]\w*$/.test(referenceId))
    throw new ApiError(400, COMPOSITE_REFUSED_CODE, 'a subrequest needs method, url and referenceId');
  const [, tooling] = /^\/services\/data\/v\d+\.0(\/tooling)?\/query(?:All)?\/?\?/.exec(url) ?? [
    undefined,
    null,
  ];
  const isQuery = tooling === (api === 'tooling' ? '/tooling' : undefined);
  if (method !== 'GET' || !isQuery || url.includes('@{'))
    throw notEmulated('a composite request of anything but queries');
  return { url, referenceId };
};

/** As if sent separately: it appears in the inspector and is subject to faults. */
const answerOf = async (app: Hono, c: Context, { url, referenceId }: Subrequest): Promise<object> => {
  const authorization = c.req.header('authorization') ?? '';
  const answer = await app.request(url, { headers: { authorization } }, c.env);
  return { body: await answer.json(), httpHeaders: {}, httpStatusCode: answer.status, referenceId };
};

const tooMany = (limit: number, what: string): ApiError =>
  new ApiError(400, COMPOSITE_REFUSED_CODE, `Limit of ${limit} ${what} in a composite request exceeded`);
