import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, startOrg } from '../client.ts';
import { CREDENTIAL, param, refusal, variant } from '../connect/chain.ts';
import { type ChainOptions, call, chainTo, deployChain, setCredential } from './chain.ts';
import { closeServices, type Received, type Service, startService } from './service.ts';

afterEach(closeAll);
afterEach(closeServices);

const CLIENT = { clientId: 'client 1', clientSecret: 's3cr3t+/&=%' };
const IN_BODY = 'ClientCredentialsClientSecret';
const BY_BASIC = 'ClientCredentialsClientSecretBasic';

/** A token endpoint that numbers its tokens, and a service that accepts those in `good`. */
const services = async (): Promise<{ idp: Service; api: Service; good: Set<string> }> => {
  const good = new Set<string>();
  let issued = 0;
  const idp = await startService((_request, response) => {
    issued += 1;
    good.add(`token-${issued}`);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ access_token: `token-${issued}`, token_type: 'Bearer' }));
  });
  const api = await startService((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    response.statusCode = good.has(token) ? 200 : 401;
    response.end(token);
  });
  return { idp, api, good };
};

const chain = (idp: Service, api: Service, more: Partial<ChainOptions> = {}, kind = IN_BODY) =>
  chainTo({
    url: api.url,
    protocol: 'Oauth',
    parameters:
      variant('Oauth', kind) +
      param('AuthProviderUrl', 'AuthProviderUrl', `${idp.url}/oauth2/token`) +
      param('AuthParameter', 'Scope', 'keys.read keys.write'),
    credentials: CLIENT,
    ...more,
  });

const form = (request: Received | undefined) => Object.fromEntries(new URLSearchParams(request?.body));

