import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { connect } from '../../src/salesforce/connect.ts';
import { principalQuery } from '../../src/salesforce/connect-names.ts';
import {
  createCredential,
  deleteCredential,
  mergeCredential,
  readCredential,
  refreshCredential,
} from '../../src/salesforce/credentials.ts';
import { externalCredentials } from '../../src/salesforce/external-credentials.ts';
import { namedCredentialSetups } from '../../src/salesforce/named-credential-setup.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of cleanups.splice(0).reverse()) await end();
});

async function org() {
  const local = await createLocalOrg();
  cleanups.push(() => local.close());
  const target = { kind: 'token' as const, instanceUrl: local.url, accessToken: local.accessToken };
  const connected = await connect(target, { apiVersion: '66.0', stateDir: '' });
  cleanups.push(() => connected.close());
  return { connected, local };
}

const externalCredential = {
  developerName: 'AcmeKms',
  masterLabel: 'Acme KMS',
  authenticationProtocol: 'Custom' as const,
  principals: [
    { principalName: 'Key Service & Co', principalType: 'NamedPrincipal' as const, sequenceNumber: 1 },
  ],
};
const principal = {
  externalCredential: 'AcmeKms',
  principalType: 'NamedPrincipal' as const,
  principalName: 'Key Service & Co',
};

describe('Connect REST', () => {
  it('creates, replaces and deletes external credentials', async () => {
    const { connected } = await org();
    await externalCredentials.create(connected, externalCredential);
    await externalCredentials.replace(connected, { ...externalCredential, masterLabel: 'New' });
    expect(await externalCredentials.read(connected, 'AcmeKms')).toMatchObject({ masterLabel: 'New' });
    await externalCredentials.remove(connected, 'AcmeKms');
    expect(await externalCredentials.read(connected, 'AcmeKms')).toBeUndefined();
  });

  it('creates, replaces and deletes named credentials', async () => {
    const { connected } = await org();
    await externalCredentials.create(connected, externalCredential);
    const input = {
      developerName: 'AcmeKeys',
      masterLabel: 'Acme keys',
      type: 'SecuredEndpoint' as const,
      calloutUrl: 'https://kms.acme.example/v1',
      externalCredentials: [{ developerName: 'AcmeKms' }],
    };
    await namedCredentialSetups.create(connected, input);
    await namedCredentialSetups.replace(connected, { ...input, calloutUrl: 'https://kms.acme.example/v2' });
    expect(await namedCredentialSetups.read(connected, 'AcmeKeys')).toMatchObject({
      calloutUrl: 'https://kms.acme.example/v2',
    });
    await namedCredentialSetups.remove(connected, 'AcmeKeys');
    expect(await namedCredentialSetups.read(connected, 'AcmeKeys')).toBeUndefined();
  });

  it('stores, merges and deletes credentials of principals with any name', async () => {
    const { connected } = await org();
    await externalCredentials.create(connected, externalCredential);
    const input = { ...principal, authenticationProtocol: 'Custom' as const };
    await createCredential(connected, { ...input, credentials: { a: { value: '1', encrypted: false } } });
    await mergeCredential(connected, { ...input, credentials: { b: { value: '2', encrypted: true } } });
    expect(await readCredential(connected, principal)).toMatchObject({
      credentials: { a: { value: '1' }, b: { encrypted: true } },
    });
    await deleteCredential(connected, principal);
    expect(Object.keys((await readCredential(connected, principal))?.credentials ?? {})).toEqual([]);
  });

  it('refreshes a credential: the org asks the identity provider again', async () => {
    const { connected, local } = await org();
    const { tokenUrl, clientId, clientSecret } = local.keyService;
    const authenticationProtocolVariant = 'ClientCredentialsClientSecret';
    await externalCredentials.create(connected, {
      ...externalCredential,
      authenticationProtocol: 'OAuth',
      authenticationProtocolVariant,
      parameters: [
        { parameterName: 'AuthProviderUrl', parameterType: 'AuthProviderUrl', parameterValue: tokenUrl },
      ],
    });
    const input = { ...principal, authenticationProtocol: 'OAuth' as const, authenticationProtocolVariant };
    await createCredential(connected, {
      ...input,
      credentials: {
        clientId: { value: clientId, encrypted: false },
        clientSecret: { value: clientSecret, encrypted: true },
      },
    });
    expect(await refreshCredential(connected, input)).toMatchObject({ authenticationStatus: 'Configured' });
  });

  it('sends the name of a principal as one value, whatever it contains', () => {
    expect(principalQuery({ ...principal, principalName: 'a&b=c d#%+' })).toBe(
      'externalCredential=AcmeKms&principalType=NamedPrincipal&principalName=a%26b%3Dc%20d%23%25%2B',
    );
  });
});
