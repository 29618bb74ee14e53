import type { Hono } from 'hono';
import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { checkName } from './external-credentials.ts';
import { checkInput } from './input.ts';
import { namedCredentialForm } from './named-credential-form.ts';
import {
  NAMED_CREDENTIAL_INPUT,
  type NamedCredentialInput,
  namedCredentialBody,
} from './named-credential-input.ts';
import { put, remove } from './put.ts';
import { absent, duplicate, missing } from './refusals.ts';
import { connectRequest } from './request.ts';

/** `…/named-credentials/named-credential-setup` (Connect REST API Developer Guide, Named Credentials and Named Credential). */
export const namedCredentialSetupRoutes = (app: Hono, org: Org): void => {
  const path = '/services/data/:version/named-credentials/named-credential-setup';

  app.get(path, (c) => {
    const { base, version } = connectRequest(org, c);
    const { view } = org.database;
    const all = view.all('component').filter(isShown);
    return json(c, { namedCredentials: all.map((one) => namedCredentialForm(view, one, base, version)) });
  });

  app.get(`${path}/:name`, (c) => {
    const { base, version } = connectRequest(org, c);
    const { view } = org.database;
    return json(c, namedCredentialForm(view, find(view, c.req.param('name')), base, version));
  });

  app.post(path, async (c) => {
    const { userId, base, version } = connectRequest(org, c);
    const input = await readJson(c);
    checkInput(input, NAMED_CREDENTIAL_INPUT, version);
    const form = await org.database.transaction((tx) => {
      const { developerName } = input;
      if (typeof developerName !== 'string') throw missing('developerName');
      if (tx.get('component', componentKey('NamedCredential', withoutNamespace(tx, developerName))))
        throw duplicate(`the named credential ${JSON.stringify(developerName)}`);
      const body = namedCredentialBody(input as unknown as NamedCredentialInput, undefined);
      return namedCredentialForm(
        tx,
        put(org, tx, 'NamedCredential', developerName, body, userId),
        base,
        version,
      );
    });
    return json(c, form, 201);
  });

  app.put(`${path}/:name`, async (c) => {
    const { userId, base, version } = connectRequest(org, c);
    const input = await readJson(c);
    checkInput(input, NAMED_CREDENTIAL_INPUT, version);
    const form = await org.database.transaction((tx) => {
      const before = find(tx, c.req.param('name'));
      checkName(input.developerName, before.fullName);
      const body = namedCredentialBody(input as unknown as NamedCredentialInput, before);
      return namedCredentialForm(
        tx,
        put(org, tx, 'NamedCredential', before.fullName, body, userId),
        base,
        version,
      );
    });
    return json(c, form);
  });

  app.delete(`${path}/:name`, async (c) => {
    const { userId } = connectRequest(org, c);
    await org.database.transaction((tx) => remove(org, tx, find(tx, c.req.param('name')), userId));
    return c.body(null, 204);
  });
};

/** Legacy named credentials have no form here: "type: PrivateEndpoint, SecuredEndpoint". */
const isShown = ({ type, body }: StoredComponent): boolean =>
  type === 'NamedCredential' && body.namedCredentialType !== 'Legacy';

const find = (view: View, name: string): StoredComponent => {
  const component = view.get('component', componentKey('NamedCredential', withoutNamespace(view, name)));
  if (component === undefined || !isShown(component))
    throw absent(`the named credential ${JSON.stringify(name.slice(0, 100))}`);
  return component;
};
