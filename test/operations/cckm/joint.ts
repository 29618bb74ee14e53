import type { LocalCipherTrustOptions } from '../../../src/local/ciphertrust/index.ts';
import type { Seed } from '../../../src/local/salesforce/index.ts';
import { cckmCertificates } from '../../../src/operations/cckm/certificates.ts';
import type { CipherTrustPlace } from '../../../src/operations/cckm/cipher-trust-session.ts';
import { cckmOrganizations } from '../../../src/operations/cckm/organizations.ts';
import { CONNECTION, type Joint, PASSWORD, startWithOrg } from '../../local/ciphertrust/started.ts';
import { type Keyway, keywayIn } from './keyway.ts';

// The login of every local CipherTrust in the tests, for operations in this process.
process.env.KEYWAY_CCKM_USERNAME = 'admin';
process.env.KEYWAY_CCKM_PASSWORD = PASSWORD;

/** The ids of the documents' example (thales-cckm-upload-tenant-secret.txt). */
export const ORG = '00DB000000040bIMAQ';
export const SOURCE_KEY = '123';
export const SOURCE_KEY_ID = '626fdff442284cf1ad4b9030c21bfcddb2004e1cfd2b420da7c33d7f50e78c91';

export interface Ready extends Joint {
  readonly keyway: Keyway;
  /** CipherTrust's address, as flags. */
  readonly at: readonly string[];
  /** The same as options of an operation. */
  readonly place: CipherTrustPlace;
  /** All values that must never be printed. */
  readonly secrets: () => readonly string[];
  /** Requests of the API, without those for tokens and lists. */
  readonly changes: () => readonly string[];
}

/** A local org, and a CipherTrust that manages it and knows its certificate AcmeByok, set up by keyway itself. */
export const startReady = async (options: LocalCipherTrustOptions = {}, seed: Seed = {}): Promise<Ready> => {
  const ready = await startBare(
    { sourceKeys: [SOURCE_KEY], ids: { [SOURCE_KEY]: SOURCE_KEY_ID, AcmeByok: '123' }, ...options },
    { orgId: ORG, ...seed },
  );
  await cckmOrganizations({ ...ready.place, action: 'add', connection: CONNECTION });
  await cckmCertificates({ ...ready.place, action: 'list', synchronize: true });
  return ready;
};

/** Both, with an empty CipherTrust. */
export const startBare = async (options: LocalCipherTrustOptions = {}, seed: Seed = {}): Promise<Ready> => {
  const joint = await startWithOrg(options, seed);
  const { cipherTrust, client, folder, caFile } = joint;
  const at = ['--url', cipherTrust.url, '--ca-file', caFile];
  return {
    ...joint,
    keyway: keywayIn(folder),
    at,
    place: { url: cipherTrust.url, caFile },
    secrets: () => [PASSWORD, client.org.accessToken],
    changes: () =>
      cipherTrust.requests
        .filter(({ method, path }) => method !== 'GET' && !path.includes('/auth/tokens'))
        .map(({ method, path }) => `${method} ${path}`),
  };
};

export const orgEnv = ({ client }: Pick<Joint, 'client'>): Readonly<Record<string, string>> => ({
  SF_ACCESS_TOKEN: client.org.accessToken,
  SF_ORG_INSTANCE_URL: client.org.url,
});

/** Tenant secrets of the org, oldest first. */
export const secretsIn = async ({ client }: Joint) =>
  (await client.query('SELECT Id, Type, Status, Source, Version FROM TenantSecret ORDER BY Version')).body
    .records as readonly {
    readonly Id: string;
    readonly Type: string;
    readonly Status: string;
    readonly Source: string;
    readonly Version: number;
  }[];
