import { collect } from '../../ciphertrust/list.ts';
import {
  type CckmReport,
  createReport,
  downloadReport,
  getReport,
  listReports,
  type NewReport,
  type ReportRow,
  removeReport,
  reportRows,
} from '../../ciphertrust/reports.ts';
import { type ApprovalOptions, confirmChange } from '../../engine/approve.ts';
import { type CipherTrustPlace, requireOption, withCipherTrust } from './cipher-trust-session.ts';

interface ReportOptions extends CipherTrustPlace, ApprovalOptions, Partial<NewReport> {
  readonly action: 'list' | 'get' | 'create' | 'contents' | 'download' | 'delete';
}

export function cckmReports(options: ReportOptions) {
  return withCipherTrust(options, async ({ cipherTrust }) => {
    const id = () => requireOption(options.name, 'the id of a report');
    const result = (more: { reports?: readonly CckmReport[]; rows?: readonly ReportRow[]; csv?: string }) =>
      more;
    switch (options.action) {
      case 'list':
        return result({ reports: await collect(listReports(cipherTrust)) });
      case 'get':
        return result({ reports: [await getReport(cipherTrust, id())] });
      case 'create': {
        const name = requireOption(options.name, 'a name for the report');
        const { start, end } = options;
        return result({ reports: [await createReport(cipherTrust, { name, start, end })] });
      }
      case 'contents':
        return result({ rows: await collect(reportRows(cipherTrust, id())) });
      case 'download':
        return result({ csv: await downloadReport(cipherTrust, id()) });
      case 'delete': {
        const report = await getReport(cipherTrust, id());
        await confirmChange(`This deletes report ${report.name} from CipherTrust`, options);
        await removeReport(cipherTrust, report.id);
        return result({ reports: [report] });
      }
    }
  });
}
