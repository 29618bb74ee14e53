import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { probeKey } from '../../../src/keys/probe/probe.ts';
import type { KeyServiceAnswer } from '../../../src/local/salesforce/index.ts';
import { deployed, privateKey, settings } from '../../local/salesforce/certificates/certificate.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { readRetainedMessages } from '../../local/salesforce/cometd/cometd.ts';
import {
  type KeyServiceOrg,
  KID,
  keyServiceOrg,
  START,
} from '../../local/salesforce/key-service/key-service-org.ts';

/*
 * The probe and the org beside the key service share no code. The probe's verdict on an answer must match the org's
 * RemoteKeyCalloutEvent.
 */

const timeout = 500;
const hour = 3_600_000;
let org: KeyServiceOrg;
let tries = 0;

beforeAll(async () => {
  org = await keyServiceOrg({ seed: { keyTimeout: timeout } });
});
afterAll(closeAll);

/** The StatusCodes of the probe and of the org. */
const verdicts = async (all: KeyServiceAnswer, replayDetection: boolean): Promise<readonly unknown[]> => {
  const { org: local } = org.client;
  await deployed(org.client, settings({ enableCacheOnlyKeys: true, enableReplayDetection: replayDetection }));
  // Each attempt is a separate rotation.
  tries += 1;
  await local.setKeyService({});
  await local.setTime(START + tries * 25 * hour);
  // Yesterday's token has expired. Its refusal isn't part of this test.
  await local.flushKeyCache();
  await local.setKeyService({ all });
  await org.insert();
  const event = (await readRetainedMessages(org.client)).at(-1);

  await local.setKeyService({ all });
  const { keyService: url, tokenUrl, clientId, clientSecret } = local.keyService;
  const { outcome, checks } = await probeKey({
    url,
    identifier: KID,
    replayDetection,
    authentication: { kind: 'oauth', tokenUrl, clientId, clientSecret, clientIn: 'body', refreshOn: [401] },
    headers: [],
    timeout,
    privateKey: createPrivateKey(privateKey()),
  });
  const failed = checks.filter(({ ok }) => ok === false);
  return [outcome === 'proven' ? 'SUCCESS' : failed[0]?.statusCode, event?.StatusCode];
};

const faults: readonly KeyServiceAnswer[] = [
  { fault: 'status', status: 204 },
  { fault: 'status', status: 400 },
  { fault: 'status', status: 403 },
  { fault: 'status', status: 503 },
  { fault: 'unknownIdentifier' },
  { fault: 'unauthorized' },
  { fault: 'redirect' },
  { fault: 'drop' },
  { fault: 'hang' },
  { fault: 'slow', milliseconds: 2 * timeout },
  { fault: 'emptyBody' },
  { fault: 'notJson' },
  { fault: 'missingJwe' },
  { fault: 'wrongKidInJson' },
  { fault: 'wrongKidInHeader' },
  { fault: 'wrongAlg' },
  { fault: 'wrongEnc' },
  { fault: 'extraHeaderParameter' },
  { fault: 'missingJti' },
  { fault: 'wrongJti' },
  { fault: 'missingPart' },
  { fault: 'paddedPart' },
  { fault: 'headerNotJson' },
  { fault: 'wrongIvSize' },
  { fault: 'wrongTagSize' },
  { fault: 'wrongContentKeySize' },
  { fault: 'foreignContentKey' },
  { fault: 'shortDataKey' },
  { fault: 'brokenTag' },
];

test.each(faults)('%j: the probe names the StatusCode that the org logs', async (fault) => {
  const [probed, logged] = await verdicts(fault, true);
  expect(probed).toBe(logged);
  expect(probed).not.toBe('SUCCESS');
});

test("a jti that wasn't requested", async () => {
  const code = 'ILLEGAL_PARAMETERS_IN_JWE_HEADER';
  expect(await verdicts({ fault: 'unaskedJti' }, false)).toEqual([code, code]);
});

// Last, because each of these creates a key.
test.each([{}, { fault: 'slow', milliseconds: 50 }, { fault: 'unauthorizedOnce' }] as const)(
  '%j: both accept it',
  async (fault) => {
    expect(await verdicts(fault, true)).toEqual(['SUCCESS', 'SUCCESS']);
  },
);
