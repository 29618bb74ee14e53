import type { Hono } from 'hono';
import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import { externalCredentialForm } from './external-credential-form.ts';
import {
  EXTERNAL_CREDENTIAL_INPUT,
  type ExternalCredentialInput,
  externalCredentialBody,
} from './external-credential-input.ts';
import { findExternalCredential } from './find-principal.ts';
import { checkInput } from './input.ts';
import { put, remove } from './put.ts';
import { duplicate, missing, refused } from './refusals.ts';
import { connectRequest } from './request.ts';

/** `…/named-credentials/external-credentials` (Connect REST API Developer Guide, External Credentials and External Credential). */
export const externalCredentialRoutes = (app: Hono, org: Org): void => {
  const path = '/services/data/:version/named-credentials/external-credentials';

  app.get(path, (c) => {
    const { userId, base } = connectRequest(org, c);
    const { view } = org.database;
    const all = view.all('component').filter(({ type }) => type === 'ExternalCredential');
    return json(c, {
      externalCredentials: all.map((one) => externalCredentialForm(view, one, userId, base)),
    });
  });

  app.get(`${path}/:name`, (c) => {
    const { userId, base } = connectRequest(org, c);
    const { view } = org.database;
    const component = findExternalCredential(view, c.req.param('name'));
    return json(c, externalCredentialForm(view, component, userId, base));
  });

  app.post(path, async (c) => {
    const { userId, base, version } = connectRequest(org, c);
    const input = await readJson(c);
    checkInput(input, EXTERNAL_CREDENTIAL_INPUT, version);
    const form = await org.database.transaction((tx) => {
      const { developerName } = input;
      if (typeof developerName !== 'string') throw missing('developerName');
      if (tx.get('component', componentKey('ExternalCredential', withoutNamespace(tx, developerName))))
        throw duplicate(`the external credential ${JSON.stringify(developerName)}`);
      const body = externalCredentialBody(tx, input as unknown as ExternalCredentialInput, undefined);
      const component = put(org, tx, 'ExternalCredential', developerName, body, userId);
      return externalCredentialForm(tx, component, userId, base);
    });
    return json(c, form, 201);
  });

  app.put(`${path}/:name`, async (c) => {
    const { userId, base, version } = connectRequest(org, c);
    const input = await readJson(c);
    checkInput(input, EXTERNAL_CREDENTIAL_INPUT, version);
    const form = await org.database.transaction((tx) => {
      const before = findExternalCredential(tx, c.req.param('name'));
      checkName(input.developerName, before.fullName);
      const body = externalCredentialBody(tx, input as unknown as ExternalCredentialInput, before);
      const component = put(org, tx, 'ExternalCredential', before.fullName, body, userId);
      return externalCredentialForm(tx, component, userId, base);
    });
    return json(c, form);
  });

  app.delete(`${path}/:name`, async (c) => {
    const { userId } = connectRequest(org, c);
    await org.database.transaction((tx) =>
      remove(org, tx, findExternalCredential(tx, c.req.param('name')), userId),
    );
    return c.body(null, 204);
  });
};

/** "Required for POST. Optional for PUT", where it must match the path. */
export const checkName = (given: unknown, fullName: string): void => {
  if (typeof given === 'string' && given.toLowerCase() !== fullName.toLowerCase())
    throw refused(`developerName is not ${fullName}, which the path names`);
};
