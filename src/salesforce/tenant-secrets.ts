import { KeywayError } from '../errors/index.ts';
import type { TenantSecret } from '../keys/tenant-secret.ts';
import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { keyRefusal } from './key-refusal.ts';
import { readNamedCredentialIds, readNamedCredentialNames } from './named-credentials.ts';
import { query, queryIn } from './query.ts';
import { rest, restBlob } from './rest.ts';
import { soql } from './soql.ts';

interface TenantSecretRow {
  readonly Id: string;
  readonly Type: string;
  readonly Version: number;
  readonly Status: string;
  readonly Source: string | null;
  readonly Description: string | null;
  readonly KeyDerivationMode: string | null;
  readonly SecretValueCertificate: string | null;
  readonly RemoteKeyIdentifier: string | null;
  readonly RemoteKeyServiceId: string | null;
  readonly RemoteKeyCertificate: string | null;
  readonly CreatedDate: string;
}

const ALL_SECRETS =
  'SELECT Id, Type, Version, Status, Source, Description, KeyDerivationMode, SecretValueCertificate, RemoteKeyIdentifier, RemoteKeyServiceId, RemoteKeyCertificate, CreatedDate FROM TenantSecret ORDER BY Version';

/** The fields of a new tenant secret, by the API's names (Object Reference, TenantSecret). */
export interface NewTenantSecret {
  readonly Type: string;
  readonly Description?: string;
  /** As in the documents' examples. Without it, Salesforce generates the secret or takes SecretValue as an upload. */
  readonly Source?: 'Uploaded' | 'Remote';
  readonly KeyDerivationMode?: 'NONE';
  /** Wrapped, in base64. */
  readonly SecretValue?: string;
  readonly SecretValueHash?: string;
  readonly SecretValueCertificate?: string;
  readonly RemoteKeyIdentifier?: string;
  /** The named credential's id. */
  readonly RemoteKeyServiceId?: string;
  readonly RemoteKeyCertificate?: string;
}

export interface TenantSecretChange {
  /** null destroys it; an exported value restores it. */
  readonly SecretValue?: string | null;
  readonly Status?: 'Active' | 'Archived' | 'Destroyed';
  /** The named credential's id. */
  readonly RemoteKeyServiceId?: string;
  readonly RemoteKeyCertificate?: string;
}

/**
 * Reads all tenant secrets of an org, sorted by version; undefined if the org doesn't know them or hides them from
 * the user.
 *
 * @param likely named credentials that keys are probably fetched through; their ids are read in parallel
 */
export async function readTenantSecrets(
  org: Org,
  likely: readonly string[] = [],
): Promise<readonly TenantSecret[] | undefined> {
  let rows: readonly TenantSecretRow[];
  let known: ReadonlyMap<string, string>;
  try {
    [rows, known] = await Promise.all([
      query<TenantSecretRow>(org, ALL_SECRETS),
      ifShown(readNamedCredentialIds(org, likely)),
    ]);
  } catch (error) {
    if (isHidden(error)) return undefined;
    throw error;
  }
  const services = rows.flatMap(({ RemoteKeyServiceId }) => RemoteKeyServiceId ?? []);
  const others = await ifShown(
    readNamedCredentialNames(
      org,
      services.filter((id) => !known.has(id)),
    ),
  );
  const nameById = new Map([...known, ...others]);
  return rows.map((row) => tenantSecretOf(row, nameById));
}

/**
 * Creates a tenant secret, which becomes the active one of its type.
 *
 * @returns its id
 * @throws KeywayError named after what the org refused; see `keyRefusal`
 */
export async function insertTenantSecret(org: Org, fields: NewTenantSecret): Promise<string> {
  const what = `making a tenant secret of type ${fields.Type}`;
  try {
    const path = '/sobjects/TenantSecret';
    const { id } = await rest<{ readonly id: string }>(org.connection, {
      method: 'POST',
      path,
      json: fields,
      what,
      answer: ({ created }) => created,
    });
    return id;
  } catch (error) {
    throw await keyRefusal(error, org, what);
  }
}

