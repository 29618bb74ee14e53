import type { DmlContext } from '../sobjects/dml-context.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { refused } from './refuse.ts';
import { insertRemote } from './remote.ts';
import { requireRotationDue } from './rotation-limit.ts';
import { addTenantSecret } from './row.ts';
import { requireHighAssurance } from './step-up.ts';
import { insertUploaded } from './uploaded.ts';

const FIELDS_OF = {
  HSM: [],
  UPLOADED: ['SecretValue', 'SecretValueHash', 'SecretValueCertificate'],
  REMOTE: ['RemoteKeyIdentifier', 'RemoteKeyServiceId', 'RemoteKeyCertificate'],
} as const;

type Source = keyof typeof FIELDS_OF;

/**
 * Makes a tenant secret, which is the active one of its type from then on (Object Reference, TenantSecret):
 * by Salesforce, from an uploaded value, or from a remote key.
 *
 * @returns its id
 */
export const insertTenantSecret = async (
  tx: Transaction,
  written: Row,
  context: DmlContext,
): Promise<string> => {
  requireHighAssurance(tx, context.highAssurance);
  const type = String(written.Type ?? 'Data');
  const row: Row = { ...written, Type: type };
  const source = sourceOf(row);
  requireRotationDue(tx, type, context.org.clock.now());
  if (source === 'UPLOADED') return insertUploaded(tx, row, context);
  if (source === 'REMOTE') return insertRemote(tx, row, context);
  if (row.KeyDerivationMode === 'NONE')
    throw refused('a secret made by Salesforce is always derived', ['KeyDerivationMode']);
  return addTenantSecret(tx, { Type: type, Description: row.Description ?? null }, context);
};

/** Without a Source, one with a value is an upload: the field came later than uploading did. */
const sourceOf = (row: Row): Source => {
  const source = (row.Source ?? (row.SecretValue ? 'UPLOADED' : 'HSM')) as Source;
  const foreign = Object.entries(FIELDS_OF)
    .flatMap(([other, names]) => (other === source ? [] : names))
    .filter((name) => (row[name] ?? null) !== null);
  if (foreign.length > 0) throw refused(`a tenant secret of source ${source} has no ${foreign[0]}`, foreign);
  return source;
};
