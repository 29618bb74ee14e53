import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll } from '../client.ts';
import { param, variant } from '../connect/chain.ts';
import { parameter } from '../samples.ts';
import { type ChainOptions, call, chainTo, httpHeader } from './chain.ts';
import { closeServices, type Received, startService } from './service.ts';

afterEach(closeAll);
afterEach(closeServices);

const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const authHeader = (name: string, value: string, sequenceNumber = 1): string =>
  parameter({
    parameterName: name,
    parameterType: 'AuthHeader',
    parameterValue: xmlText(value),
    sequenceNumber,
  });

/** What the service received, and what Apex saw. */
const sent = async (
  options: Partial<ChainOptions>,
  request: Parameters<typeof call>[1] = {},
): Promise<{ readonly received: Received | undefined; readonly answer: string }> => {
  const service = await startService();
  const client = await chainTo({
    url: service.url,
    protocol: 'Custom',
    credentials: { ApiKey: 's3cr3t', User: 'me' },
    ...options,
  });
  const answer = await call(client, request);
  return { received: service.received[0], answer };
};

describe('custom headers (Salesforce Help, Use Named Credential Formula Functions in Custom Headers)', () => {
  it.each([
    ['plain text', 'v1', 'v1'],
    ['a credential', '{!$Credential.Ec.ApiKey}', 's3cr3t'],
    ['text around it', 'Key {!$Credential.Ec.ApiKey}, {!$Credential.Ec.User}.', 'Key s3cr3t, me.'],
    ['names without regard to case', '{!$credential.EC.apikey}', 's3cr3t'],
    ['the user', '{!$User.Alias}', 'admin'],
    ['concatenation by &', '{!"Bearer " & $Credential.Ec.ApiKey}', 'Bearer s3cr3t'],
    ['concatenation by +', "{!'a' + ('b' + 1)}", 'ab1'],
    ['TEXT', '{!TEXT($Credential.Ec.User)}', 'me'],
    [
      'BASE64ENCODE',
      "{!'Basic ' & BASE64ENCODE(BLOB($Credential.Ec.User & ':' & $Credential.Ec.ApiKey))}",
      `Basic ${Buffer.from('me:s3cr3t').toString('base64')}`,
    ],
    ['a brace and an escape in a literal', String.raw`{!'}\'\\'}`, String.raw`}'\ `.trim()],
  ])('evaluate %s', async (_what, value, expected) => {
    const { received, answer } = await sent({ parameters: authHeader('X-Key', value) });
    expect(answer).toBe('200 hello');
    expect(received?.headers['x-key']).toBe(expected);
  });

  it.each([
    [
      'another external credential',
      '{!$Credential.Other.ApiKey}',
      '{!$Credential.Other.ApiKey} is not of Ec, the external credential of this callout',
    ],
    [
      'a parameter that the principal lacks',
      '{!$Credential.Ec.Nope}',
      'the principal has no Nope, which {!$Credential.Ec.Nope} asks for',
    ],
    [
      'a function of several values',
      '{!HMAC("sha256", $Credential.Ec.ApiKey)}',
      'the formula function HMAC is not emulated',
    ],
    [
      'a function named as an inherited name',
      '{!constructor("x")}',
      'the formula function constructor is not emulated',
    ],
    ['text where a BLOB belongs', '{!BASE64ENCODE("x")}', 'BASE64ENCODE takes a BLOB'],
    ['another function', '{!UPPER($Credential.Ec.ApiKey)}', 'the formula function UPPER is not emulated'],
    ['another merge field', '{!$Organization.Id}', 'the merge field {!$Organization.Id} is not emulated'],
    ['a field that users lack', '{!$User.Shoe}', 'the merge field {!$User.Shoe} is not emulated'],
    [
      'an inherited name',
      '{!$Credential.Ec.constructor}',
      'the principal has no constructor, which {!$Credential.Ec.constructor} asks for',
    ],
    ['other signs', '{!1 * 2}', 'a formula with other signs than & + ( ) and literals is not emulated'],
    ['a formula without an end', '{!$User.Id', 'a formula is not closed'],
    ['two values in a row', '{!"a" "b"}', 'a formula goes on after its end'],
    ['nothing', '{!}', 'a formula ends too early'],
    ['a BLOB', '{!BLOB("x")}', 'a formula has a BLOB where text belongs'],
  ])('refuse %s by name', async (_what, value, message) => {
    const { received, answer } = await sent({ parameters: authHeader('X-Key', value) });
    expect(answer).toBe(`System.CalloutException: [local org] ${message}`);
    expect(received).toBeUndefined();
  });

  it('can be those of the named credential too', async () => {
    const { received } = await sent({
      named: httpHeader('x-tenant', '42', 1) + httpHeader('x-key', '{!$Credential.Ec.ApiKey}', 2),
    });
    expect(received?.headers).toMatchObject({ 'x-tenant': '42', 'x-key': 's3cr3t' });
  });

  it("replace headers from Apex; of two, the external credential's wins", async () => {
    const { received } = await sent(
      { parameters: authHeader('X-Key', 'external'), named: httpHeader('x-key', 'named', 1) },
      { headers: { 'x-key': 'apex' } },
    );
    expect(received?.headers['x-key']).toBe('external');
  });

  it("aren't sent with a line break, and the error doesn't show it", async () => {
    const { received, answer } = await sent({
      parameters: authHeader('X-Key', '{!$Credential.Ec.ApiKey}'),
      credentials: { ApiKey: 's3c\nr3t' },
    });
    expect(answer).toBe(
      'System.CalloutException: [local org] a header holds a line break or another character that headers cannot hold',
    );
    expect(received).toBeUndefined();
  });
});