describe('OAuth client credentials (RFC 6749, section 4.4)', () => {
  it('requests a token with the secret in the body, and calls with the token', async () => {
    const { idp, api } = await services();
    const client = await chain(idp, api);
    expect(await call(client)).toBe('200 token-1');
    expect(idp.received[0]).toMatchObject({ method: 'POST', path: '/oauth2/token' });
    expect(idp.received[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(idp.received[0]?.headers.authorization).toBeUndefined();
    expect(form(idp.received[0])).toEqual({
      grant_type: 'client_credentials',
      scope: 'keys.read keys.write',
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
    });
  });

  it('requests with the secret by Basic in the variant of that name (RFC 6749, section 2.3.1)', async () => {
    const { idp, api } = await services();
    const client = await chain(idp, api, {}, BY_BASIC);
    expect(await call(client)).toBe('200 token-1');
    const [request] = idp.received;
    expect(form(request)).toEqual({ grant_type: 'client_credentials', scope: 'keys.read keys.write' });
    const decoded = Buffer.from(request?.headers.authorization?.slice(6) ?? '', 'base64').toString();
    expect(decoded).toBe('client+1:s3cr3t%2B%2F%26%3D%25');
  });

  it('reuses the token for the next call', async () => {
    const { idp, api } = await services();
    const client = await chain(idp, api);
    await call(client);
    expect(await call(client)).toBe('200 token-1');
    expect(idp.received).toHaveLength(1);
  });

  it('renews it once after 401, and calls again', async () => {
    const { idp, api, good } = await services();
    const client = await chain(idp, api);
    await call(client);
    good.delete('token-1');
    expect(await call(client, { method: 'POST', body: 'x' })).toBe('200 token-2');
    expect(api.received.map(({ body }) => body)).toEqual(['', 'x', 'x']);
  });

  it('returns a second 401', async () => {
    const { idp } = await services();
    const api = await startService((_request, response) => {
      response.statusCode = 401;
      response.end('no');
    });
    const client = await chain(idp, api);
    expect(await call(client)).toBe('401 no');
    expect([api.received.length, idp.received.length]).toEqual([2, 2]);
  });

  it('renews after additional status codes (ExternalCredentialParameter: AdditionalRefreshStatusCode)', async () => {
    const { idp } = await services();
    const api = await startService((request, response) => {
      response.statusCode = request.headers.authorization === 'Bearer token-2' ? 200 : 403;
      response.end();
    });
    const client = await chain(idp, api, {
      parameters:
        variant('Oauth', IN_BODY) +
        param('AuthProviderUrl', 'AuthProviderUrl', idp.url) +
        param('AdditionalRefreshStatusCode', 'Forbidden', '403'),
    });
    expect(await call(client)).toBe('200 ');
  });

  it('requests a new token after the credential has changed', async () => {
    const { idp, api } = await services();
    const client = await chain(idp, api);
    await call(client);
    await client.rest(
      'DELETE',
      `${CREDENTIAL}?externalCredential=Ec&principalType=NamedPrincipal&principalName=P`,
    );
    await setCredential(client, 'Oauth', { ...CLIENT, clientSecret: 'another' });
    expect(await call(client)).toBe('200 token-2');
    expect(form(idp.received[1]).client_secret).toBe('another');
  });

  it('requests no token if generateAuthorizationHeader is false, except for a merge field', async () => {
    const { idp, api } = await services();
    const fields = { allowMergeFieldsInHeader: true, generateAuthorizationHeader: false };
    const client = await chain(idp, api, { fields });
    expect(await call(client)).toBe('401 ');
    expect(idp.received).toEqual([]);
    const headers = { Authorization: 'Bearer {!$Credential.OAuthToken}' };
    expect(await call(client, { headers })).toBe('200 token-1');
  });

  it.each([
    [401, '{"error":"invalid_client","error_description":"s3cr3t+/&=%"}', '401 invalid_client'],
    [500, '<html>s3cr3t</html>', '500'],
    [200, '{}', '200 without a token'],
    [200, 'token', '200 without a token'],
    [302, '', '302'],
  ])('fails if the token endpoint answers %i %s, and repeats nothing of it', async (status, body, said) => {
    const { api } = await services();
    const idp = await startService((_request, response) => {
      response.writeHead(status, { Location: '/elsewhere' });
      response.end(body);
    });
    const client = await chain(idp, api);
    expect(await call(client)).toBe(
      `System.CalloutException: [local org] the token endpoint answered ${said}`,
    );
    expect(api.received).toEqual([]);
  });

  it('only contacts token endpoints on loopback', async () => {
    const { api } = await services();
    const client = await chain({ url: 'https://idp.acme.example', received: [] }, api);
    expect(await call(client)).toMatch(/a callout to idp.acme.example is not emulated/);
  });

  it.each([IN_BODY, BY_BASIC])(
    'reaches the key service beside the org by %s, even after its tokens expire',
    async (kind) => {
      const client = await startOrg();
      const { tokenUrl, keyService, clientId, clientSecret } = client.org.keyService;
      await deployChain(client, {
        url: keyService,
        protocol: 'Oauth',
        parameters: variant('Oauth', kind) + param('AuthProviderUrl', 'AuthProviderUrl', tokenUrl),
        credentials: { clientId, clientSecret },
      });
      const health = { endpoint: 'callout:Nc/health' };
      expect(await call(client, health)).toBe('200 {"status":"ok"}');
      await client.org.setTime(Date.now() + 2 * 3_600_000);
      expect(await call(client, health)).toBe('200 {"status":"ok"}');
    },
  );
});

describe('refreshing a credential (POST ?action=Refresh)', () => {
  const refresh = {
    externalCredential: 'Ec',
    principalType: 'NamedPrincipal',
    principalName: 'P',
    authenticationProtocol: 'OAuth',
    credentials: {},
  };
  const path = `${CREDENTIAL}?action=Refresh`;

  it('gets a token that the next call uses', async () => {
    const { idp, api } = await services();
    const client = await chain(idp, api);
    const { status, body } = await client.rest('POST', path, refresh);
    expect([status, body.authenticationStatus]).toEqual([201, 'Configured']);
    expect(JSON.stringify(body)).not.toMatch(/token-1|s3cr3t/);
    expect(await call(client)).toBe('200 token-1');
    expect(idp.received).toHaveLength(1);
  });

  it('reports that the token endpoint refused', async () => {
    const { api } = await services();
    const idp = await startService((_request, response) => {
      response.statusCode = 401;
      response.end('{"error":"invalid_client"}');
    });
    const client = await chain(idp, api);
    expect(refusal(await client.rest('POST', path, refresh))).toEqual([
      400,
      'INVALID_INPUT',
      '[local org] the token endpoint answered 401 invalid_client',
    ]);
  });

  it('is NOT_FOUND if there is none', async () => {
    const { idp, api } = await services();
    const client = await chain(idp, api, { credentials: undefined });
    expect(refusal(await client.rest('POST', path, refresh)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  it('is only for OAuth and AWS Roles Anywhere; the latter is refused by name', async () => {
    const { idp, api } = await services();
    const basic = await chain(idp, api, {
      protocol: 'Basic',
      parameters: '',
      credentials: { username: 'u', password: 'p' },
    });
    const answer = await basic.rest('POST', path, { ...refresh, authenticationProtocol: 'Basic' });
    expect(refusal(answer).slice(0, 2)).toEqual([400, 'INVALID_INPUT']);
    const other = await basic.rest('POST', `${CREDENTIAL}?action=Forget`, refresh);
    expect(refusal(other)).toEqual([400, 'INVALID_INPUT', '[local org] the action is not Refresh']);
  });
});
