import { isAnswerLost } from '../../errors/answer-lost.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import {
  insertTenantSecret,
  type NewTenantSecret,
  type Org,
  readTenantSecrets,
} from '../../salesforce/index.ts';

/**
 * Makes a tenant secret once. If the answer is lost, it looks in the org for the secret and never sends a second one.
 *
 * @param before the tenant secrets that the org had already
 * @returns the id of the new tenant secret
 */
export async function insertOnce(
  org: Org,
  fields: NewTenantSecret,
  before: readonly TenantSecret[],
): Promise<string> {
  try {
    return await insertTenantSecret(org, fields);
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const after = await readTenantSecrets(org).catch(() => undefined);
    const made = after?.find(
      ({ id, type, remote }) =>
        type === fields.Type &&
        remote?.identifier === fields.RemoteKeyIdentifier &&
        !before.some((old) => old.id === id),
    );
    if (made) return made.id;
    throw error;
  }
}
