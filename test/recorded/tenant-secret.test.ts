import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { wrapTenantSecret } from '../../src/keys/byok.ts';
import {
  executeAnonymous,
  type Org,
  readCertificateChain,
  readCertificates,
  readSecretValue,
  readTenantSecrets,
} from '../../src/salesforce/index.ts';
import { HOUR, type KeyPlace, keyPlace } from '../operations/key-place.ts';

/*
 * Object Reference, TenantSecret, Usage: the Apex unchanged, except for straight quotes and the values that it
 * leaves out.
 */

let place: KeyPlace | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

const opened = async (): Promise<KeyPlace> => {
  place = await keyPlace();
  return place;
};

const run = (org: Org, source: string) => executeAnonymous(org, source);

/** A value that the page leaves out: a customer's secret, wrapped for the org's certificate. */
const wrapped = async (org: Org) => {
  const [certificate] = await readCertificates(org);
  const chain = await readCertificateChain(org, certificate?.id ?? '');
  const secret = randomBytes(32);
  const hash = createHash('sha256').update(secret).digest('base64');
  const { secretValue } = wrapTenantSecret(secret, new X509Certificate(chain).publicKey, 'sha1');
  return { secretValue, hash };
};

const upload = ({ secretValue, hash }: { readonly secretValue: string; readonly hash: string }): string => `
TenantSecret secret = new TenantSecret ();
      secret.description = 'New uploaded secret';
      secret.type= 'Data';
      secret.SecretValue =
      EncodingUtil.base64Decode('${secretValue}');
      secret.SecretValueCertificate = 'AcmeByok';
      secret.SecretValueHash =
      EncodingUtil.base64Decode('${hash}');
      insert secret;`;

describe('the examples of TenantSecret (Object Reference, TenantSecret, Usage)', () => {
  it('upload a secret: the row has each field, as keyway reads it', async () => {
    const { as } = await opened();
    await as(async (org) => {
      const fields = await wrapped(org);
      expect(await run(org, upload(fields))).toEqual({ kind: 'success' });
      const [, row] = (await readTenantSecrets(org)) ?? [];
      expect(row).toEqual({
        id: expect.stringMatching(/^02G\w{15}$/),
        type: 'Data',
        version: 2,
        status: 'ACTIVE',
        source: 'UPLOADED',
        description: 'New uploaded secret',
        keyDerivationMode: 'PBKDF2',
        secretValueCertificate: 'AcmeByok',
        remote: undefined,
        createdAt: expect.stringMatching(/^2026-06-01T12:00:/),
      });
    });
  });

  it('export, destroy and import it: the status at each step', async () => {
    const { as, later } = await opened();
    await as(async (org) => {
      await run(org, upload(await wrapped(org)));
      const status = async () => ((await readTenantSecrets(org)) ?? []).find(({ version }) => version === 2);
      const exported = (await readSecretValue(org, (await status())?.id ?? '')).toString('latin1');
      await later(25);
      // Only an archived secret can be destroyed. The next secret archives it.
      await run(org, "TenantSecret next = new TenantSecret (); next.type = 'Data'; insert next;");
      expect((await status())?.status).toBe('ARCHIVED');
      const destroyed = await run(
        org,
        "TenantSecret secret = [SELECT Id FROM TenantSecret WHERE Type = 'Data' AND Version = 2];\nsecret.SecretValue = NULL;\nupdate secret;",
      );
      expect(destroyed).toEqual({ kind: 'success' });
      expect((await status())?.status).toBe('DESTROYED');
      const imported = await run(
        org,
        `TenantSecret secret = [SELECT Id FROM TenantSecret WHERE Type = 'Data' AND Version = 2];\nsecret.SecretValue = EncodingUtil.base64Decode('${exported}');\nupdate secret;`,
      );
      expect(imported).toEqual({ kind: 'success' });
      expect((await status())?.status).toBe('ARCHIVED');
    });
  });

  it('can be created once every 24 hours', async () => {
    const { as, org } = await opened();
    await as(async (client) => {
      const make = () =>
        run(client, "TenantSecret secret = new TenantSecret (); secret.type = 'Data'; insert secret;");
      expect((await make()).kind).toBe('success');
      expect((await make()).kind).toBe('exception');
      await org.setTime(Date.parse('2026-06-01T12:00:00Z') + 24 * HOUR + 1000);
      expect((await make()).kind).toBe('success');
    });
  });
});
