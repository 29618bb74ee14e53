import { z } from 'zod';
import { nothing, resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { type ListOptions, listAll } from './list.ts';

/** What was done with the keys of orgs, in a span of time. */
export interface CckmReport {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly end: string;
  readonly status: string;
}

/** One row, by the names that CipherTrust gives its columns. */
export type ReportRow = Readonly<Record<string, unknown>>;

const PATH = '/v1/cckm/sfdc/reports';

const report = resource
  .extend({ report_type: text, start_time: text, end_time: text, overall_status: text })
  .transform(
    (answer): CckmReport => ({
      id: answer.id,
      name: answer.name,
      type: answer.report_type,
      start: answer.start_time,
      end: answer.end_time,
      status: answer.overall_status,
    }),
  );

export function listReports(cipherTrust: CipherTrust, options?: ListOptions) {
  return listAll(cipherTrust, PATH, report, 'listing reports', options);
}

export function getReport(cipherTrust: CipherTrust, id: string): Promise<CckmReport> {
  return cipherTrust.send({ path: pathOf(id), what: `reading report ${id}`, answer: report });
}

export interface NewReport {
  readonly name: string;
  /** RFC 3339; without them, the last 24 hours. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** `key-report` is the only type for Salesforce. */
export function createReport(cipherTrust: CipherTrust, { name, start, end }: NewReport): Promise<CckmReport> {
  return cipherTrust.send({
    method: 'POST',
    path: PATH,
    json: { name, report_type: 'key-report', start_time: start, end_time: end },
    what: `making report ${name}`,
    answer: report,
  });
}

export function reportRows(cipherTrust: CipherTrust, id: string): AsyncGenerator<ReportRow> {
  const row = z.record(z.string(), z.unknown());
  return listAll(cipherTrust, `${pathOf(id)}/contents`, row, `reading report ${id}`);
}

/** As CSV. */
export function downloadReport(cipherTrust: CipherTrust, id: string): Promise<string> {
  return cipherTrust.text(`${pathOf(id)}/download`, `downloading report ${id}`);
}

export function removeReport(cipherTrust: CipherTrust, id: string): Promise<undefined> {
  return cipherTrust.send({
    method: 'DELETE',
    path: pathOf(id),
    what: `deleting report ${id}`,
    answer: nothing,
  });
}

function pathOf(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}
