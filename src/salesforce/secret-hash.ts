import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { query } from './query.ts';
import { soql } from './soql.ts';

/**
 * Reads the hash that a tenant secret was uploaded with: SHA-256 in base64. The field is writable. Whether an org
 * ever shows it isn't documented [?]; undefined if it doesn't.
 */
export async function readSecretHash(org: Org, id: string): Promise<string | undefined> {
  try {
    const rows = await query<{ readonly SecretValueHash: string | null }>(
      org,
      soql`SELECT SecretValueHash FROM TenantSecret WHERE Id = ${id}`,
    );
    const hash = rows[0]?.SecretValueHash;
    return typeof hash === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(hash) ? hash : undefined;
  } catch (error) {
    if (errorCodeOf(error) === 'INVALID_FIELD') return undefined;
    throw error;
  }
}
