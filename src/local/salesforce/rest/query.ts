import type { Context, Hono } from 'hono';
import { ApiError, notEmulated } from '../api-error.ts';
import { idOf, keyPrefix } from '../ids.ts';
import type { Org } from '../org.ts';
import { json } from '../server/respond.ts';
import { type Api, tablesOf } from '../sobjects/tables.ts';
import { describeQuery, executeSoql, originOf, type SoqlResult } from '../soql/index.ts';
import type { Row } from '../tables.ts';
import { shownValue } from './blob.ts';
import { columnMetadata } from './column-metadata.ts';
import { type RestRequest, requiredQuery, restRequest } from './context.ts';

interface Cursor {
  readonly userId: string;
  readonly base: string;
  readonly records: readonly unknown[];
  readonly pageSize: number;
}

/**
 * REST API Developer Guide, Query: 2000 records on each page; `Sforce-Query-Options: batchSize` may request 200 or
 * more.
 */
const PAGE = 2000;
/** "A user can have up to 10 query cursors open at a time" (SOQL and SOSL Reference). */
const MAX_CURSORS = 10;

export const queryRoutes = (app: Hono, org: Org): void => {
  const cursors = new Map<string, Cursor>();
  let opened = 0;

  const open = (cursor: Cursor): string => {
    opened += 1;
    const id = idOf(keyPrefix.QueryLocator, opened);
    cursors.set(id, cursor);
    const own = [...cursors].filter(([, { userId }]) => userId === cursor.userId);
    if (own.length > MAX_CURSORS) cursors.delete(own[0]?.[0] ?? '');
    return id;
  };

  const page = (cursor: Cursor, id: string | undefined, from: number): object => {
    const to = from + cursor.pageSize;
    const done = to >= cursor.records.length;
    const next = done ? {} : { nextRecordsUrl: `${cursor.base}/query/${id}-${to}` };
    return { totalSize: cursor.records.length, done, ...next, records: cursor.records.slice(from, to) };
  };

  const query = (api: Api) => async (c: Context) => {
    const request = restRequest(org, c, api);
    const soql = requiredQuery(c, 'q');
    const tables = tablesOf(org.database.view, api, request.userId);
    if (c.req.query('explain') !== undefined) throw notEmulated('explaining a query');
    if (c.req.query('columns') === 'true') {
      const { type, columns } = await describeQuery(soql, tables);
      return json(c, columnMetadata(type, columns));
    }
    const result = await executeSoql(soql, tables, undefined, () => new Date(org.clock.now()));
    if (result.count !== undefined) return json(c, { totalSize: result.count, done: true, records: [] });
    const records = result.records.map((record) => withAttributes(record, result, request));
    const cursor = { userId: request.userId, base: request.base, records, pageSize: pageSize(c) };
    const id = records.length > cursor.pageSize ? open(cursor) : undefined;
    return json(c, page(cursor, id, 0));
  };

  const more = (api: Api) => (c: Context) => {
    const request = restRequest(org, c, api);
    const [id = '', from = ''] = (c.req.param('locator') ?? '').split('-');
    const cursor = cursors.get(id);
    if (cursor === undefined || cursor.userId !== request.userId || !/^\d+$/.test(from))
      throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return json(c, page(cursor, id, Number(from)));
  };

  for (const [api, base] of [
    ['data', '/services/data/:version'],
    ['tooling', '/services/data/:version/tooling'],
  ] as const) {
    app.get(`${base}/query`, query(api));
    app.get(`${base}/query/`, query(api));
    app.get(`${base}/query/:locator`, more(api));
    // There is no recycle bin here, so queryAll finds the same as query.
    app.get(`${base}/queryAll`, query(api));
    app.get(`${base}/queryAll/`, query(api));
  }
};

const pageSize = (c: Context): number => {
  const asked = Number(
    /batchSize\s*=\s*(\d+)/i.exec(c.req.header('sforce-query-options') ?? '')?.[1] ?? PAGE,
  );
  return Math.min(PAGE, Math.max(200, asked));
};

/** Adds the type and URL of each record, including nested ones (REST API Developer Guide, Query). */
const withAttributes = (record: object, result: SoqlResult, request: RestRequest): object => {
  if (result.aggregates) return { attributes: { type: 'AggregateResult' }, ...record };
  const origin = originOf(record);
  if (origin === undefined) return record;
  const row = { ...record, Id: origin.id } as Row;
  const fields = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null
      ? withAttributes(value, result, request)
      : shownValue(origin.type, row, name, request),
  ]);
  const url = `${request.base}/sobjects/${origin.type.name}/${origin.id}`;
  return { attributes: { type: origin.type.name, url }, ...Object.fromEntries(fields) };
};
