import { createHash, randomBytes } from 'node:crypto';
import { keyPrefix } from '../ids.ts';
import { hasPermission } from '../seed/grants.ts';
import type { StoredSecretMaterial } from '../store/collections.ts';
import type { Transaction, View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { EXPORTED_SECRET_BYTES } from '../uncertain.ts';

interface Author {
  readonly userId: string;
  /** As rows carry it. */
  readonly now: string;
}

/** Rows as a user sees them: the exportable value only with "Manage Encryption Keys" (Object Reference, TenantSecret). */
export const tenantSecretRows = (view: View, userId: string): readonly Row[] => {
  const exports = hasPermission(view, userId, 'ManageEncryptionKeys');
  return view.all('tenantSecret').map((row) => ({
    ...row,
    SecretValue: exports ? (view.get('secretMaterial', String(row.Id))?.wrapped ?? null) : null,
  }));
};

/**
 * Adds an ACTIVE tenant secret and archives the one of its type that was active, of whatever source. The
 * version is unique in the org.
 *
 * @param fields those that differ from a secret made by Salesforce; without material it is made here
 * @returns its id
 */
export const addTenantSecret = (
  tx: Transaction,
  fields: Row,
  author: Author,
  material?: StoredSecretMaterial,
): string => {
  archiveActive(tx, String(fields.Type), author);
  const id = tx.nextId(keyPrefix.TenantSecret);
  const row: Row = {
    Id: id,
    Status: 'ACTIVE',
    Source: 'HSM',
    Version: Math.max(0, ...tx.all('tenantSecret').map(({ Version }) => Number(Version))) + 1,
    Description: null,
    KeyDerivationMode: 'PBKDF2',
    SecretValueCertificate: null,
    RemoteKeyIdentifier: null,
    RemoteKeyServiceId: null,
    RemoteKeyCertificate: null,
    ...fields,
    SecretValue: null,
    SecretValueHash: null,
    CreatedDate: author.now,
    CreatedById: author.userId,
    LastModifiedDate: author.now,
    LastModifiedById: author.userId,
    SystemModstamp: author.now,
  };
  tx.put('tenantSecret', id, row);
  if (row.Source !== 'REMOTE')
    tx.put('secretMaterial', id, material ?? materialOf(randomBytes(EXPORTED_SECRET_BYTES)));
  return id;
};

export const archiveActive = (tx: Transaction, type: string, author: Author): void => {
  for (const row of tx.all('tenantSecret'))
    if (row.Type === type && row.Status === 'ACTIVE')
      changeTenantSecret(tx, row, { Status: 'ARCHIVED' }, author);
};

export const changeTenantSecret = (tx: Transaction, row: Row, changes: Row, author: Author): void =>
  tx.put('tenantSecret', String(row.Id), {
    ...row,
    ...changes,
    LastModifiedDate: author.now,
    LastModifiedById: author.userId,
    SystemModstamp: author.now,
  });

export const materialOf = (wrapped: Buffer, value?: Buffer): StoredSecretMaterial => ({
  wrapped: wrapped.toString('base64'),
  wrappedHash: sha256(wrapped),
  ...(value ? { valueHash: sha256(value) } : {}),
});

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
