import type { Hono } from 'hono';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import type { Transaction, View } from '../store/database.ts';
import { connectRequest } from './request.ts';

/** The user of a call and its API version. Apex makes the same calls without a request. */
export interface ConnectCall {
  readonly userId: string;
  /** 66 for `v66.0`. */
  readonly version: number;
  /** The start of links: `/services/data/v66.0`. */
  readonly base: string;
}

export type ConnectInput = Readonly<Record<string, unknown>>;

/** Components by developer name. Every call throws an ApiError. */
export interface ConnectResource {
  readonly list: (view: View, call: ConnectCall) => object;
  readonly read: (view: View, call: ConnectCall, name: string) => object;
  readonly create: (tx: Transaction, call: ConnectCall, input: ConnectInput) => object;
  readonly replace: (tx: Transaction, call: ConnectCall, name: string, input: ConnectInput) => object;
  readonly remove: (tx: Transaction, call: ConnectCall, name: string) => void;
}

/** `…/named-credentials/<segment>` and one by its name. */
export const resourceRoutes = (app: Hono, org: Org, segment: string, resource: ConnectResource): void => {
  const path = `/services/data/:version/named-credentials/${segment}`;

  app.get(path, (c) => json(c, resource.list(org.database.view, connectRequest(org, c))));

  app.get(`${path}/:name`, (c) =>
    json(c, resource.read(org.database.view, connectRequest(org, c), c.req.param('name'))),
  );

  app.post(path, async (c) => {
    const call = connectRequest(org, c);
    const input = await readJson(c);
    return json(c, await org.database.transaction((tx) => resource.create(tx, call, input)), 201);
  });

  app.put(`${path}/:name`, async (c) => {
    const call = connectRequest(org, c);
    const input = await readJson(c);
    const name = c.req.param('name');
    return json(c, await org.database.transaction((tx) => resource.replace(tx, call, name, input)));
  });

  app.delete(`${path}/:name`, async (c) => {
    const call = connectRequest(org, c);
    await org.database.transaction((tx) => resource.remove(tx, call, c.req.param('name')));
    return c.body(null, 204);
  });
};
