import { KeywayError } from '../errors/index.ts';
import { resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { resourceCalls } from './resource-calls.ts';

/** An issuer of JWTs that endpoints accept instead of user and password. */
export interface CckmIssuer {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly jwksUri: string;
  readonly openidConfigUrl: string;
}

const PATH = '/v1/cckm/sfdc/issuers';

const issuerAnswer = resource.extend({ issuer: text, jwks_uri: text, openid_config_url: text }).transform(
  ({ id, name, issuer, jwks_uri, openid_config_url }): CckmIssuer => ({
    id,
    name,
    issuer,
    jwksUri: jwks_uri,
    openidConfigUrl: openid_config_url,
  }),
);

const issuerCalls = resourceCalls({ name: 'issuer', path: PATH, schema: issuerAnswer });

export const { list: listIssuers, get: getIssuer, remove: removeIssuer } = issuerCalls;

export interface NewIssuer {
  readonly name: string;
  readonly issuer?: string | undefined;
  readonly jwksUri?: string | undefined;
  readonly openidConfigUrl?: string | undefined;
}

/** @throws KeywayError `IssuerIncomplete` */
export async function createIssuer(cipherTrust: CipherTrust, input: NewIssuer): Promise<CckmIssuer> {
  const { name, issuer, jwksUri, openidConfigUrl } = input;
  if (openidConfigUrl === undefined && (issuer === undefined || jwksUri === undefined)) {
    throw new KeywayError('IssuerIncomplete', `Issuer ${name} needs its URL and its JWKS URL.`, {
      actions: ['Pass --issuer and --jwks-uri, or --openid-config-url.'],
    });
  }
  return cipherTrust.send({
    method: 'POST',
    path: PATH,
    json: { name, issuer, jwks_uri: jwksUri, openid_config_url: openidConfigUrl },
    what: `making issuer ${name}`,
    answer: issuerAnswer,
  });
}
