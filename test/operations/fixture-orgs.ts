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
  .filter((entry) => entry.isDirectory() && existsSync(join(fixtures, entry.name, 'expected')))
  .map(({ name }) => name);

/** Components that fixtures refer to but don't contain. */
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
/** External credentials that fixtures refer to but don't contain. */
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
/** Fixtures with names like `acme__Kms`: the prefix is the org's own namespace, so the components exist. */
export const namespaced = ['permission-sets', 'secured-endpoint'];

/** The components of a fixture as deployed, without those that a local org would refuse or rename. */
export function deployable(name: string): Files {
  const files = metadataIn(join(fixtures, name, 'expected'));
  // The local org says that ManagedByNamespace is reserved for Salesforce. test/metadata has this round trip.
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

/** An org accepts no auth provider without the secret, which no rendering contains. */
function withSecrets(files: Files): Files {
  const secret = '<consumerSecret>S3cr3t</consumerSecret>\n    <defaultScopes>';
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replace('<defaultScopes>', secret)]),
  );
}

/** Pulled only on request: a permission set without principals, and components outside the chain. */
export const byName: Readonly<Record<string, readonly string[]>> = {
  removed: ['Kept'],
  'auth-provider': ['Entra', 'Google', 'Slack', 'EntraApi'],
  'sites-and-connections': ['AcmeApi', 'AcmeOld', 'AcmeWidgets', 'AcmeLink'],
};

/** An org with a fixture's components, and an empty config. */
export async function orgWithFixture(name: string): Promise<PullOrg> {
  const org = await emptyOrgFor(name);
  await org.deploy({ ...referredTo[name], ...withSecrets(deployable(name)) }, apiVersionOf(name));
  return org;
}

/** An org in which a fixture can be deployed. */
export function emptyOrgFor(name: string): Promise<PullOrg> {
  return pullOrg({ seed: seed(), ...(namespaced.includes(name) ? { namespace: 'acme' } : {}) });
}
