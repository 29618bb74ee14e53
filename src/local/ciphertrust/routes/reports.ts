import type { Hono } from 'hono';
import { born, type Context, commonFields } from '../context.ts';
import { invalid, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { Report } from '../state.ts';
import { readBody } from './body.ts';

const show = (report: Report) => ({
  ...commonFields(report, 'SFDCReport'),
  cloud_name: 'sfdc',
  name: report.name,
  report_type: report.type,
  start_time: report.start,
  end_time: report.end,
  overall_status: 'completed',
});

const DAY = 24 * 60 * 60 * 1000;

/** Reports on keys (cckmapi, sfdc-reports-apis): type key-report, by default for the last day. */
export const reportRoutes = (app: Hono, context: Context): void => {
  const { state, clock } = context;
  const one = (id: string): Report => {
    const found = state.get('reports', id);
    if (found === undefined) throw notFound(`report ${id.slice(0, 100)}`);
    return found;
  };
  app.get('/v1/cckm/sfdc/reports', (c) =>
    c.json(pageOf(c.req.query(), state.all('reports').map(show), ['id', 'name', 'report_type'])),
  );
  app.post('/v1/cckm/sfdc/reports', async (c) => {
    const { name, report_type: type, start_time: start, end_time: end } = await readBody(c);
    if (typeof name !== 'string' || name === '') throw invalid('name is missing');
    if (type !== 'key-report') throw invalid('report_type must be key-report');
    const until = Date.parse(String(end ?? new Date(clock()).toISOString()));
    const from = Date.parse(String(start ?? new Date(until - DAY).toISOString()));
    if (Number.isNaN(until) || Number.isNaN(from))
      throw invalid('start_time and end_time are times of RFC 3339');
    const rows = state
      .all('tenantSecrets')
      .filter(({ updatedAt }) => Date.parse(updatedAt) >= from && Date.parse(updatedAt) <= until)
      .map((secret) => ({
        key_name: secret.name,
        key_type: secret.type,
        version: String(secret.version),
        status: secret.status,
        last_change: secret.updatedAt,
      }));
    const times = { start: new Date(from).toISOString(), end: new Date(until).toISOString() };
    const report: Report = { ...born(context), name, type, ...times, rows };
    state.put('reports', report);
    return c.json(show(report), 201);
  });
  app.get('/v1/cckm/sfdc/reports/:id', (c) => c.json(show(one(c.req.param('id')))));
  app.get('/v1/cckm/sfdc/reports/:id/contents', (c) =>
    c.json(pageOf(c.req.query(), one(c.req.param('id')).rows, [])),
  );
  app.get('/v1/cckm/sfdc/reports/:id/download', (c) => {
    const { rows } = one(c.req.param('id'));
    const names = ['key_name', 'key_type', 'version', 'status', 'last_change'];
    const line = (cells: readonly string[]) =>
      cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
    return c.text(
      `${[names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map(line).join('\n')}\n`,
    );
  });
  app.delete('/v1/cckm/sfdc/reports/:id', (c) => {
    state.delete('reports', one(c.req.param('id')).id);
    return c.body(null, 204);
  });
};
