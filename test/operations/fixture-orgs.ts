import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import type { Files } from '../local/salesforce/client.ts';
import { externalCredential, identityProvider, principal } from '../local/salesforce/samples.ts';
import { metadataIn, type PullOrg, pullOrg } from './pull-org.ts';

/* Fixtures as an org has them. */

export const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
export const cases = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(fixtures, entry.name, 'keyway.yaml')))
  .map(({ name }) => name);

/** What fixtures name and do not hold themselves. */
const seed = () => ({
  certificateKeys: { AcmeByok: privateKey(), AcmeSigned: privateKey() },
  certificates: [
    'AcmeCert',
    'DataCloudCert',
    'DirectCert',
    'EntraCert',
    'JwtCert',
    'MutualTls',
    'RolesAnywhereCert',
  ],
  authProviders: ['DocusignProvider', 'OldProvider', 'Provider'],
  outboundNetworkConnections: ['AwsPrivateLink'],
});
/** External credentials that fixtures refer to and do not hold themselves. */
const custom = (...principals: string[]) =>
  externalCredential('Custom', principals.map((name) => principal(name)).join(''));
const referredTo: Readonly<Record<string, Files>> = {
  'oldest-api-version': { 'externalCredentials/AcmeKms.externalCredential': custom('KeyService') },
  'oauth-external-auth-identity-provider': {
    'externalAuthIdentityProviders/LoopbackProvider.externalAuthIdentityProvider': identityProvider(),
  },
  'permission-sets': {
    'externalCredentials/AcmeKms.externalCredential': custom('KeyService', 'b', 'B', 'Ä', 'a b-c'),
    'externalCredentials/Kms.externalCredential': custom('a'),
  },
  'private-endpoint': { 'externalCredentials/AcmeKms.externalCredential': custom('KeyService') },
  'secured-endpoint': {
    'externalCredentials/AcmeKms.externalCredential': custom('KeyService'),
    'externalCredentials/Kms.externalCredential': custom('a'),
  },
};
/** Fixtures that name a component as `acme__Kms`: of the org's own namespace, so that it is there. */
export const namespaced = ['permission-sets', 'secured-endpoint'];

/** What a local org would not take, or would give another name: the components of a fixture as they are deployed. */
export function deployable(name: string): Files {
  const files = metadataIn(join(fixtures, name, 'expected'));
  // ManagedByNamespace is for Salesforce alone, says the local org; test/metadata has this round trip.
  const { 'namedCredentials/Raw.namedCredential': _raw, ...rest } = files;
  const texts = Object.entries(rest).map(([path, text]) => [
    path,
    namespaced.includes(name) ? text.replaceAll('acme__', '') : text,
  ]);
  return Object.fromEntries(texts);
}

export function apiVersionOf(name: string): string | undefined {
  return /^apiVersion: "(.*)"/m.exec(readFileSync(join(fixtures, name, 'keyway.yaml'), 'utf8'))?.[1];
}

/** An org takes no auth provider without the secret, which no rendering has. */
function withSecrets(files: Files): Files {
  const secret = '<consumerSecret>S3cr3t</consumerSecret>\n    <defaultScopes>';
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replace('<defaultScopes>', secret)]),
  );
}

/** What is pulled only if somebody asks: a permission set without principals, and what nothing in the chain names. */
export const byName: Readonly<Record<string, readonly string[]>> = {
  removed: ['Kept'],
  'auth-provider': ['Entra', 'Google', 'Slack', 'EntraApi'],
  'sites-and-connections': ['AcmeApi', 'AcmeOld', 'AcmeWidgets', 'AcmeLink'],
};

/** An org that has what a fixture renders to, and nothing in its config yet. */
export async function orgWithFixture(name: string): Promise<PullOrg> {
  const org = await emptyOrgFor(name);
  await org.deploy({ ...referredTo[name], ...withSecrets(deployable(name)) }, apiVersionOf(name));
  return org;
}

/** An org in which a fixture can be deployed. */
export function emptyOrgFor(name: string): Promise<PullOrg> {
  return pullOrg({ seed: seed(), ...(namespaced.includes(name) ? { namespace: 'acme' } : {}) });
}