/** Destroys, imports or activates a tenant secret. Throws as {@link insertTenantSecret} does. */
export async function updateTenantSecret(org: Org, id: string, change: TenantSecretChange): Promise<void> {
  const what = 'changing a tenant secret';
  try {
    const path = `/sobjects/TenantSecret/${encodeURIComponent(id)}`;
    await rest(org.connection, { method: 'PATCH', path, json: change, what });
  } catch (error) {
    throw await keyRefusal(error, org, what);
  }
}

/**
 * Reads the value that an org returns as a backup of a tenant secret, in base64. Whether the blob contains raw
 * bytes or base64 isn't documented [?]. 32 or more bytes that are all base64 characters count as text.
 */
export async function readSecretValue(org: Org, id: string): Promise<Buffer> {
  const what = 'exporting a tenant secret';
  try {
    const path = `/sobjects/TenantSecret/${encodeURIComponent(id)}/SecretValue`;
    const bytes = await restBlob(org.connection, { path, what });
    const text = bytes.toString('latin1').trim();
    const isText = text.length % 4 === 0 && /^[A-Za-z0-9+/]{30,}={0,2}$/.test(text);
    return Buffer.from(isText ? text : bytes.toString('base64'), 'latin1');
  } catch (error) {
    throw await keyRefusal(error, org, what);
  }
}

/** Names of named credentials by id. If the org doesn't show a name, its id stays. */
async function ifShown(names: Promise<ReadonlyMap<string, string>>): Promise<ReadonlyMap<string, string>> {
  try {
    return await names;
  } catch (error) {
    if (isHidden(error)) return new Map();
    throw error;
  }
}

function tenantSecretOf(row: TenantSecretRow, nameById: ReadonlyMap<string, string>): TenantSecret {
  const { RemoteKeyIdentifier: identifier, RemoteKeyServiceId: service } = row;
  return {
    id: row.Id,
    type: row.Type,
    version: row.Version,
    status: row.Status.toUpperCase(),
    source: (row.Source ?? '').toUpperCase(),
    description: row.Description ?? undefined,
    keyDerivationMode: row.KeyDerivationMode ?? undefined,
    secretValueCertificate: row.SecretValueCertificate ?? undefined,
    remote:
      identifier === null
        ? undefined
        : {
            identifier,
            namedCredential: nameById.get(service ?? '') ?? service ?? '',
            certificate: row.RemoteKeyCertificate ?? '',
          },
    createdAt: new Date(row.CreatedDate).toISOString(),
  };
}

/** A tenant secret that an org fetches through a named credential. */
export interface RemoteSecret {
  readonly namedCredential: string;
  readonly type: string;
  readonly version: number;
}

/**
 * Reads tenant secrets, except destroyed ones, that use any of these named credentials; undefined if the org
 * doesn't know tenant secrets or hides them from the user.
 */
export async function readRemoteSecrets(
  org: Org,
  namedCredentials: readonly string[],
): Promise<readonly RemoteSecret[] | undefined> {
  try {
    const nameById = await readNamedCredentialIds(org, namedCredentials);
    // If the org hides one of them, it also hides what refers to it.
    if (nameById.size < new Set(namedCredentials).size) return undefined;
    const rows = await queryIn<{ Version: number; Type: string; RemoteKeyServiceId: string }>(
      org,
      [...nameById.keys()],
      (ids) =>
        soql`SELECT Id, Version, Type, RemoteKeyServiceId FROM TenantSecret WHERE RemoteKeyServiceId IN ${ids} AND Status != ${'DESTROYED'}`,
    );
    return rows.map(({ Version, Type, RemoteKeyServiceId }) => ({
      namedCredential: nameById.get(RemoteKeyServiceId) ?? RemoteKeyServiceId,
      type: Type,
      version: Version,
    }));
  } catch (error) {
    if (isHidden(error)) return undefined;
    throw error;
  }
}

/** An org hides a type from a user by saying that it doesn't know the type. */
export function isHidden(error: unknown): boolean {
  return (
    ['INVALID_TYPE', 'INVALID_FIELD'].includes(errorCodeOf(error) ?? '') ||
    (error instanceof KeywayError && error.code === 'Forbidden')
  );
}
