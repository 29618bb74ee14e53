import { afterEach, describe, expect, it } from '@jest/globals';
import { KeywayError } from '../../../src/errors/index.ts';
import { applyKey } from '../../../src/kinds/cache-only-key/apply.ts';
import { SalesforceFault } from '../../../src/salesforce/errors.ts';
import type { Org } from '../../../src/salesforce/index.ts';
import { WireFault } from '../../../src/wire/wire-fault.ts';
import { type KeyOrg, keyOrg } from '../../operations/key-org.ts';

let place: KeyOrg;
afterEach(() => place.close());

const key = {
  name: 'AcmeDataKey',
  type: 'Data',
  identifier: 'acme-data-1',
  namedCredential: 'AcmeKeys',
  certificate: 'AcmeByok',
};
const change = { type: 'Key', name: key.name, action: 'create', risks: [], fields: [] } as const;

/** An org in which somebody else creates the same key just before our request fails. */
const applyAfter = async (error: KeywayError) => {
  place = await keyOrg();
  await place.put({ keys: '' });
  await place.deploy();
  return place.as((org: Org) => {
    const { connection } = org;
    const send: typeof connection.send = async (request) => {
      const answer = await connection.send(request);
      if (request.method === 'POST' && request.path.endsWith('/sobjects/TenantSecret')) throw error;
      return answer;
    };
    const now = () => connection.now();
    const at: typeof connection.place = (what) => connection.place(what);
    const own = Object.assign(Object.create(connection), { send, now, place: at });
    const between = { ...org, connection: own };
    return applyKey(between, key, change, { remark: () => {} });
  });
};

describe('A key whose insert ends with an error', () => {
  it('is found in the org if the answer was lost', async () => {
    const lost = new KeywayError('ConnectionLost', 'lost', { cause: new WireFault('ECONNRESET', 'org') });
    expect(await applyAfter(lost)).toMatchObject({ outcome: 'inserted', status: 'ACTIVE' });
    expect(await place.keys()).toEqual(['Data HSM ARCHIVED', 'Data acme-data-1 ACTIVE']);
  });

  it("doesn't count as created if the org refused it, even if the org has such a key now", async () => {
    const refused = new KeywayError('SalesforceError', 'refused', {
      cause: new SalesforceFault(400, 'FIELD_INTEGRITY_EXCEPTION', 'no'),
    });
    await expect(applyAfter(refused)).rejects.toMatchObject({
      code: expect.stringMatching(/Refused|KeyNotActive/),
    });
  });
});
