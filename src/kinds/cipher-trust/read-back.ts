import type { CckmKey } from '../../ciphertrust/keys.ts';
import { isSameOrgId as isSameId } from '../../ciphertrust/organizations.ts';
import { KeywayError } from '../../errors/index.ts';
import { type Org, readSecretHash, readTenantSecrets } from '../../salesforce/index.ts';

/** What the Salesforce org shows of a key that CipherTrust uploaded. */
export interface ReadBack {
  readonly id: string;
  readonly username: string;
  readonly tenantSecret: {
    readonly id: string;
    readonly version: number;
    readonly status: string;
    readonly source: string;
    /** null if the org doesn't show it. Then nothing is proven. */
    readonly hash: string | null;
  };
  /** Whether it equals CipherTrust's hash; null if either side doesn't show one. */
  readonly hashFits: boolean | null;
}

/** @throws KeywayError `KeyNotInOrg`, `KeyDiffers` */
export async function readUploaded(org: Org, key: CckmKey): Promise<ReadBack> {
  const secrets = await readTenantSecrets(org);
  const found = secrets?.find(({ id }) => isSameId(id, key.salesforceId));
  const where = `the org of ${org.username} (${org.id})`;
  if (secrets === undefined) {
    throw new KeywayError(
      'TenantSecretsHidden',
      `The key is uploaded, but ${where} shows no tenant secrets.`,
      {
        actions: ['Give the user Manage Encryption Keys and run it again. Nothing is uploaded twice.'],
      },
    );
  }
  if (found?.status !== 'ACTIVE' || found.type !== key.type) {
    const orgText = found ? `has it as ${found.type}, ${found.status}` : 'has no such tenant secret';
    throw new KeywayError(
      'KeyNotInOrg',
      `CipherTrust says that key ${key.id} is ${key.status}, but ${where} ${orgText}.`,
      {
        actions: ['Let CipherTrust read what the org has: keyway cckm synchronize'],
        data: { keyId: key.id, tenantSecretId: key.salesforceId },
      },
    );
  }
  const hash = (await readSecretHash(org, found.id)) ?? null;
  const hashFits = hash === null || key.hash === undefined ? null : hash === key.hash;
  if (hashFits === false) {
    throw new KeywayError(
      'KeyDiffers',
      `Version ${found.version} in ${where} has another hash than CipherTrust's key.`,
      {
        actions: ["Don't rely on this key. Find out who else uploads keys to this org."],
      },
    );
  }
  const { id, version, status, source } = found;
  return {
    id: org.id,
    username: org.username,
    tenantSecret: { id, version, status, source, hash },
    hashFits,
  };
}
