import { errorCodeOf, type Org, rest } from '../../salesforce/index.ts';

/* Client id and secret of a provider (Connect REST API Developer Guide, External Auth Identity Provider Credentials; 62.0). */

/** The values that an org stores for a provider, by name. For a secret, only that it exists. */
export type StoredValues = ReadonlyMap<string, string | undefined>;

interface Representation {
  readonly credentials?: readonly { readonly credentialName?: string; readonly credentialValue?: string }[];
}

/** Returns nothing if the org has no such provider. */
export async function readProviderCredentials({ connection }: Org, provider: string): Promise<StoredValues> {
  try {
    const what = `reading the credentials of ${provider}`;
    return valuesOf(await rest<Representation>(connection, { path: pathOf(provider), what }));
  } catch (error) {
    if (errorCodeOf(error) === 'NOT_FOUND') return new Map();
    throw error;
  }
}

/** Stores both values at once: POST if none exist, PUT to replace them. */
export async function writeProviderCredentials(
  { connection }: Org,
  provider: string,
  values: ReadonlyMap<string, string>,
  method: 'POST' | 'PUT',
): Promise<void> {
  const credentials = [...values].map(([credentialName, credentialValue]) => ({
    credentialName,
    credentialValue,
  }));
  const what = `storing the credentials of ${provider}`;
  await rest(connection, { method, path: pathOf(provider), json: { credentials }, what });
}

function pathOf(provider: string): string {
  return `/named-credentials/external-auth-identity-provider-credentials/${encodeURIComponent(provider)}`;
}

function valuesOf({ credentials = [] }: Representation): StoredValues {
  return new Map(
    credentials.flatMap(({ credentialName, credentialValue }) =>
      credentialName === undefined ? [] : [[credentialName, credentialValue] as const],
    ),
  );
}
