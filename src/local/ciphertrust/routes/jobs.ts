import type { Hono } from 'hono';
import { born, type Context, commonFields, organizationOf } from '../context.ts';
import { badRequest, CipherTrustProblem, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { Job } from '../state.ts';
import { refresh } from '../tenant-secrets.ts';
import { readBody } from './body.ts';
import { refreshCertificates } from './certificates.ts';

const show = (job: Job) => ({
  ...commonFields(job, 'SFDCSynchronization'),
  cloud_name: 'sfdc',
  organizations: job.organizations,
  overall_status: job.status,
  error_msg: job.error,
});

/**
 * Synchronization jobs of keys and certificates: `in_progress`, `completed` or `failed` (cckmapi,
 * sfdc-get-sync-status). Each poll advances a job, so that no test waits for a clock.
 */
export const jobRoutes = (app: Hono, context: Context): void => {
  for (const kind of ['keys', 'certificates'] as const) {
    const path = `/v1/cckm/sfdc/${kind}/synchronization-jobs`;
    const jobs = () => context.state.all('jobs').filter((job) => job.kind === kind);
    const one = (id: string): Job => {
      const found = jobs().find((job) => job.id === id);
      if (found === undefined) throw notFound(`synchronization job ${id.slice(0, 100)}`);
      return found;
    };
    app.post(path, async (c) => {
      const { synchronize_all: all, organization_ids: ids } = await readBody(c);
      if ((all === true) === Array.isArray(ids))
        throw badRequest('give either synchronize_all or organization_ids');
      const organizations = Array.isArray(ids)
        ? ids.map((id) => organizationOf(context, id).id)
        : context.state.all('organizations').map(({ id }) => id);
      const job: Job = {
        ...born(context),
        kind,
        organizations,
        status: 'in_progress',
        left: context.jobPolls,
        error: '',
      };
      context.state.put('jobs', job);
      return c.json(show(job), 201);
    });
    app.get(path, (c) => c.json(pageOf(c.req.query(), jobs().map(show), ['id', 'overall_status'])));
    app.get(`${path}/:id`, async (c) => {
      const job = await advanceJob(context, one(c.req.param('id')));
      return c.json(show(job));
    });
    app.post(`${path}/:id/cancel`, (c) => {
      const job = one(c.req.param('id'));
      if (job.status !== 'in_progress') throw badRequest(`the job is ${job.status}`);
      const cancelled: Job = { ...job, status: 'cancelled' };
      context.state.put('jobs', cancelled);
      return c.json(show(cancelled));
    });
  }
};

const advanceJob = async (context: Context, job: Job): Promise<Job> => {
  if (job.status !== 'in_progress') return job;
  const next: Job = job.left > 0 ? { ...job, left: job.left - 1 } : await finish(context, job);
  context.state.put('jobs', next);
  return next;
};

const finish = async (context: Context, job: Job): Promise<Job> => {
  try {
    for (const id of job.organizations) {
      const organization = organizationOf(context, id);
      await (job.kind === 'keys' ? refresh : refreshCertificates)(context, organization);
    }
    return { ...job, status: 'completed' };
  } catch (error) {
    if (!(error instanceof CipherTrustProblem)) throw error;
    return { ...job, status: 'failed', error: error.message };
  }
};
