import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fromXml, normalise } from '../../src/kinds/metadata.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { render } from '../../src/operations/render.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import type { Files } from '../local/salesforce/client.ts';
import { externalCredential, identityProvider, principal } from '../local/salesforce/samples.ts';
import { endPulls, metadataIn, pullOrg } from './pull-org.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const cases = readdirSync(fixtures, { withFileTypes: true })
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
const namespaced = ['permission-sets', 'secured-endpoint'];

afterEach(endPulls);

/** What a local org would not take, or would give another name: the components of a fixture as they are deployed. */
function deployable(name: string): Files {
  const files = metadataIn(join(fixtures, name, 'expected'));
  // ManagedByNamespace is for Salesforce alone, says the local org; test/metadata has this round trip.
  const { 'namedCredentials/Raw.namedCredential': _raw, ...rest } = files;
  const texts = Object.entries(rest).map(([path, text]) => [
    path,
    namespaced.includes(name) ? text.replaceAll('acme__', '') : text,
  ]);
  return Object.fromEntries(texts);
}

function apiVersionOf(name: string): string | undefined {
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
const byName: Readonly<Record<string, readonly string[]>> = {
  removed: ['Kept'],
  'auth-provider': ['Entra', 'Google', 'Slack', 'EntraApi'],
  'sites-and-connections': ['AcmeApi', 'AcmeOld', 'AcmeWidgets', 'AcmeLink'],
};

describe.each(cases)('fixture %s', (name) => {
  it('is in an org, is pulled into a new file, and renders the same bytes', async () => {
    const org = await pullOrg({ seed: seed(), ...(namespaced.includes(name) ? { namespace: 'acme' } : {}) });
    const files = deployable(name);
    const apiVersion = apiVersionOf(name);
    await org.deploy({ ...referredTo[name], ...withSecrets(files) }, apiVersion);
    const names = byName[name] ?? [];
    const { leftOut, notes } = await pull({ config: org.config, apiVersion, names });
    // To an org, b and B are one principal; in metadata they are two.
    const said = notes.filter((note) => !/^AcmeKms-[bB]: keyway can't read whether/.test(note));
    expect({ leftOut, said }).toEqual({ leftOut: [], said: [] });
    render({ config: org.config });
    expect(metadataIn(org.folder)).toMatchObject(files);
    if (name !== 'permission-sets') expect((await plan({ config: org.config })).changes).toEqual([]);
    const before = org.text();
    expect((await pull({ config: org.config })).changed).toBe(false);
    expect(org.text()).toBe(before);
  });
});

describe('real metadata', () => {
  const samples = join(fixtures, 'samples');

  it('is pulled and rendered with the same meaning, whatever its age', async () => {
    const org = await pullOrg();
    const { 'externalCredentials/OpenAI.externalCredential': external = '', ...others } = metadataIn(samples);
    // Before 58.0 a principal named a permission set; orgs of today take that out (salesforce.md, 1.2).
    const today = external.replace(/ *<principal>.*<\/principal>\n/, '');
    const files: Files = { 'externalCredentials/OpenAI.externalCredential': today, ...others };
    await org.deploy(files);
    const { leftOut, notes } = await pull({ config: org.config, apiVersion: '66.0' });
    expect({ leftOut, notes }).toEqual({ leftOut: [], notes: [] });
    render({ config: org.config });
    const rendered = metadataIn(org.folder);
    expect(Object.keys(rendered).sort()).toEqual(Object.keys(files).sort());
    for (const [path, text] of Object.entries(files)) {
      const type = path.startsWith('external') ? 'ExternalCredential' : 'NamedCredential';
      const name = path.replace(/^.*\/|\..*$/g, '');
      expect(normalise(fromXml(type, name, rendered[path] ?? ''))).toEqual(
        normalise(fromXml(type, name, text)),
      );
    }
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });
});
