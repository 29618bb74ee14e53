import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listCertificates } from '../../src/ciphertrust/certificates.ts';
import { type CipherTrust, openCipherTrust } from '../../src/ciphertrust/connection.ts';
import { synchronize } from '../../src/ciphertrust/jobs.ts';
import { getKey, listKeys } from '../../src/ciphertrust/keys.ts';
import { collect } from '../../src/ciphertrust/list.ts';
import { listOrganizations } from '../../src/ciphertrust/organizations.ts';
import { KeywayError } from '../../src/errors/index.ts';
import { apiOf, closeCipherTrusts, PASSWORD, startCipherTrust } from '../local/ciphertrust/started.ts';

/*
 * CipherTrust's answers with one change. The result must match the changed answer, or be an error that names the
 * request. It is never a crash or another result.
 */

afterEach(closeCipherTrusts);

const KEY_ID = 'a2c9f01e-48fd-4a82-bf40-918e581b3255';
const KEY = {
  id: KEY_ID,
  uri: `kylo:kylo:cckm:Tenant_Secret:${KEY_ID}`,
  account: 'kylo:kylo:admin:accounts:kylo',
  createdAt: '2021-07-03T20:32:31.526936169Z',
  updatedAt: '2021-07-03T20:32:31.524915269Z',
  cloud_name: 'sfdc',
  name: 'IsaTS',
  sfdc_organization_id: '00DB000000040bIMAQ',
  key_type: 'byok',
  error_msg: '',
  sfdc_params: {
    salesforce_id: '02GB0000000HYQOMA4',
    secret_value_hash: 'UNKNOWM=',
    version: 2112,
    status: 'ACTIVE',
    source: 'HSM',
    type: 'Data',
  },
  key_upload_params: { source_key_tier: 'local', source_key_id: '626f', source_key_name: 'sfdc_key1' },
};
const listed = (...resources: readonly object[]) => ({
  skip: 0,
  limit: 100,
  total: resources.length,
  resources,
});
const JOB_ID = '0b0e1f7e-0f5c-4b7e-9d53-0a1d4f9f3c11';

interface Call {
  readonly name: string;
  readonly what: RegExp;
  readonly path: string;
  readonly right: unknown;
  readonly run: (cipherTrust: CipherTrust) => Promise<unknown>;
  /** Whether a result matches the answer. */
  readonly isTrue: (outcome: never, answer: never) => boolean;
}

interface Listed {
  readonly resources?: readonly { readonly id?: unknown }[] | null;
  readonly total?: unknown;
}
/** The entries of the answer by their ids, and not fewer than its total. */
const sameIds = (found: readonly { readonly id: string }[], { resources, total }: Listed): boolean =>
  JSON.stringify(found.map(({ id }) => id)) === JSON.stringify((resources ?? []).map(({ id }) => id)) &&
  (total === undefined || total === null || Number(total) <= found.length);

const calls: readonly Call[] = [
  {
    name: 'listKeys',
    what: /while listing keys/,
    path: 'GET /v1/cckm/sfdc/keys',
    right: listed(KEY, { ...KEY, id: 'other' }),
    run: (cipherTrust) => collect(listKeys(cipherTrust)),
    isTrue: sameIds,
  },
  {
    name: 'getKey',
    what: /while reading key /,
    path: 'GET /v1/cckm/sfdc/keys',
    right: KEY,
    run: (cipherTrust) => getKey(cipherTrust, KEY_ID),
    isTrue: (key: Awaited<ReturnType<typeof getKey>>, answer: typeof KEY) => {
      const own = Object(answer.sfdc_params);
      return (
        key.id === KEY_ID &&
        key.status ===
          String(own.status ?? '')
            .toUpperCase()
            .replace(/\s+/g, ' ') &&
        (key.version === undefined || String(key.version) === String(own.version)) &&
        key.hash === undefined
      );
    },
  },
  {
    name: 'listOrganizations',
    what: /while listing organizations/,
    path: 'GET /v1/cckm/sfdc/organizations',
    right: listed({ id: 'o-1', name: 'Acme', sfdc_org_id: '00DB000000040bIMAQ', connection: 'c' }),
    run: (cipherTrust) => collect(listOrganizations(cipherTrust)),
    isTrue: sameIds,
  },
  {
    name: 'listCertificates',
    what: /while listing certificates/,
    path: 'GET /v1/cckm/sfdc/certificates',
    right: listed(
      { id: 'c-1', name: 'Acme', sfdc_params: { developer_name: 'AcmeByok' } },
      { id: 'c-2', name: 'B' },
    ),
    run: (cipherTrust) => collect(listCertificates(cipherTrust)),
    isTrue: sameIds,
  },
  {
    name: 'synchronize',
    what: /synchronization/,
    path: 'GET /v1/cckm/sfdc/keys/synchronization-jobs',
    right: { id: JOB_ID, overall_status: 'completed', organizations: ['o-1'], error_msg: '' },
    run: (cipherTrust) => synchronize(cipherTrust, 'keys', [], { wait: 100 }),
    isTrue: ({ status, id }: { status: string; id: string }, answer: { overall_status: string }) =>
      id === JOB_ID && status === 'completed' && answer.overall_status === 'completed',
  },
];

