import type { Org } from './connect.ts';
import { query } from './query.ts';
import { isHidden } from './tenant-secrets.ts';

/** A root key in a key store outside Salesforce (Object Reference, ExternalEncryptionRootKey; API 58.0). */
export interface ExternalRootKey {
  /** The key store, as in `AWS`. */
  readonly service: string;
  readonly region: string | undefined;
  /** Its identifier in the key store, as in an ARN. */
  readonly identifier: string;
  readonly status: string;
  /** ISO 8601. */
  readonly activatedAt: string | undefined;
}

/** A data encryption key, wrapped by a root key (Object Reference, DataEncryptionKey; API 63.0). */
export interface DataEncryptionKey {
  readonly type: string | undefined;
  readonly version: number | undefined;
  readonly status: string;
  readonly source: string | undefined;
  /** The root key's identifier in its key store. */
  readonly rootKeyIdentifier: string | undefined;
}

/** What an org has in addition to tenant secrets. Null: it doesn't know the object, or doesn't show it to this user. */
export interface ExternalKeyManagement {
  readonly rootKeys: readonly ExternalRootKey[] | null;
  readonly dataEncryptionKeys: readonly DataEncryptionKey[] | null;
}

interface RootKeyRow {
  readonly RootKeyService: string | null;
  readonly Region: string | null;
  readonly RootKeyIdentifier: string | null;
  readonly Status: string | null;
  readonly ActivatedDate: string | null;
}

interface DataKeyRow {
  readonly Type: string | null;
  readonly Version: number | null;
  readonly Status: string | null;
  readonly Source: string | null;
  readonly RootKeyKmsIdentifier: string | null;
}

const rootKeys =
  'SELECT RootKeyService, Region, RootKeyIdentifier, Status, ActivatedDate FROM ExternalEncryptionRootKey ORDER BY CreatedDate';
const dataKeys =
  'SELECT Type, Version, Status, Source, RootKeyKmsIdentifier FROM DataEncryptionKey ORDER BY CreatedDate';

/** Reads the keys of External Key Management and the data encryption keys. keyway changes none of them. */
export async function readExternalKeyManagement(org: Org): Promise<ExternalKeyManagement> {
  const [roots, data] = await Promise.all([
    queryIfVisible<RootKeyRow>(org, rootKeys),
    queryIfVisible<DataKeyRow>(org, dataKeys),
  ]);
  return {
    rootKeys:
      roots?.map(({ RootKeyService, Region, RootKeyIdentifier, Status, ActivatedDate }) => ({
        service: RootKeyService ?? 'unknown',
        region: Region ?? undefined,
        identifier: RootKeyIdentifier ?? '',
        status: Status ?? 'unknown',
        activatedAt: ActivatedDate ?? undefined,
      })) ?? null,
    dataEncryptionKeys:
      data?.map(({ Type, Version, Status, Source, RootKeyKmsIdentifier }) => ({
        type: Type ?? undefined,
        version: Version ?? undefined,
        status: Status ?? 'unknown',
        source: Source ?? undefined,
        rootKeyIdentifier: RootKeyKmsIdentifier ?? undefined,
      })) ?? null,
  };
}

async function queryIfVisible<Row>(org: Org, soql: string): Promise<readonly Row[] | undefined> {
  try {
    return await query<Row>(org, soql);
  } catch (error) {
    if (isHidden(error)) return undefined;
    throw error;
  }
}
