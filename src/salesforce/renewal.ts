import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Transport } from '../wire/transport.ts';
import { SalesforceFault } from './errors.ts';
import type { Login } from './logins.ts';
import { checkedInstanceUrl, type Renew } from './org-connection.ts';

/**
 * How a sign-in gets a new access token: by its refresh token, or by the private key of a JWT sign-in; undefined
 * for a sign-in with only an access token. Sends one request and saves nothing. Core's own renewal sends two more
 * requests and writes the token to the sign-in's file.
 */
export function renewalOf(login: Login, transport: Transport): Renew | undefined {
  if (login.refreshToken !== undefined) return () => byRefreshToken(login, transport);
  if (login.privateKeyFile !== undefined) return () => byPrivateKey(login, transport);
  return undefined;
}

function byRefreshToken(login: Login, transport: Transport) {
  return askForToken(transport, login.loginUrl, {
    grant_type: 'refresh_token',
    client_id: login.clientId,
    ...(login.clientSecret ? { client_secret: login.clientSecret } : {}),
    refresh_token: login.refreshToken ?? '',
  });
}

/** OAuth 2.0 JWT bearer flow. The audience is the login host; for a My Domain, that of its kind of org. */
async function byPrivateKey(login: Login, transport: Transport) {
  const { SignJWT } = await import('jose');
  const key = createPrivateKey(await readFile(login.privateKeyFile ?? '', 'utf8'));
  const testing = login.isTest || /(^|\W)test\.|--|\.sandbox\.|\.scratch\./.test(login.loginUrl);
  const audience = process.env.SFDX_AUDIENCE_URL ?? `https://${testing ? 'test' : 'login'}.salesforce.com`;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(login.clientId)
    .setSubject(login.username)
    .setAudience(audience)
    .setExpirationTime('3m')
    .sign(key);
  return askForToken(transport, login.loginUrl, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
  });
}

async function askForToken(transport: Transport, loginUrl: string, form: Readonly<Record<string, string>>) {
  const { status, body } = await transport.send({
    method: 'POST',
    url: `${checkedInstanceUrl(loginUrl)}/services/oauth2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    timeout: 30_000,
  });
  const { access_token, instance_url, error, error_description } = parsed(body);
  if (status !== 200 || access_token === undefined) {
    throw new SalesforceFault(
      status,
      error ?? `HTTP ${status}`,
      error_description ?? 'no access token in the answer',
    );
  }
  return { accessToken: access_token, instanceUrl: instance_url };
}

function parsed(body: string): Readonly<Record<string, string | undefined>> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
