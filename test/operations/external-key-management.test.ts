import { afterEach, describe, expect, it } from '@jest/globals';
import type { Seed } from '../../src/local/salesforce/index.ts';
import { keyList } from '../../src/operations/key/list.ts';
import { verify } from '../../src/operations/verify.ts';
import { formatKeyList } from '../../src/report/keys.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';
import { rewritingProxy } from './rewriting-proxy.ts';

const arn = 'arn:aws:kms:eu-central-1:123456789000:key/123ab456';
const seed: Seed = {
  externalRootKeys: [
    { service: 'AWS', region: 'eu-central-1', identifier: arn },
    { service: 'AWS', region: 'eu-central-1', identifier: `${arn}-old`, status: 'Archived' },
  ],
  dataEncryptionKeys: [{ type: 'Data', version: 2, source: 'UPLOADED', rootKey: arn }],
};
const text = `version: 1
apiVersion: "66.0"
encryptionKeySettings: { enableCacheOnlyKeys: false }
`;

let place: Place;
afterEach(() => place.close());

describe('External Key Management', () => {
  it('is listed beside the tenant secrets', async () => {
    place = await placeWithOrg({ seed }, text);
    const result = await keyList({ config: place.config });
    expect(result.keys).toHaveLength(1);
    expect(result.rootKeys).toMatchObject([
      { service: 'AWS', region: 'eu-central-1', identifier: arn, status: 'Active' },
      { identifier: `${arn}-old`, status: 'Archived' },
    ]);
    expect(result.dataEncryptionKeys).toEqual([
      { type: 'Data', version: 2, status: 'Active', source: 'UPLOADED', rootKeyIdentifier: arn },
    ]);
    const lines = formatKeyList(result).join('\n');
    expect(lines).toMatch(new RegExp(`AWS ${arn} +Active +eu-central-1 +\\d{4}-\\d\\d-\\d\\d`));
    expect(lines).toMatch(/Data +2 +Active +uploaded/);
    expect(lines).toContain('External root keys can encrypt data in place of tenant secrets');
  });

  it('is mentioned by verify if its keys are active and the file concerns keys', async () => {
    place = await placeWithOrg({ seed }, text);
    const { checks } = await verify({ config: place.config });
    expect(checks.filter(({ warning }) => warning).map(({ link, name }) => [link, name])).toEqual([
      ['RootKey', `AWS ${arn}`],
      ['DataEncryptionKey', 'Data:2'],
    ]);
    await place.write('version: 1\napiVersion: "66.0"\n');
    expect((await verify({ config: place.config })).checks).toEqual([]);
  });

  it("is null if the org doesn't know it, which doesn't count as none", async () => {
    place = await placeWithOrg({ seed }, text);
    const proxy = await rewritingProxy(place.org.url, (answer) => {
      if (!/FROM (?:ExternalEncryptionRootKey|DataEncryptionKey)/.test(answer.path)) return;
      answer.status = 400;
      answer.body = JSON.stringify([{ errorCode: 'INVALID_TYPE', message: 'sObject type is not supported' }]);
    });
    process.env.SF_ORG_INSTANCE_URL = proxy.url;
    try {
      expect(await keyList({ config: place.config })).toMatchObject({
        rootKeys: null,
        dataEncryptionKeys: null,
      });
      const { checks } = await verify({ config: place.config });
      expect(checks.filter(({ link }) => link === 'RootKey')).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});
