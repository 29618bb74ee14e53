import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ClientCredentials, ProbeAuthentication } from '../../../src/keys/probe/authentication.ts';
import { probeKey } from '../../../src/keys/probe/probe.ts';
import type { ProbeTarget } from '../../../src/keys/probe/types.ts';
import { verify } from '../../local/salesforce/callout/signature-verifier.ts';
import { answerCorrectly, identifier, sendJson, startService, type TestService } from './key-service.ts';

let service: TestService;
let tokens: TestService;
beforeAll(async () => {
  [service, tokens] = await Promise.all([startService(), startService()]);
});
beforeEach(() => {
  service.answer = answerCorrectly;
});
afterAll(() => Promise.all([service.close(), tokens.close()]));

const probe = (authentication: ProbeAuthentication, more: Partial<ProbeTarget> = {}) =>
  probeKey({ url: service.url, identifier, replayDetection: true, authentication, headers: [], ...more });
const sent = () => service.requests.at(-1)?.headers;

/** Accepts only requests with this header. */
const only =
  (expected: string, header = 'authorization'): RequestListener =>
  (request, response) => {
    if (request.headers[header] === expected) answerCorrectly(request, response);
    else response.writeHead(401).end();
  };

const problem = async (asked: ReturnType<typeof probe>) => {
  const { outcome, checks } = await asked;
  const failed = checks.find(({ check, ok }) => ok === false || (check === 'request' && ok === null));
  return [outcome, failed?.check, failed?.statusCode, failed?.message];
};

describe('Basic', () => {
  const basic = { kind: 'basic', username: 'acme', password: 's3cret-word' } as const;

  test('by username and password', async () => {
    service.answer = only(`Basic ${Buffer.from('acme:s3cret-word').toString('base64')}`);
    expect(await probe(basic)).toMatchObject({ outcome: 'proven' });
  });

  test('with a wrong password gives AUTHENTICATION_FAILURE_RESPONSE', async () => {
    service.answer = only('Basic else');
    expect(await problem(probe(basic))).toEqual([
      'refused',
      'authentication',
      'AUTHENTICATION_FAILURE_RESPONSE',
      'the key service answered 401: it rejected the sign-in',
    ]);
  });

  test('sends no header if Salesforce writes none, except by formulas', async () => {
    const value = "{!'Token ' & BASE64ENCODE(BLOB($Credential.Username & ':' & $Credential.Password))}";
    await probe(basic, { authorizationHeader: false, headers: [{ name: 'X-Auth', value }] });
    expect(sent()?.authorization).toBeUndefined();
    expect(sent()?.['x-auth']).toBe(`Token ${Buffer.from('acme:s3cret-word').toString('base64')}`);
  });
});

describe('Custom headers', () => {
  const custom = {
    kind: 'custom',
    externalCredential: 'AcmeKms',
    credentials: { ApiKey: 'k3y-of-the-test', Tenant: 'a "b" {!c}' },
  } as const;
  const withHeader = (value: string) => probe(custom, { headers: [{ name: 'X-Api-Key', value }] });

  test.each([
    ['{!$Credential.AcmeKms.ApiKey}', 'k3y-of-the-test'],
    ['Key {!$credential.acmekms.APIKEY}; {!"v" & 1}', 'Key k3y-of-the-test; v1'],
    ['{! $Credential.AcmeKms.Tenant }', 'a "b" {!c}'],
    ['{!TEXT(\'}\' & "\\"")}', '}"'],
    ['{!BASE64ENCODE(BLOB(("a" + "b")))}', 'YWI='],
    ['plain', 'plain'],
  ])('%s', async (formula, value) => {
    expect(await withHeader(formula)).toMatchObject({ outcome: 'proven' });
    expect(sent()?.['x-api-key']).toBe(value);
  });

  test.each([
    [
      '{!$Credential.AcmeKms.Other}',
      'uses {!$Credential.AcmeKms.Other}, but the principal has no Other here',
    ],
    [
      '{!$Credential.Else.ApiKey}',
      'uses {!$Credential.Else.ApiKey}, which belongs to another external credential',
    ],
    ['{!$Credential.OAuthToken}', "uses {!$Credential.OAuthToken}, which this authentication doesn't have"],
    ['{!$User.Username}', 'uses {!$User.Username}, which only an org knows'],
    ['{!HMAC("a")}', 'uses the function HMAC, which only an org can evaluate'],
    ['{!IF(true, "a", "b")}', "contains a formula that isn't closed, or has symbols that only an org knows"],
    ['{!"a"', "contains a formula that isn't closed, or has symbols that only an org knows"],
    ['{!"a" "b"}', 'contains a formula with more after its end'],
    ['{!("a"}', 'contains a formula without a closing parenthesis'],
    ['{!}', 'contains a formula that lacks a value'],
    ['{!BLOB("a")}', 'has a BLOB in place of text'],
    ['{!BASE64ENCODE("a")}', 'passes text to BASE64ENCODE, which needs a BLOB'],
  ])("%s can't be evaluated here", async (formula, why) => {
    const before = service.requests.length;
    const message = `not checked: the header X-Api-Key ${why}`;
    expect(await problem(withHeader(formula))).toEqual([
      'cannot-authenticate',
      'request',
      undefined,
      message,
    ]);
    expect(service.requests).toHaveLength(before);
  });

  test("can't contain a line break", async () => {
    const authentication = { ...custom, credentials: { ApiKey: 'line-one\r\nX-Evil: 1' } };
    const headers = [{ name: 'X-Api-Key', value: '{!$Credential.AcmeKms.ApiKey}' }];
    const result = await probe(authentication, { headers });
    expect(result.outcome).toBe('cannot-authenticate');
    expect(JSON.stringify(result)).not.toContain('X-Evil');
  });

  test("can't replace headers of the message itself", async () => {
    await probe(custom, {
      headers: [
        { name: 'Host', value: 'else.example' },
        { name: 'Content-Length', value: '7' },
      ],
    });
    expect(sent()?.host).toBe(`127.0.0.1:${service.port}`);
    expect(sent()?.['content-length']).toBeUndefined();
  });

  test("a service's echo of a secret isn't shown", async () => {
    service.answer = (request, response) =>
      sendJson(response, { kid: request.headers['x-api-key'], jwe: 'a' });
    const result = await withHeader('{!$Credential.AcmeKms.ApiKey}');
    expect(JSON.stringify(result)).toContain('•••');
    expect(JSON.stringify(result)).not.toContain('k3y-of-the-test');
  });
});

