import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from '../client.ts';
import {
  externalCredential,
  identityProvider,
  packageXml,
  parameter,
  identityProviderParameter as part,
  identityProviderOf as provider,
} from '../samples.ts';
import { refusal } from './chain.ts';

afterEach(closeAll);

const CREDENTIALS = '/services/data/v66.0/named-credentials/external-auth-identity-provider-credentials/Acme';
const FILE = 'externalAuthIdentityProviders/Acme.externalAuthIdentityProvider';

const whole = identityProvider();

const deployed = async (file = whole) => {
  const client = await startOrg();
  const answer = await client.deploy({
    'package.xml': packageXml(['ExternalAuthIdentityProvider/Acme']),
    [FILE]: file,
  });
  return { client, answer };
};

const store = ({ rest }: Client, method: string, values: Readonly<Record<string, string>>) =>
  rest(method, CREDENTIALS, {
    credentials: Object.entries(values).map(([credentialName, credentialValue]) => ({
      credentialName,
      credentialValue,
    })),
  });

describe('an external auth identity provider (Metadata WSDL 66.0)', () => {
  it('is deployed, listed and read back', async () => {
    const { client, answer } = await deployed();
    expect(answer.status).toBe('Succeeded');
    const listed = await client.soap(
      'm',
      '<listMetadata><queries><type>ExternalAuthIdentityProvider</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>',
    );
    expect(listed.text).toContain(`<fileName>${FILE}</fileName>`);
    const read = await client.soap(
      'm',
      '<readMetadata><type>ExternalAuthIdentityProvider</type><fullNames>Acme</fullNames></readMetadata>',
    );
    expect(read.text).toContain('<parameterValue>https://idp.acme.example/token</parameterValue>');
  });

  it.each([
    ['has no token URL', provider(''), 'TokenUrl'],
    [
      'lacks the authorize URL of its flow',
      provider(part('TokenUrl', 'https://idp.acme.example/token')),
      'AuthorizeUrl',
    ],
    [
      'says a parameter twice',
      whole.replace('<label>', `${part('TokenUrl', 'https://b.example')}<label>`),
      'twice',
    ],
    [
      'has an unknown flow',
      provider(part('TokenUrl', 'https://idp.acme.example/token'), 'Implicit'),
      'Implicit',
    ],
  ])('is refused where it %s', async (_case, file, word) => {
    const { answer } = await deployed(file);
    expect(answer.status).toBe('Failed');
    expect(answer.failures[0].problem).toContain(word);
  });

  it('can be used by an external credential, and stays while one refers to it', async () => {
    const { client } = await deployed();
    const named = externalCredential(
      'Oauth',
      parameter({
        externalAuthIdentityProvider: 'Acme',
        parameterName: 'ExternalAuthIdentityProvider',
        parameterType: 'ExternalAuthIdentityProvider',
      }),
    );
    const deploy = await client.deploy({
      'package.xml': packageXml(['ExternalCredential/AcmeKms']),
      'externalCredentials/AcmeKms.externalCredential': named,
    });
    expect(deploy.failures).toEqual([]);
    const remove = await client.deploy({
      'package.xml': packageXml([]),
      'destructiveChanges.xml': packageXml(['ExternalAuthIdentityProvider/Acme']),
    });
    expect(remove.failures[0].problem).toContain('AcmeKms');
  });
});

describe('its client id and secret (Connect REST API Developer Guide, 62.0)', () => {
  it('are stored once by POST and replaced by PUT, and the secret is never returned', async () => {
    const { client } = await deployed();
    expect((await client.get(CREDENTIALS)).body).toEqual({ credentials: [] });
    const created = await store(client, 'POST', { clientId: 'acme', clientSecret: 's3cr3t-1' });
    expect(created.status).toBe(201);
    expect((await store(client, 'POST', { clientId: 'acme' })).status).toBe(400);
    const replaced = await store(client, 'PUT', { clientId: 'other', clientSecret: 's3cr3t-2' });
    const read = await client.get(CREDENTIALS);
    expect(read.body).toEqual({
      credentials: [
        { credentialName: 'clientId', credentialValue: 'other' },
        { credentialName: 'clientSecret' },
      ],
    });
    expect(JSON.stringify([created, replaced, read])).not.toContain('s3cr3t');
  });

  it('belong to an existing provider, and have known names', async () => {
    const { client } = await deployed();
    expect(refusal(await store(client, 'PUT', { apiKey: 'x' }))[2]).toContain('credentialName');
    expect(refusal(await client.get(`${CREDENTIALS}None`)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
    expect((await client.get(CREDENTIALS.replace('v66.0', 'v61.0'))).status).toBe(404);
  });

  it('are deleted with it', async () => {
    const { client } = await deployed();
    await store(client, 'POST', { clientId: 'acme', clientSecret: 's3cr3t' });
    const again = {
      'package.xml': packageXml([]),
      'destructiveChanges.xml': packageXml(['ExternalAuthIdentityProvider/Acme']),
    };
    expect((await client.deploy(again)).status).toBe('Succeeded');
    await client.deploy({ 'package.xml': packageXml(['ExternalAuthIdentityProvider/Acme']), [FILE]: whole });
    expect((await client.get(CREDENTIALS)).body).toEqual({ credentials: [] });
  });
});
