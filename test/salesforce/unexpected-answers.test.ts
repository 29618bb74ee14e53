import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAnswerLost } from '../../src/errors/answer-lost.ts';
import { KeywayError } from '../../src/errors/index.ts';
import {
  connect,
  createCredential,
  deploy,
  insertTenantSecret,
  listMetadata,
  type Org,
  query,
  readCredential,
  readMetadata,
} from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, identity, type Received, soapBody, TOKEN } from './fake-salesforce.ts';

type Answering = (request: Received) => Answer | undefined;

const isQuery = ({ path }: Received) => path.includes('FROM%20Account') || path.includes('/query/next');
const isSoap = ({ path }: Received) => path.includes('/Soap/m/');

async function failure(answer: Answering, run: (org: Org) => Promise<unknown>): Promise<unknown> {
  await using server = await fakeSalesforce(answer);
  try {
    const org = await connect(
      { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
      { apiVersion: '66.0', stateDir: '/nowhere' },
    );
    try {
      return await run(org);
    } finally {
      await org.close();
    }
  } catch (error) {
    return error;
  }
}

const unexpected = (...words: readonly string[]) =>
  expect.objectContaining({
    code: 'UnexpectedAnswer',
    message: expect.stringMatching(new RegExp(words.join('.*'), 's')),
  });

describe('a REST answer of the wrong form', () => {
  const accounts = (answer: Answer) =>
    failure(
      (request) => (isQuery(request) ? answer : undefined),
      (org) => query(org, 'SELECT Id FROM Account'),
    );

  it.each<[string, Answer, string]>([
    ['an empty 200', { text: '' }, 'is empty'],
    ['a page', { text: 'hello' }, "isn't JSON"],
    ['null', { json: null }, 'the answer'],
    ['a list', { json: [] }, 'the answer'],
    ['records that are null', { json: { done: true, records: null } }, 'records'],
    ['a row that is null', { json: { done: true, records: [{ Id: '1' }, null] } }, 'records\\.1'],
    ['no done', { json: { records: [] } }, 'done'],
    ['no next page', { json: { done: false, records: [] } }, 'nextRecordsUrl'],
    ['another host', { json: { done: false, records: [], nextRecordsUrl: 'http://x/' } }, 'nextRecordsUrl'],
    [
      'a next page that leads to itself',
      { json: { done: false, records: [], nextRecordsUrl: '/services/data/v66.0/query/next' } },
      'nextRecordsUrl leads to a page that was read before',
    ],
  ])('with %s names request and field', async (_, answer, field) => {
    expect(await accounts(answer)).toEqual(unexpected('while reading Account', field));
  });

  it('is never a TypeError when connecting, whatever JSON arrives', async () => {
    const target = fc.constantFrom('/services/data', '/services/oauth2/userinfo', 'FROM%20Organization');
    await fc.assert(
      fc.asyncProperty(target, fc.jsonValue(), async (path, json) => {
        const answered = await failure(
          (request) =>
            (path === '/services/data' ? request.path === path : request.path.includes(path))
              ? { json }
              : identity(request),
          async () => 'connected',
        );
        expect(answered === 'connected' || answered instanceof KeywayError).toBe(true);
      }),
      { seed: 20261127, numRuns: 40 },
    );
  }, 30_000);

  it('is never a TypeError in a query, whatever JSON arrives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (json) => {
        expect(await accounts({ json: { done: true, records: json } })).toEqual(
          Array.isArray(json) && json.every((row) => typeof row === 'object' && row && !Array.isArray(row))
            ? expect.any(Array)
            : unexpected('while reading Account', 'records'),
        );
      }),
      { seed: 20261127, numRuns: 40 },
    );
  }, 30_000);
});

