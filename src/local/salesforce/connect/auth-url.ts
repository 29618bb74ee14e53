import type { Hono } from 'hono';
import { randomCharacters } from '../ids.ts';
import type { Org } from '../org.ts';
import { readJson } from '../server/body.ts';
import { json } from '../server/respond.ts';
import { findPrincipalOf } from './find-principal.ts';
import { checkInput, type Fields } from './input.ts';
import { CONNECT_PRINCIPAL_TYPES, isBrowserFlow } from './protocols.ts';
import { absent, refused } from './refusals.ts';
import { connectRequest } from './request.ts';
import { storeCredential } from './stored-credential.ts';

/** Connect REST API Developer Guide, OAuth Credential Auth URL Input. */
const AUTH_URL_INPUT: Fields = {
  externalCredential: { kind: 'string', required: true },
  principalName: { kind: 'string' },
  principalType: { kind: { oneOf: CONNECT_PRINCIPAL_TYPES }, required: true },
  returnUrl: { kind: 'string' },
};

/** The URL for the browser. There is no identity provider, so whoever opens it has consented. */
const AUTHORIZE = '/services/auth/local-org/authorize';

interface Asked {
  readonly principalId: string;
  readonly userId: string;
}

/** `…/named-credentials/credential/auth-url/o-auth`: the start and the end of a browser flow. */
export const authUrlRoutes = (app: Hono, org: Org): void => {
  const asked = new Map<string, Asked>();

  app.post('/services/data/:version/named-credentials/credential/auth-url/o-auth', async (c) => {
    const { userId, version } = connectRequest(org, c);
    const input = await readJson(c);
    checkInput(input, AUTH_URL_INPUT, version);
    const found = findPrincipalOf(org.database.view, input);
    if (!isBrowserFlow(found)) throw refused(`${found.component.fullName} is not authorised in a browser`);
    const state = randomCharacters(32);
    asked.set(state, { principalId: found.principal.id, userId });
    return json(
      c,
      {
        authenticationUrl: `${org.url}${AUTHORIZE}?state=${state}`,
        externalCredential: found.component.fullName,
        principalName: found.principal.name,
        principalType: found.principal.type,
      },
      201,
    );
  });

  /** A browser opens this without a session. The state is unguessable and works once. */
  app.get(AUTHORIZE, async (c) => {
    const state = c.req.query('state') ?? '';
    const request = asked.get(state);
    asked.delete(state);
    await org.database.transaction((tx) => {
      const principal = request && tx.get('principal', request.principalId);
      if (principal === undefined) throw absent('an authorisation with that state');
      const accessToken = { value: randomCharacters(48), encrypted: true };
      storeCredential(tx, principal, request?.userId ?? '', { accessToken });
    });
    return c.text('The local org has its authorisation. This window can be closed.\n');
  });
};
