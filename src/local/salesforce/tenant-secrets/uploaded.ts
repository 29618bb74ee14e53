import { encryptionKeySetting } from '../metadata/settings.ts';
import { requireFields } from '../sobjects/check-fields.ts';
import type { DmlContext } from '../sobjects/dml-context.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { keyCertificate } from './key-certificate.ts';
import { refused } from './refuse.ts';
import { addTenantSecret, materialOf } from './row.ts';
import { decryptOaep, hashOf, unwrapRsaAes } from './unwrap.ts';

/** Types whose uploads are root keys, wrapped with AES and without a hash (Salesforce Help, Bring Your Own Key). */
export const ROOT_KEY_TYPES = ['SearchIndex', 'Database'];
const VALUE_BYTES = 32;

/**
 * Creates a tenant secret from a customer's value (Salesforce Help, Bring Your Own Key): decrypts it with the
 * certificate's private key, compares its hash, and refuses a value that was uploaded before.
 *
 * @returns its id
 */
export const insertUploaded = (tx: Transaction, row: Row, context: DmlContext): string => {
  const isRootKey = ROOT_KEY_TYPES.includes(String(row.Type));
  const needed = isRootKey ? [] : ['SecretValueHash'];
  requireFields(row, ['SecretValue', 'SecretValueCertificate', ...needed]);
  if (row.KeyDerivationMode === 'NONE' && !encryptionKeySetting(tx, 'canOptOutOfDerivationWithBYOK'))
    throw refused('the setting canOptOutOfDerivationWithBYOK is off', ['KeyDerivationMode']);
  const certificate = String(row.SecretValueCertificate);
  const privateKey = keyCertificate(tx, certificate, 'SecretValueCertificate', context.org.clock.now());
  const wrapped = Buffer.from(String(row.SecretValue), 'base64');
  const value = isRootKey ? unwrapRsaAes(privateKey, wrapped) : decryptOaep(privateKey, wrapped);
  if (value === undefined)
    throw refused(`SecretValue can't be decrypted by the key of certificate ${certificate}`, ['SecretValue']);
  try {
    checkValue(tx, value, row);
    return addTenantSecret(
      tx,
      {
        Type: row.Type as string,
        Source: 'UPLOADED',
        Description: row.Description ?? null,
        KeyDerivationMode: row.KeyDerivationMode ?? 'PBKDF2',
        SecretValueCertificate: certificate,
      },
      context,
      materialOf(wrapped, value),
    );
  } finally {
    value.fill(0);
  }
};

const checkValue = (tx: Transaction, value: Buffer, row: Row): void => {
  if (value.length !== VALUE_BYTES)
    throw refused(`the secret is of ${value.length} bytes, not ${VALUE_BYTES}`, ['SecretValue']);
  const hash = row.SecretValueHash ?? null;
  if (hash !== null && hash !== hashOf(value))
    throw refused('SecretValueHash is not the SHA-256 of the secret', ['SecretValueHash']);
  const { valueHash } = materialOf(Buffer.alloc(0), value);
  if (tx.all('secretMaterial').some((known) => known.valueHash === valueHash))
    throw refused('this secret was uploaded before', ['SecretValue']);
};
