import {
  type ApexHost,
  type ApexResult,
  type CalloutRequest,
  type CalloutResponse,
  DmlFailure,
  runAnonymousApex,
} from '../../../../src/local/salesforce/apex/index.ts';
import type { Row } from '../../../../src/local/salesforce/tables.ts';
import { ids, sampleTables } from '../soql/tables.ts';

export interface SampleHost extends ApexHost {
  readonly data: Record<string, Row[]>;
  readonly requests: CalloutRequest[];
}

/** A host with the sample tables and a single rule: a permission set is assigned once. */
export function sampleHost(answer?: (request: CalloutRequest) => CalloutResponse): SampleHost {
  const tables = sampleTables();
  const { data } = tables;
  const requests: CalloutRequest[] = [];
  let made = 0;
  const rowsOf = (type: string) => {
    data[type] ??= [];
    return data[type];
  };
  return {
    tables,
    data,
    requests,
    insert(type, row) {
      const twin = rowsOf(type).some(
        (other) =>
          type === 'PermissionSetAssignment' &&
          other.AssigneeId === row.AssigneeId &&
          other.PermissionSetId === row.PermissionSetId,
      );
      if (twin) {
        throw new DmlFailure({
          statusCode: 'DUPLICATE_VALUE',
          message: `Duplicate PermissionSetAssignment. Assignee: ${row.AssigneeId}; Permission Set: ${row.PermissionSetId}`,
          fields: ['AssigneeId', 'PermissionSetId'],
        });
      }
      made += 1;
      const stored = { ...row, Id: `0Pa0000000001${String(made).padStart(2, '0')}AAA` };
      rowsOf(type).push(stored);
      return stored;
    },
    update(type, changes) {
      const rows = rowsOf(type);
      const at = rows.findIndex((row) => row.Id === changes.Id);
      rows[at] = { ...rows[at]!, ...changes };
    },
    delete(type, id) {
      data[type] = rowsOf(type).filter((row) => row.Id !== id);
    },
    savepoint() {
      const saved = structuredClone(data);
      return () => {
        Object.assign(data, saved);
      };
    },
    ...(answer && {
      callout: (request: CalloutRequest) => {
        requests.push(request);
        return answer(request);
      },
    }),
    now: () => new Date('2026-11-22T10:00:00Z'),
    currentUserId: ids.admin,
    currentUsername: 'admin@acme.example',
    organizationId: '00D000000000001AAA',
  };
}

export function runApex(source: string, host: ApexHost = sampleHost()): Promise<ApexResult> {
  return runAnonymousApex(source, host);
}

/** The debug output of a block, or why it failed. */
export async function runAndReadDebug(
  source: string,
  host: ApexHost = sampleHost(),
): Promise<readonly string[]> {
  const result = await runAnonymousApex(source, host);
  const problem = result.compileProblem ?? result.exceptionMessage;
  if (problem !== null) throw new Error(`${result.line}:${result.column} ${problem}`);
  return result.log.map((line) => line.split('|').slice(4).join('|'));
}