describe('OAuth client credentials', () => {
  const oauth = (more: Partial<ClientCredentials> = {}): ClientCredentials => ({
    kind: 'oauth',
    tokenUrl: tokens.url.replace('/keys', '/oauth2/token'),
    scope: 'keys.read',
    clientId: 'acme id',
    clientSecret: 'c1ient:secret&',
    clientIn: 'body',
    refreshOn: [401],
    ...more,
  });
  let asked: { body: string; authorization: string | undefined }[] = [];

  /** Returns the tokens in order. */
  const give =
    (...given: readonly string[]): RequestListener =>
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ body, authorization: request.headers.authorization });
      sendJson(response, { access_token: given[asked.length - 1] ?? given.at(-1), token_type: 'Bearer' });
    };
  beforeEach(() => {
    asked = [];
    tokens.answer = give('token-one', 'token-two');
  });

  test('in the body', async () => {
    service.answer = only('Bearer token-one');
    expect(await probe(oauth())).toMatchObject({ outcome: 'proven' });
    expect(asked).toEqual([
      {
        body: 'grant_type=client_credentials&scope=keys.read&client_id=acme+id&client_secret=c1ient%3Asecret%26',
        authorization: undefined,
      },
    ]);
  });

  test('in a header, form-encoded', async () => {
    service.answer = only('Bearer token-one');
    expect(await probe(oauth({ clientIn: 'header', scope: undefined }))).toMatchObject({ outcome: 'proven' });
    const basic = Buffer.from('acme+id:c1ient%3Asecret%26').toString('base64');
    expect(asked).toEqual([{ body: 'grant_type=client_credentials', authorization: `Basic ${basic}` }]);
  });

  test('after a 401 from the key service: once more with a new token', async () => {
    service.answer = only('Bearer token-two');
    expect(await probe(oauth())).toMatchObject({ outcome: 'proven' });
    expect(asked).toHaveLength(2);
  });

  test('after a second 401: refused, without a third try', async () => {
    service.answer = only('Bearer else');
    expect(await problem(probe(oauth()))).toMatchObject([
      'refused',
      'authentication',
      'AUTHENTICATION_FAILURE_RESPONSE',
      /./,
    ]);
    expect(asked).toHaveLength(2);
  });

  test('after other statuses that request a new token', async () => {
    const before = service.requests.length;
    service.answer = (request, response) =>
      request.headers.authorization === 'Bearer token-two'
        ? answerCorrectly(request, response)
        : response.writeHead(419).end();
    expect(await probe(oauth())).toMatchObject({ outcome: 'refused' });
    asked = [];
    expect(await probe(oauth({ refreshOn: [401, 419] }))).toMatchObject({ outcome: 'proven' });
    expect(service.requests).toHaveLength(before + 3);
  });

  test('the token only in its own header', async () => {
    const headers = [{ name: 'X-Token', value: '{!$Credential.OAuthToken}' }];
    await probe(oauth(), { headers, authorizationHeader: false });
    expect([sent()?.['x-token'], sent()?.authorization]).toEqual(['token-one', undefined]);
  });

  test('no token is requested if none is sent', async () => {
    await probe(oauth(), { authorizationHeader: false });
    expect(asked).toHaveLength(0);
  });

  test.each([
    [400, { error: 'invalid_client' }, '400 invalid_client: the client is unknown, or the secret is wrong'],
    [400, { error: 'invalid_scope' }, '400 invalid_scope: the scope is not allowed'],
    [400, { error: '\u001B[31mbad', error_description: 'c1ient:secret&' }, '400'],
    [200, { token: 'x' }, '200, without a token'],
    [200, { access_token: 'a\r\nb' }, '200, without a token'],
    [503, 'down', '503'],
    [302, {}, '302'],
  ])('%d %j', async (status, body, said) => {
    const before = service.requests.length;
    tokens.answer = (_request, response) => sendJson(response, body, status);
    expect(await problem(probe(oauth()))).toEqual([
      'refused',
      'authentication',
      'AUTHENTICATION_FAILURE_RESPONSE',
      `the token endpoint at 127.0.0.1:${tokens.port} answered ${said}`,
    ]);
    expect(service.requests).toHaveLength(before);
  });

  test('a token endpoint that hangs', async () => {
    tokens.answer = () => {};
    expect(await problem(probe(oauth(), { timeout: 200 }))).toMatchObject([
      'refused',
      'authentication',
      'AUTHENTICATION_FAILURE_RESPONSE',
      expect.stringMatching(/didn't answer in time$/),
    ]);
  });

  test("a token endpoint that doesn't exist: unreachable", async () => {
    const gone = await startService();
    await gone.close();
    expect(await problem(probe(oauth({ tokenUrl: gone.url })))).toMatchObject([
      'unreachable',
      'authentication',
      'AUTHENTICATION_FAILURE_RESPONSE',
      expect.stringMatching(/isn't reachable from here: connection refused$/),
    ]);
  });

  test('a token URL without TLS: the secret is not sent', async () => {
    expect(await problem(probe(oauth({ tokenUrl: 'http://idp.acme.example/token' })))).toMatchObject([
      'refused',
      'authentication',
      'AUTHENTICATION_FAILURE_RESPONSE',
      "the token URL isn't an https URL",
    ]);
  });

  test('the result contains neither secret nor token, whatever the service does with them', async () => {
    service.answer = (request, response) =>
      sendJson(response, { kid: `${request.headers.authorization}`, jwe: 'a' });
    const text = JSON.stringify(await probe(oauth()));
    expect(text).toContain('•••');
    expect(text).not.toMatch(/token-one|c1ient/);
  });
});

