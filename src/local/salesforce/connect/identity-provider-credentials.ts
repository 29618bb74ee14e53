import type { Context, Hono } from 'hono';
import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { SHOWN_IDENTITY_PROVIDER_VALUES } from '../uncertain.ts';
import { checkInput, type Fields } from './input.ts';
import { absent, duplicate, refused } from './refusals.ts';
import { connectRequest } from './request.ts';

/** Connect REST API Developer Guide, External Auth Identity Provider Credentials Input; since 62.0. */
const CREDENTIALS_INPUT: Fields = {
  credentials: {
    kind: {
      list: {
        credentialName: { kind: 'string', required: true },
        credentialValue: { kind: 'string', required: true },
      },
    },
    required: true,
  },
};

const NAMES = ['clientId', 'clientSecret'];

/** `…/named-credentials/external-auth-identity-provider-credentials/{fullName}`: the credentials of a provider. */
export const identityProviderCredentialRoutes = (app: Hono, org: Org): void => {
  const path = '/services/data/:version/named-credentials/external-auth-identity-provider-credentials/:name';

  app.get(path, (c) => {
    connectRequest(org, c, 62);
    const { view } = org.database;
    return json(c, representation(view, findProvider(view, c.req.param('name'))));
  });

  const write = (status: number, isNew: boolean) => async (c: Context) => {
    const { version } = connectRequest(org, c, 62);
    const input = await readJson(c);
    checkInput(input, CREDENTIALS_INPUT, version);
    const values = valuesOf(input.credentials as readonly CredentialInput[]);
    const answer = await org.database.transaction((tx) => {
      const provider = findProvider(tx, c.req.param('name') ?? '');
      if (isNew && tx.get('identityProviderSecret', provider.fullName))
        throw duplicate(`the credentials of ${provider.fullName}`);
      tx.put('identityProviderSecret', provider.fullName, { provider: provider.fullName, values });
      return representation(tx, provider);
    });
    return json(c, answer, status);
  };
  app.post(path, write(201, true));
  app.put(path, write(200, false));
};

interface CredentialInput {
  readonly credentialName: string;
  readonly credentialValue: string;
}

function valuesOf(credentials: readonly CredentialInput[]): Readonly<Record<string, string>> {
  const unknown = credentials.find(({ credentialName }) => !NAMES.includes(credentialName));
  if (unknown) throw refused(`credentialName is none of: ${NAMES.join(', ')}`);
  return Object.fromEntries(credentials.map((one) => [one.credentialName, one.credentialValue]));
}

function findProvider(view: View, name: string): StoredComponent {
  const found = view.get(
    'component',
    componentKey('ExternalAuthIdentityProvider', withoutNamespace(view, name)),
  );
  if (found) return found;
  throw absent(`the external auth identity provider ${JSON.stringify(name)}`);
}

/** The stored values. Of the secret, only that it exists. */
function representation(view: View, { fullName }: StoredComponent): object {
  const { values = {} } = view.get('identityProviderSecret', fullName) ?? {};
  return {
    credentials: Object.entries(values).map(([credentialName, value]) => ({
      credentialName,
      ...(SHOWN_IDENTITY_PROVIDER_VALUES.includes(credentialName) ? { credentialValue: value } : {}),
    })),
  };
}
