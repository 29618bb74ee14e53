import type { Context, Hono } from 'hono';
import { ApiError, insufficientAccess, ours } from '../api-error.ts';
import type { DeployJobs } from '../metadata/deploy-jobs.ts';
import { shownResult } from '../metadata/deploy-result.ts';
import type { Org } from '../org.ts';
import { MAX_DEPLOY_BODY, readBody, readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import { mayUse } from '../server/sessions.ts';
import { OLDEST_VERSION } from '../server/versions.ts';
import type { StoredDeployJob } from '../store/collections.ts';
import { type RestRequest, restRequest } from './context.ts';

/** Deploys by REST (Metadata API Developer Guide, "Deploying Metadata with REST"). */
export const deployRequestRoutes = (app: Hono, org: Org, jobs: DeployJobs): void => {
  const path = '/services/data/:version/metadata/deployRequest';
  const open = (c: Context): RestRequest => {
    const request = restRequest(org, c);
    if (request.version < OLDEST_VERSION)
      throw new ApiError(404, 'NOT_FOUND', ours(`deploys are served from ${OLDEST_VERSION}.0 on`));
    if (!mayUse(org.database.view, request.caller, 'metadata')) throw insufficientAccess();
    return request;
  };

  const submit = async (c: Context): Promise<Response> => {
    const request = open(c);
    const type = c.req.header('content-type') ?? '';
    if (type.startsWith('application/json')) {
      const { validatedDeployRequestId } = await readJson(c);
      if (typeof validatedDeployRequestId !== 'string')
        throw new ApiError(
          400,
          'REQUIRED_FIELD_MISSING',
          'Required fields are missing: [validatedDeployRequestId]',
        );
      const job = await jobs.quickDeploy(validatedDeployRequestId, request.caller);
      return json(c, { ...shown(job, true, request), validatedDeployRequestId }, 201);
    }
    const { zip, options } = await readForm(await readBody(c, MAX_DEPLOY_BODY), type);
    const job = await jobs.submit(zip, options, request.version, request.caller);
    return json(c, shown(job, false, request), 201);
  };
  app.post(path, submit);
  app.post(`${path}/`, submit);

  app.get(`${path}/:id`, (c) => {
    const request = open(c);
    return json(
      c,
      shown(jobs.find(c.req.param('id') ?? ''), c.req.query('includeDetails') === 'true', request),
    );
  });

  app.patch(`${path}/:id`, async (c) => {
    const request = open(c);
    const { deployResult } = await readJson(c);
    const asked = (deployResult as { status?: unknown } | undefined)?.status;
    if (asked !== 'Canceling')
      throw new ApiError(
        400,
        'INVALID_FIELD',
        ours('a deploy request can only be changed to deployResult.status Canceling'),
      );
    const job = await jobs.cancel(c.req.param('id') ?? '', request.caller);
    return json(c, shown(job, false, request), 202);
  });
};

const shown = (job: StoredDeployJob, includeDetails: boolean, request: RestRequest): object => ({
  id: job.id,
  validatedDeployRequestId: null,
  url: `${request.base}/metadata/deployRequest/${job.id}`,
  deployOptions: job.options,
  deployResult: shownResult(job, includeDetails),
});

/**
 * The zip is in `file`. The options are JSON, in `json` according to the guide and in `entity_content` from
 * jsforce.
 */
const readForm = async (
  body: Buffer,
  type: string,
): Promise<{ zip: Buffer; options: Record<string, unknown> }> => {
  const malformed = (why: string): ApiError => new ApiError(400, 'MULTIPART_PARSER_ERROR', ours(why));
  if (!type.startsWith('multipart/form-data')) throw malformed('a deploy is sent as multipart/form-data');
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw malformed('the multipart body is malformed');
  }
  const file = form.get('file');
  const entity = form.get('json') ?? form.get('entity_content');
  if (file === null || typeof file === 'string') throw malformed('the part "file" is missing');
  if (entity === null) throw malformed('the part "json" is missing');
  const text = typeof entity === 'string' ? entity : await entity.text();
  try {
    const { deployOptions } = JSON.parse(text) as { deployOptions?: Record<string, unknown> };
    return { zip: Buffer.from(await file.arrayBuffer()), options: deployOptions ?? {} };
  } catch {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'the deploy options are not JSON');
  }
};