describe('merge fields in Apex (Apex Developer Guide, Custom Headers and Bodies of Apex Callouts)', () => {
  const formula = '{!$Credential.Ec.ApiKey}';

  it('are replaced in headers if the named credential allows it', async () => {
    const { received } = await sent(
      { fields: { allowMergeFieldsInHeader: true } },
      { headers: { 'X-Key': formula }, method: 'POST', body: formula },
    );
    expect([received?.headers['x-key'], received?.body]).toEqual(['s3cr3t', formula]);
  });

  it('are replaced in the body if the named credential allows it', async () => {
    const { received } = await sent(
      { fields: { allowMergeFieldsInBody: true } },
      { headers: { 'X-Key': formula }, method: 'POST', body: `{"key":"${formula}"}` },
    );
    expect([received?.headers['x-key'], received?.body]).toEqual([formula, '{"key":"s3cr3t"}']);
  });

  it('insert a secret byte for byte, even with several lines', async () => {
    const pem = '-----BEGIN KEY-----\r\nå\u0000\t\n-----END KEY-----\n';
    const { received } = await sent(
      { fields: { allowMergeFieldsInBody: true }, credentials: { Pem: pem } },
      { method: 'POST', body: '{!$Credential.Ec.Pem}' },
    );
    expect(received?.body).toBe(pem);
  });

  it('insert name and password of Basic', async () => {
    const { received } = await sent(
      {
        protocol: 'Basic',
        credentials: { username: 'u', password: 'p' },
        fields: { allowMergeFieldsInHeader: true, generateAuthorizationHeader: false },
      },
      { headers: { 'X-Login': '{!$Credential.Username}/{!$Credential.Password}' } },
    );
    expect(received?.headers['x-login']).toBe('u/p');
    expect(received?.headers.authorization).toBeUndefined();
  });
});

describe('without authentication', () => {
  const noAuthentication = { protocol: 'Custom', parameters: variant('Custom', 'NoAuthentication') };

  it('the call is made unchanged, by a user who has the principal', async () => {
    const { received, answer } = await sent({ ...noAuthentication, credentials: undefined, read: false });
    expect(answer).toBe('200 hello');
    expect(received?.headers.authorization).toBeUndefined();
  });
});

describe('Basic (RFC 7617)', () => {
  it('is sent in UTF-8', async () => {
    const { received } = await sent({ protocol: 'Basic', credentials: { username: 'ü', password: 'p:ß' } });
    const encoded = received?.headers.authorization?.slice('Basic '.length) ?? '';
    expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('ü:p:ß');
  });

  it("isn't sent if generateAuthorizationHeader is false", async () => {
    const { received } = await sent({
      protocol: 'Basic',
      credentials: { username: 'u', password: 'p' },
      fields: { generateAuthorizationHeader: false },
    });
    expect(received?.headers.authorization).toBeUndefined();
  });
});

describe("what isn't emulated", () => {
  it('is refused by name', async () => {
    const { answer } = await sent({
      protocol: 'Oauth',
      parameters:
        variant('Oauth', 'JwtBearer') +
        param('AuthProviderUrl', 'AuthProviderUrl', 'http://127.0.0.1:1/token') +
        parameter({
          certificate: 'Signer',
          parameterName: 'SigningCertificate',
          parameterType: 'SigningCertificate',
        }),
      credentials: undefined,
      org: { seed: { certificates: ['Signer'] } },
    });
    expect(answer).toBe('System.CalloutException: [local org] a callout by Oauth JwtBearer is not emulated');
  });
});
