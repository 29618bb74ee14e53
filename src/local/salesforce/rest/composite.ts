import type { Context, Hono } from 'hono';
import { ApiError } from '../api-error.ts';
import { id18 } from '../ids.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json, toApiError } from '../server/respond.ts';
import { requireAccess } from '../server/sessions.ts';
import { areaOf } from '../sobjects/access.ts';
import { deleteRow, insertRow, updateRow } from '../sobjects/dml.ts';
import { type DmlContext, dmlContext } from '../sobjects/dml-context.ts';
import { rowsOf } from '../sobjects/rows.ts';
import { findType, requireType, typesOf } from '../sobjects/tables.ts';
import type { Transaction } from '../store/database.ts';
import type { SObjectType } from '../tables.ts';
import { shownValue } from './blob.ts';
import { requiredQuery, restRequest } from './context.ts';

const MAX_RECORDS = 200;

interface Outcome {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly {
    readonly statusCode: string;
    readonly message: string;
    readonly fields: readonly string[];
  }[];
}

type Work = (tx: Transaction, context: DmlContext, check: (type: SObjectType) => void) => Promise<string>;

/** REST API Developer Guide, sObject Collections: up to 200 rows in a request, each with its own outcome. */
export const compositeRoutes = (app: Hono, org: Org): void => {
  const path = '/services/data/:version/composite/sobjects';

  const run = async (c: Context, works: readonly Work[], allOrNone: boolean): Promise<Response> => {
    const { caller, version } = restRequest(org, c);
    if (works.length > MAX_RECORDS)
      throw new ApiError(
        400,
        'EXCEEDED_ID_LIMIT',
        `record limit reached. cannot submit more than ${MAX_RECORDS} records in this operation`,
      );
    const check = (type: SObjectType): void => {
      const area = areaOf(type);
      if (area) requireAccess(org.database.view, caller, area);
    };
    const outcomes = await org.database.transaction(async (tx) => {
      const undo = tx.savepoint();
      const context = dmlContext(org, caller, version);
      const results: Outcome[] = [];
      for (const work of works) results.push(await attempt(tx, () => work(tx, context, check)));
      if (!allOrNone || results.every(({ success }) => success)) return results;
      undo();
      return results.map((result) => (result.success ? rolledBack : result));
    });
    return json(c, outcomes);
  };

  app.post(path, async (c) => {
    const { records, allOrNone } = await readRecords(c);
    const works = records.map(
      (record): Work =>
        async (tx, context, check) => {
          const type = typeOf(record);
          check(type);
          return insertRow(tx, type, record, context);
        },
    );
    return run(c, works, allOrNone);
  });

  app.patch(path, async (c) => {
    const { records, allOrNone } = await readRecords(c);
    const works = records.map(
      (record): Work =>
        async (tx, context, check) => {
          const type = typeOf(record);
          check(type);
          const { id, Id = id, ...fields } = record;
          if (typeof Id !== 'string')
            throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
          await updateRow(tx, type, Id, fields, context);
          return id18(Id);
        },
    );
    return run(c, works, allOrNone);
  });

  app.delete(path, (c) => {
    const works = requiredQuery(c, 'ids')
      .split(',')
      .map(
        (id): Work =>
          async (tx, context, check) => {
            const type = typesOf('data').find(({ keyPrefix }) => id.startsWith(keyPrefix));
            if (type === undefined)
              throw new ApiError(400, 'MALFORMED_ID', `malformed id ${id.slice(0, 40)}`);
            check(type);
            deleteRow(tx, type, id, context);
            return id18(id);
          },
      );
    return run(c, works, c.req.query('allOrNone') === 'true');
  });

  app.get(`${path}/:type`, (c) => {
    const request = restRequest(org, c);
    const type = requireType('data', c.req.param('type'));
    const rows = rowsOf(org.database.view, type.name, request.userId);
    const wanted = requiredQuery(c, 'fields')
      .split(',')
      .map((name) => fieldName(type, name.trim()));
    return json(
      c,
      requiredQuery(c, 'ids')
        .split(',')
        .map((id) => {
          const row = rows.find((candidate) => candidate.Id === id18(id));
          if (row === undefined) return null;
          const attributes = { type: type.name, url: `${request.base}/sobjects/${type.name}/${row.Id}` };
          const fields = wanted.map((name) => [name, shownValue(type, row, name, request)]);
          return { attributes, ...Object.fromEntries(fields) };
        }),
    );
  });
};

const rolledBack: Outcome = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

const attempt = async (tx: Transaction, work: () => Promise<string>): Promise<Outcome> => {
  const undo = tx.savepoint();
  try {
    return { id: await work(), success: true, errors: [] };
  } catch (thrown) {
    undo();
    const { errorCode, message, fields, status } = toApiError(thrown);
    if (status === 501) throw thrown;
    return { success: false, errors: [{ statusCode: errorCode, message, fields: fields ?? [] }] };
  }
};

const fieldName = (type: SObjectType, name: string): string => {
  const field = type.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (field === undefined)
    throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`);
  return field.name;
};

const readRecords = async (
  c: Context,
): Promise<{ records: readonly Record<string, unknown>[]; allOrNone: boolean }> => {
  const { records, allOrNone } = await readJson(c);
  if (!Array.isArray(records) || records.some((record) => typeof record !== 'object' || record === null))
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'records must be a list of objects');
  return { records, allOrNone: allOrNone === true };
};

const typeOf = (record: Record<string, unknown>): SObjectType => {
  const name = (record.attributes as { type?: unknown } | undefined)?.type;
  const type = typeof name === 'string' ? findType('data', name) : undefined;
  if (type === undefined) throw new ApiError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return type;
};
