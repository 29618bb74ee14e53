import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../client.ts';
import { chain } from '../samples.ts';
import { orgWith, refusal, SETUP } from './chain.ts';

afterEach(closeAll);

/** Modelled on the document's sample (Connect REST API Developer Guide, Named Credential Input). */
const SAMPLE = {
  developerName: 'SamplePrivate',
  masterLabel: 'SamplePrivateLabel',
  type: 'PrivateEndpoint',
  calloutUrl: 'https://www.salesforce.com',
  externalCredentials: [{ developerName: 'Custom' }],
  networkConnection: { developerName: 'SampleOutboundConnection' },
  customHeaders: [
    { headerName: 'SampleHeader', headerValue: 'SampleValue', sequenceNumber: 1 },
    { headerName: 'SampleHeader2', headerValue: 'SampleValue2', sequenceNumber: 2 },
  ],
  calloutOptions: {
    allowMergeFieldsInBody: false,
    allowMergeFieldsInHeader: true,
    generateAuthorizationHeader: true,
  },
  parameters: [
    {
      parameterName: 'NamespaceOne',
      parameterType: 'AllowedManagedPackageNamespaces',
      parameterValue: 'namespace1',
      parameterDescription: 'This is a description',
    },
  ],
};
const SEED = { seed: { outboundNetworkConnections: ['SampleOutboundConnection'] } };
const MINIMAL = {
  developerName: 'Nc',
  masterLabel: 'Nc',
  type: 'SecuredEndpoint',
  calloutUrl: 'https://kms.acme.example',
  externalCredentials: [{ developerName: 'Custom' }],
};

describe('named-credential-setup (Connect REST API Developer Guide, Named Credentials)', () => {
  it("creates the document's sample, and returns it", async () => {
    const { get, rest } = await orgWith(['Custom'], SEED);
    const created = await rest('POST', SETUP, SAMPLE);
    expect(created.status).toBe(201);
    const { body } = await get(`${SETUP}/SamplePrivate`);
    expect(body).toEqual(created.body);
    expect(body).toEqual({
      ...SAMPLE,
      calloutStatus: 'Enabled',
      createdByNamespace: null,
      description: null,
      externalCredentials: [
        {
          authenticationProtocol: 'Custom',
          developerName: 'Custom',
          id: expect.stringMatching(/^0pt/),
          masterLabel: 'Custom',
          url: '/services/data/v66.0/named-credentials/external-credentials/Custom',
        },
      ],
      id: expect.stringMatching(/^0XA/),
      url: '/services/data/v66.0/named-credentials/named-credential-setup/SamplePrivate',
    });
  });

  it('fills in the defaults', async () => {
    const { rest } = await orgWith(['Custom']);
    const { body } = await rest('POST', SETUP, MINIMAL);
    expect(body).toMatchObject({
      calloutOptions: {
        allowMergeFieldsInBody: false,
        allowMergeFieldsInHeader: false,
        generateAuthorizationHeader: true,
      },
      networkConnection: null,
      parameters: [],
    });
  });

  it('shows what was deployed by metadata, and the Metadata API reads what it created', async () => {
    const { deploy, get, rest, soap } = await orgWith(['Custom']);
    await deploy(chain());
    await rest('POST', SETUP, MINIMAL);
    const { body } = await get(SETUP);
    expect(body.namedCredentials.map((one: { developerName: string }) => one.developerName)).toEqual([
      'AcmeKeys',
      'Nc',
    ]);
    const { text } = await soap(
      'm',
      '<readMetadata><type>NamedCredential</type><fullNames>Nc</fullNames></readMetadata>',
    );
    expect(text).toContain('<parameterValue>https://kms.acme.example</parameterValue>');
  });

  it("replaces by PUT, except the callout status, which it can't contain", async () => {
    const { rest } = await orgWith(['Custom'], SEED);
    await rest('POST', SETUP, SAMPLE);
    const { status, body } = await rest('PUT', `${SETUP}/SamplePrivate`, {
      ...MINIMAL,
      developerName: undefined,
      calloutUrl: 'https://other.example',
    });
    expect([status, body.calloutUrl, body.customHeaders, body.type, body.networkConnection]).toEqual([
      200,
      'https://other.example',
      [],
      'SecuredEndpoint',
      null,
    ]);
    const refused = await rest('PUT', `${SETUP}/SamplePrivate`, { ...SAMPLE, calloutStatus: 'Enabled' });
    expect(refusal(refused)[2]).toBe('Unrecognized field "calloutStatus"');
  });

  it('deletes', async () => {
    const { get, rest } = await orgWith(['Custom']);
    await rest('POST', SETUP, MINIMAL);
    expect((await rest('DELETE', `${SETUP}/Nc`)).status).toBe(204);
    expect((await get(`${SETUP}/Nc`)).status).toBe(404);
  });

  it.each([
    ['one that is there', { developerName: 'nc' }, 400, 'DUPLICATE_VALUE'],
    [
      "an external credential that doesn't exist",
      { developerName: 'New', externalCredentials: [{ developerName: 'Other' }] },
      400,
      'INVALID_INPUT',
    ],
    ['no external credential', { developerName: 'New', externalCredentials: [] }, 400, 'INVALID_INPUT'],
    [
      'two of them',
      {
        developerName: 'New',
        externalCredentials: [{ developerName: 'Custom' }, { developerName: 'Basic' }],
      },
      400,
      'INVALID_INPUT',
    ],
    ['a URL that is none', { developerName: 'New', calloutUrl: 'kms' }, 400, 'INVALID_INPUT'],
    ['no URL', { developerName: 'New', calloutUrl: undefined }, 400, 'MISSING_ARGUMENT'],
    ['the type Legacy', { developerName: 'New', type: 'Legacy' }, 400, 'POST_BODY_PARSE_ERROR'],
    [
      'a private endpoint without a connection',
      { developerName: 'New', type: 'PrivateEndpoint' },
      400,
      'INVALID_INPUT',
    ],
    [
      'a callout option that is no boolean',
      { developerName: 'New', calloutOptions: { allowMergeFieldsInBody: 'yes' } },
      400,
      'JSON_PARSER_ERROR',
    ],
  ])('refuses %s', async (_what, more, status, code) => {
    const { get, rest } = await orgWith(['Custom', 'Basic']);
    await rest('POST', SETUP, MINIMAL);
    const answer = await rest('POST', SETUP, { ...MINIMAL, ...more });
    expect(refusal(answer).slice(0, 2)).toEqual([status, code]);
    expect((await get(SETUP)).body.namedCredentials).toHaveLength(1);
  });

  it('has a description since API version 64.0', async () => {
    const { get, rest } = await orgWith(['Custom']);
    const body = { ...MINIMAL, description: 'Keys' };
    expect((await rest('POST', SETUP, body)).body.description).toBe('Keys');
    const older = SETUP.replace('66', '63');
    expect((await get(`${older}/Nc`)).body.description).toBeUndefined();
    const refused = await rest('PUT', `${older}/Nc`, body);
    expect(refusal(refused)[2]).toBe('Unrecognized field "description"');
  });
});