describe('AWS Signature Version 4', () => {
  test.each(['execute-api', 's3'])('for %s, as an independent verifier expects', async (awsService) => {
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI', region: 'eu-central-1' };
    const authentication = { kind: 'aws', ...keys, service: awsService } as const;
    const headers = [{ name: 'X-Amz-Tenant', value: 'a  b' }];
    expect(await probe(authentication, { headers, url: `${service.url}/a%20b` })).toMatchObject({
      outcome: 'proven',
    });
    const { url: path = '', method = '', headers: sentHeaders } = service.requests.at(-1) ?? {};
    const wire = { method, path, headers: sentHeaders as Record<string, string>, body: '' };
    const verdict = verify(wire, keys.secretAccessKey);
    expect(verdict.signature).toBe(verdict.expected);
    expect(verdict.scope).toMatch(new RegExp(`^\\d{8}/eu-central-1/${awsService}/aws4_request$`));
  });
});

describe('authentication that only an org can do', () => {
  test('is reported, with everything that can still be checked', async () => {
    const before = service.requests.length;
    const result = await probe({
      kind: 'unsupported',
      reason: 'AcmeKms signs with a certificate of the org',
    });
    expect(result.outcome).toBe('cannot-authenticate');
    expect(result.checks.filter(({ ok }) => ok !== null)).toEqual([
      { check: 'reachable', ok: true, message: `127.0.0.1:${service.port} accepts connections` },
    ]);
    expect(result.checks.find(({ check }) => check === 'authentication')).toEqual({
      check: 'authentication',
      ok: null,
      message: 'not checked: AcmeKms signs with a certificate of the org',
    });
    expect(service.requests).toHaveLength(before);
  });

  test('with a private connection tries nothing', async () => {
    const result = await probe({ kind: 'unsupported', reason: 'private', connect: false });
    expect(result).toMatchObject({ outcome: 'cannot-authenticate', elapsedMs: 0 });
    expect(result.checks.every(({ ok }) => ok === null)).toBe(true);
  });
});
