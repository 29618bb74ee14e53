import type { Context, Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { statusCodeIn } from '../assumptions.ts';
import { id18 } from '../ids.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import { requireAccess } from '../server/sessions.ts';
import { areaOf } from '../sobjects/access.ts';
import { describeGlobal, describeType } from '../sobjects/describe.ts';
import { deleteRow, insertRow, updateRow } from '../sobjects/dml.ts';
import { type DmlContext, dmlContext } from '../sobjects/dml-context.ts';
import { rowsOf } from '../sobjects/rows.ts';
import { type Api, requireType } from '../sobjects/tables.ts';
import type { View } from '../store/database.ts';
import type { Row, SObjectType } from '../tables.ts';
import { shownValue } from './blob.ts';
import { type RestRequest, restRequest } from './context.ts';

/** Rows and describes (REST API Developer Guide, sObject resources). */
export const sobjectRoutes = (app: Hono, org: Org): void => {
  const mount = (api: Api, base: string): void => {
    const open = (c: Context): { request: RestRequest; type: SObjectType } => {
      const request = restRequest(org, c, api);
      return { request, type: requireType(api, c.req.param('type') ?? '') };
    };
    const rowOf = (c: Context, request: RestRequest, type: SObjectType): Row => {
      const id = id18(c.req.param('id') ?? '');
      const row = rowsOf(org.database.view, type.name, request.userId).find(
        (candidate) => candidate.Id === id,
      );
      if (row === undefined) throw notFound();
      return row;
    };
    const write = async <T>(
      c: Context,
      work: (context: DmlContext, type: SObjectType, tx: Parameters<typeof insertRow>[0]) => T | Promise<T>,
    ): Promise<T> => {
      const { request, type } = open(c);
      const area = areaOf(type);
      if (area) requireAccess(org.database.view, request.caller, area);
      const context = dmlContext(org, request.caller, request.version);
      return org.database.transaction((tx) => work(context, type, tx));
    };

    app.get(`${base}/sobjects`, (c) => {
      const request = restRequest(org, c, api);
      return json(c, describeGlobal(api, request.base));
    });
    app.get(`${base}/sobjects/:type/describe`, (c) => {
      const { request, type } = open(c);
      return json(c, describeType(withOwnCodes(org.database.view, type), request.base, request.version));
    });
    app.get(`${base}/sobjects/:type`, (c) => {
      const { request, type } = open(c);
      return json(c, {
        objectDescribe: describeType(type, request.base, request.version, false),
        recentItems: [],
      });
    });
    const create = async (c: Context): Promise<Response> => {
      const fields = await readJson(c);
      const id = await write(c, (context, type, tx) => insertRow(tx, type, fields, context));
      return json(c, { id, success: true, errors: [] }, 201);
    };
    app.post(`${base}/sobjects/:type`, create);
    app.post(`${base}/sobjects/:type/`, create);
    app.get(`${base}/sobjects/:type/:id`, (c) => {
      const { request, type } = open(c);
      const row = rowOf(c, request, type);
      const asked = c.req
        .query('fields')
        ?.split(',')
        .map((name) => name.trim());
      return json(c, recordOf(type, row, request, asked));
    });
    /** Finds a row by an identifying field: `TenantSecret/Version/2` ("sObject Rows by External ID"). */
    const rowBy = (c: Context, request: RestRequest, type: SObjectType): Row | undefined => {
      const { name } = type.fields.find((field) => field.idLookup && field.name === c.req.param('id')) ?? {};
      if (name === undefined) return undefined;
      const row = rowsOf(org.database.view, type.name, request.userId).find(
        (candidate) => String(candidate[name]) === c.req.param('field'),
      );
      if (row === undefined) throw notFound();
      return row;
    };
    app.get(`${base}/sobjects/:type/:id/:field`, (c) => {
      const { request, type } = open(c);
      const found = rowBy(c, request, type);
      if (found) return json(c, recordOf(type, found, request, undefined));
      const area = areaOf(type);
      if (area) requireAccess(org.database.view, request.caller, area);
      const field = type.fields.find(({ name }) => name === c.req.param('field'));
      const value = field?.type === 'base64' ? rowOf(c, request, type)[field.name] : undefined;
      if (typeof value !== 'string') throw notFound();
      c.header('Content-Type', 'application/octet-stream');
      return c.body(new Uint8Array(Buffer.from(value, 'base64')));
    });
    /** An upsert that finds its row updates it. It creates none, because only the org assigns versions. */
    app.patch(`${base}/sobjects/:type/:id/:field`, async (c) => {
      const { request, type } = open(c);
      const { Id } = rowBy(c, request, type) ?? {};
      if (Id === undefined) throw notFound();
      const fields = await readJson(c);
      await write(c, (context, _type, tx) => updateRow(tx, type, String(Id), fields, context));
      return json(c, { id: Id, success: true, errors: [], created: false });
    });
    app.patch(`${base}/sobjects/:type/:id`, async (c) => {
      const fields = await readJson(c);
      await write(c, (context, type, tx) => updateRow(tx, type, c.req.param('id'), fields, context));
      return c.body(null, 204);
    });
    app.delete(`${base}/sobjects/:type/:id`, async (c) => {
      await write(c, (context, type, tx) => deleteRow(tx, type, c.req.param('id'), context));
      return c.body(null, 204);
    });
  };
  // The longer path first, so that `tooling` doesn't count as a type.
  mount('tooling', '/services/data/:version/tooling');
  mount('data', '/services/data/:version');
};

const recordOf = (
  type: SObjectType,
  row: Row,
  request: RestRequest,
  asked: readonly string[] | undefined,
): object => {
  const url = `${request.base}/sobjects/${type.name}/${row.Id}`;
  const names = type.fields
    .filter(
      ({ name }) =>
        asked === undefined || asked.some((wanted) => wanted.toLowerCase() === name.toLowerCase()),
    )
    .map(({ name }) => name);
  return {
    attributes: { type: type.name, url },
    ...Object.fromEntries(names.map((name) => [name, shownValue(type, row, name, request)])),
  };
};

const withOwnCodes = (view: View, type: SObjectType): SObjectType => ({
  ...type,
  fields: type.fields.map((field) =>
    field.name === 'StatusCode' && field.picklistValues
      ? { ...field, picklistValues: field.picklistValues.map((code) => statusCodeIn(view, code)) }
      : field,
  ),
});