type Json = Record<string, unknown> | unknown[];

/** All paths of a JSON value. */
const placesIn = (
  value: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))]
    : [path];

const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ at: fc.nat(80), drop: fc.boolean(), to: fc.jsonValue({ maxDepth: 1 }) }),
  },
  { weight: 1, arbitrary: fc.record({ at: fc.nat(80), cut: fc.nat(2000) }) },
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** The answer after one change: JSON, or the remaining text. */
function changedBy(right: unknown, one: Change): unknown {
  if ('cut' in one) {
    const text = JSON.stringify(right);
    return text.slice(0, one.cut % text.length);
  }
  const places = placesIn(right).slice(1);
  const path = places[one.at % places.length] as readonly (string | number)[];
  const copy = structuredClone(right);
  const holder = path.slice(0, -1).reduce((here, key) => (here as never)[key], copy as Json) as Record<
    string,
    unknown
  >;
  const last = path.at(-1) as string;
  if (!one.drop) holder[last] = one.to;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy;
}

const start = async () => {
  const server = await startCipherTrust();
  const client = openCipherTrust({
    url: server.url,
    ca: readFileSync(server.caFile, 'utf8'),
    login: () => ({ username: 'admin', password: PASSWORD }),
  });
  return { server, client };
};

describe.each(calls)('a changed answer to $name', ({ path, right, run, what, isTrue }) => {
  it('returns its content, or an error that names the request', async () => {
    const { server, client } = await start();
    const say = (body: unknown) =>
      server.setFaults([
        {
          on: 'POST /v1/cckm/sfdc/keys/synchronization-jobs',
          do: 'answer',
          status: 201,
          body: { ...Object(right), overall_status: 'in_progress' },
        },
        { on: path, do: 'answer', status: 200, body },
      ]);
    let [good, refused] = [0, 0];
    try {
      say(right);
      expect(isTrue((await run(client)) as never, right as never)).toBe(true);
      await fc.assert(
        fc.asyncProperty(change, async (one) => {
          const answer = changedBy(right, one);
          say(answer);
          const outcome = await run(client).then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          );
          if ('value' in outcome) {
            good += 1;
            expect([answer, outcome.value, isTrue(outcome.value as never, answer as never)]).toEqual([
              answer,
              outcome.value,
              true,
            ]);
            return;
          }
          refused += 1;
          const { error } = outcome as { error: KeywayError };
          expect(error).toBeInstanceOf(KeywayError);
          expect(['UnexpectedAnswer', 'SynchronizationFailed', 'WaitRanOut']).toContain(error.code);
          expect(error.message).toMatch(what);
        }),
        { seed: 20261127, numRuns: 120, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: false },
      );
    } finally {
      client.close();
    }
    // Both must occur, or the changes prove nothing.
    expect(Math.min(good, refused)).toBeGreaterThan(5);
  }, 40_000);
});

describe('an incomplete list from CipherTrust', () => {
  it.each([
    ['no resources', {}],
    ['no resources of some', { total: 3, resources: null }],
    ['fewer than it says', { total: 3, resources: [] }],
    ['a total that is none', { total: null, resources: null }],
  ])("with %s doesn't prove that there are no entries", async (_what, body) => {
    const { server, client } = await start();
    server.setFaults([{ on: 'GET /v1/cckm/sfdc/keys', do: 'answer', status: 200, body }]);
    await expect(collect(listKeys(client))).rejects.toMatchObject({
      code: 'UnexpectedAnswer',
      message: expect.stringMatching(/while listing keys: (?:resources|total) /),
    });
    client.close();
  });

  it('is empty if it says so', async () => {
    const { server, client } = await start();
    for (const resources of [[], null]) {
      server.setFaults([
        { on: 'GET /v1/cckm/sfdc/keys', do: 'answer', status: 200, body: { total: 0, resources } },
      ]);
      expect(await collect(listKeys(client))).toEqual([]);
    }
    client.close();
    expect((await (await apiOf(server, server.caFile)).get('/v1/cckm/sfdc/certificates')).body.total).toBe(0);
  });
});
