import { afterEach, describe, expect, it } from '@jest/globals';
import { createCredential, externalCredentials, readCredential } from '../../src/salesforce/index.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

/*
 * Salesforce's own Postman collection, "Salesforce Platform APIs", Connect, Named Credential: the example answers
 * beside the requests. Ids there are cut after their prefix.
 */

let place: Place | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

const opened = async (): Promise<Place> => {
  place = await placeWithOrg();
  return place;
};

const id = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}\\w{15}$`));

const SAMPLE = {
  developerName: 'SampleExternalCredential',
  masterLabel: 'Sample External Credential',
  authenticationProtocol: 'Custom' as const,
  principals: [
    { principalName: 'SamplePrincipal', principalType: 'NamedPrincipal' as const, sequenceNumber: 1 },
  ],
  customHeaders: [{ headerName: 'SampleHeader', headerValue: 'SampleHeaderValue', sequenceNumber: 1 }],
};

describe('the examples of Connect, Named Credential (Salesforce Platform APIs, Postman)', () => {
  it('Create External Credential: each field of the request is returned, with the ids of the example', async () => {
    const { as } = await opened();
    await as(async (org) => {
      expect(await externalCredentials.create(org, SAMPLE)).toMatchObject({
        ...SAMPLE,
        customHeaders: [{ ...SAMPLE.customHeaders[0], id: id('0pu') }],
        parameters: [],
        principals: [
          { ...SAMPLE.principals[0], authenticationStatus: 'Unknown', id: id('0pu'), parameters: [] },
        ],
        relatedNamedCredentials: [],
      });
    });
  });

  it('Create Credential: one of a Custom principal without a value is Unknown', async () => {
    const { as } = await opened();
    await as(async (org) => {
      await externalCredentials.create(org, SAMPLE);
      const key = {
        externalCredential: 'SampleExternalCredential',
        principalName: 'SamplePrincipal',
        principalType: 'NamedPrincipal' as const,
      };
      const answer = await createCredential(org, {
        ...key,
        authenticationProtocol: 'Custom',
        credentials: {},
      });
      expect(answer).toMatchObject({
        authenticationProtocol: 'Custom',
        authenticationStatus: 'Unknown',
        credentials: {},
        ...key,
      });
    });
  });

  it('Get External Credentials by Developer Name, Get Credential: NoAuthentication', async () => {
    const { as } = await opened();
    await as(async (org) => {
      const test = {
        developerName: 'Test',
        masterLabel: 'Test',
        authenticationProtocol: 'Custom' as const,
        authenticationProtocolVariant: 'NoAuthentication',
      };
      await externalCredentials.create(org, test);
      expect(await externalCredentials.read(org, 'Test')).toMatchObject({
        ...test,
        authenticationStatus: 'NotConfigured',
        customHeaders: [],
        id: id('0pt'),
        parameters: [],
        principals: [],
        url: '/services/data/v66.0/named-credentials/external-credentials/Test',
      });
      const key = {
        externalCredential: 'Test',
        principalName: 'Test',
        principalType: 'NamedPrincipal' as const,
      };
      await externalCredentials.replace(org, {
        ...test,
        principals: [{ principalName: 'Test', principalType: 'NamedPrincipal', sequenceNumber: 1 }],
      });
      expect(await readCredential(org, key)).toEqual({ authenticationStatus: 'Configured', credentials: {} });
    });
  });
});