describe("an answer about a credential that doesn't repeat the request", () => {
  const key = {
    externalCredential: 'AcmeKms',
    principalType: 'NamedPrincipal',
    principalName: 'KeyService',
  } as const;
  const input = { ...key, authenticationProtocol: 'Custom', credentials: {} } as const;
  const answered = (run: (org: Org) => Promise<unknown>) =>
    failure(
      ({ path }) => (path.includes('/credential') ? { json: { records: null, id: [] } } : undefined),
      run,
    );

  it("doesn't prove that none is stored", async () => {
    expect(await answered((org) => readCredential(org, key))).toEqual(
      unexpected('while reading the credential of AcmeKms-KeyService', 'externalCredential'),
    );
  });

  it("doesn't prove that one was stored", async () => {
    expect(await answered((org) => createCredential(org, input))).toEqual(
      unexpected('while storing the credential of AcmeKms-KeyService', 'externalCredential'),
    );
  });
});

describe('an internal error of the org', () => {
  it('leaves open whether a change was made', async () => {
    const json = [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred.' }];
    const error = await failure(
      ({ method, path }) =>
        method === 'POST' && path.includes('/TenantSecret') ? { status: 500, json } : undefined,
      (org) => insertTenantSecret(org, { Type: 'Data', Source: 'Uploaded' }),
    );
    expect(error).toMatchObject({ code: 'OrgUnavailable' });
    expect(isAnswerLost(error)).toBe(true);
  });
});

describe('a SOAP answer of the wrong form', () => {
  const answered = (inside: string, run: (org: Org) => Promise<unknown>) =>
    failure((request) => (isSoap(request) ? soapBody(inside) : undefined), run);

  it.each<[string, string, string]>([
    ['no body', '', 'readMetadataResponse is missing'],
    ['that of another call', '<listMetadataResponse/>', 'readMetadataResponse is missing'],
    ['no result', '<readMetadataResponse/>', 'result is missing'],
    ['no records', '<readMetadataResponse><result/></readMetadataResponse>', 'result is missing'],
    [
      'fewer records than names',
      '<readMetadataResponse><result><records xsi:nil="true"/></result></readMetadataResponse>',
      'result.records has 1 of 2',
    ],
  ])('with %s names request and field', async (_, inside, field) => {
    const error = await answered(inside, (org) => readMetadata(org, 'NamedCredential', ['A', 'B']));
    expect(error).toEqual(unexpected('while reading NamedCredential', field));
  });

  it('reports a listed component without a name', async () => {
    const inside = '<listMetadataResponse><result><type>Flow</type></result></listMetadataResponse>';
    expect(await answered(inside, (org) => listMetadata(org, ['Flow']))).toEqual(
      unexpected('while listing Flow', 'result.0.fullName is missing'),
    );
  });

  it('ends the wait for a deploy job whose status is missing', async () => {
    const error = await failure(
      (request) => {
        if (!isSoap(request)) return undefined;
        return request.body.includes('checkDeployStatus')
          ? soapBody(
              '<checkDeployStatusResponse><result><done>false</done></result></checkDeployStatusResponse>',
            )
          : soapBody('<deployResponse><result><id>0Af000000000001AAA</id></result></deployResponse>');
      },
      (org) => deploy(org, new Map([['package.xml', '<Package/>']]), { wait: 5000 }),
    );
    expect(error).toEqual(unexpected('while asking for the deploy status', 'result.status is missing'));
    expect(error).toMatchObject({ data: { deployId: '0Af000000000001AAA' } });
  });

  it.each([
    ['nothing in it', ''],
    ['no id', '<deployResponse><result><done>false</done></result></deployResponse>'],
    ['an empty id', '<deployResponse><result><id></id></result></deployResponse>'],
    ['what is no id', '<deployResponse><result><id>later</id></result></deployResponse>'],
  ])("to a deploy job, with %s, isn't a job", async (_, inside) => {
    const started: string[] = [];
    const error = await answered(inside, (org) =>
      deploy(org, new Map([['package.xml', '<Package/>']]), {
        wait: 5000,
        onStarted: (id) => void started.push(id),
      }),
    );
    expect(error).toEqual(unexpected('while sending the deploy job', 'result.id is no id'));
    expect(started).toEqual([]);
  });
});
