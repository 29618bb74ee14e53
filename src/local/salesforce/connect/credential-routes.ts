import type { Context, Hono } from 'hono';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import {
  type CredentialWrite,
  checkCredential,
  createCredential,
  findCredentialPrincipal,
  readCredential,
  removeCredential,
  replaceCredential,
  representation,
  updateCredential,
} from './credential.ts';
import type { FoundPrincipal } from './find-principal.ts';
import { refused } from './refusals.ts';
import { connectRequest } from './request.ts';

/** Requests a token for a principal with its stored values. Throws an ApiError. */
export type Refresh = (found: FoundPrincipal, userId: string) => Promise<void>;

/** `…/named-credentials/credential` (Connect REST API Developer Guide, Credential). */
export const credentialRoutes = (app: Hono, org: Org, refresh: Refresh): void => {
  const resource = '/services/data/:version/named-credentials/credential';
  /** Some clients append a slash. */
  const paths = [resource, `${resource}/`];

  const write = (since: number, status: number, change: CredentialWrite) => async (c: Context) => {
    const call = connectRequest(org, c, since);
    const body = await readJson(c);
    return json(c, await org.database.transaction((tx) => change(tx, call, body)), status);
  };

  const refreshStored = async (c: Context): Promise<Response> => {
    const { userId, version } = connectRequest(org, c);
    const input = checkCredential(await readJson(c), version);
    const found = findCredentialPrincipal(org.database.view, input);
    await refresh(found, userId);
    return json(c, representation(org.database.view, found, userId), 201);
  };

  app.on('GET', paths, (c) =>
    json(c, readCredential(org.database.view, connectRequest(org, c), c.req.query())),
  );

  const create = write(58, 201, createCredential);
  app.on('POST', paths, (c) => {
    const action = c.req.query('action');
    if (action !== undefined && action !== 'Refresh') throw refused('the action is not Refresh');
    return action === 'Refresh' ? refreshStored(c) : create(c);
  });

  app.on('PUT', paths, write(58, 200, replaceCredential));

  app.on('PATCH', paths, write(59, 200, updateCredential));

  app.on('DELETE', paths, async (c) => {
    const call = connectRequest(org, c);
    const names = c.req.queries('authenticationParameters')?.flatMap((list) => list.split(','));
    if (names !== undefined && call.version < 59)
      throw refused('authenticationParameters came with API version 59.0');
    await org.database.transaction((tx) => removeCredential(tx, call, c.req.query(), names));
    return c.body(null, 204);
  });
};
