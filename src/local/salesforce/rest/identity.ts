import type { Context, Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { type Caller, type Org, organization } from '../org.ts';
import { json } from '../server/respond.ts';
import { bearerToken, callerOf } from '../server/sessions.ts';
import { versionList } from '../server/versions.ts';
import { restRequest } from './context.ts';

/** Versions, the caller's identity, resources and limits. */
export const identityRoutes = (app: Hono, org: Org): void => {
  const identify = (c: Context): Caller =>
    callerOf(org.database.view, bearerToken(c.req.header('authorization')));

  /** Needs no session (REST API Developer Guide, Versions). */
  app.get('/services/data', (c) => json(c, versionList()));

  /** Salesforce Help, "Query for User Information" (OpenID Connect). */
  app.on(['GET', 'POST'], '/services/oauth2/userinfo', (c) => {
    const { user } = identify(c);
    const orgId = String(organization(org.database.view).Id);
    const identity = `${org.url}/id/${orgId}/${user.Id}`;
    return json(c, {
      sub: identity,
      user_id: user.Id,
      organization_id: orgId,
      preferred_username: user.Username,
      nickname: user.Alias,
      name: user.Name,
      email: user.Email,
      email_verified: true,
      given_name: user.FirstName,
      family_name: user.LastName,
      zoneinfo: user.TimeZoneSidKey,
      active: user.IsActive,
      user_type: 'STANDARD',
      language: user.LanguageLocaleKey,
      locale: user.LocaleSidKey,
      urls: apiUrls(org, orgId),
    });
  });

  /** Salesforce Help, "Identity URLs": the content of userinfo under other names; only for the caller. */
  app.get('/id/:orgId/:userId', (c) => {
    const { user } = identify(c);
    const { Id } = organization(org.database.view);
    if (c.req.param('orgId') !== Id || c.req.param('userId') !== user.Id) throw notFound();
    return json(c, {
      id: `${org.url}/id/${Id}/${user.Id}`,
      asserted_user: true,
      user_id: user.Id,
      organization_id: Id,
      username: user.Username,
      nick_name: user.Alias,
      display_name: user.Name,
      email: user.Email,
      email_verified: true,
      first_name: user.FirstName,
      last_name: user.LastName,
      timezone: user.TimeZoneSidKey,
      active: user.IsActive,
      user_type: 'STANDARD',
      language: user.LanguageLocaleKey,
      locale: user.LocaleSidKey,
      urls: apiUrls(org, String(Id)),
    });
  });

  /**
   * The request of `sf org open` (Salesforce Help, "Generate a Frontdoor URL"). Here it leads to the inspector,
   * which needs no session.
   */
  app.get('/services/oauth2/singleaccess', (c) => {
    identify(c);
    return json(c, { frontdoor_uri: `${org.url}/` });
  });

  /** REST API Developer Guide, Resources by Version: those that are emulated. */
  const resources = (c: Context): Response => {
    const { base } = restRequest(org, c);
    const names = ['composite', 'limits', 'metadata', 'query', 'sobjects', 'tooling'];
    return json(c, {
      identity: `${org.url}/id/${organization(org.database.view).Id}/${identify(c).user.Id}`,
      ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])),
    });
  };
  app.get('/services/data/:version', resources);
  app.get('/services/data/:version/', resources);

  /** REST API Developer Guide, Limits: the figures of a Developer Edition. They never decrease. */
  app.get('/services/data/:version/limits', (c) => {
    restRequest(org, c);
    const limits = {
      DailyApiRequests: 15_000,
      DailyAsyncApexExecutions: 250_000,
      DataStorageMB: 5,
      FileStorageMB: 20,
    };
    return json(
      c,
      Object.fromEntries(Object.entries(limits).map(([name, max]) => [name, { Max: max, Remaining: max }])),
    );
  });
};

const apiUrls = (org: Org, orgId: string): object => ({
  rest: `${org.url}/services/data/v{version}/`,
  metadata: `${org.url}/services/Soap/m/{version}/${orgId}`,
});
