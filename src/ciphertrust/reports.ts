import { z } from 'zod';
import { resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { listAll } from './list.ts';
import { resourceCalls } from './resource-calls.ts';

/** A report on changes to the keys of orgs in a period. */
export interface CckmReport {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly end: string;
  readonly status: string;
}

/** One row, by CipherTrust's column names. */
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

const reportCalls = resourceCalls({ name: 'report', path: PATH, schema: report });

export const { list: listReports, get: getReport, remove: removeReport } = reportCalls;

export interface NewReport {
  readonly name: string;
  /** RFC 3339; default: the last 24 hours. */
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
  return listAll(cipherTrust, `${reportCalls.pathOf(id)}/contents`, row, `reading report ${id}`);
}

/** Downloads a report as CSV. */
export function downloadReport(cipherTrust: CipherTrust, id: string): Promise<string> {
  return cipherTrust.text(`${reportCalls.pathOf(id)}/download`, `downloading report ${id}`);
}
