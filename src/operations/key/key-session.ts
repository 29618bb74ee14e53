import { type ApprovalOptions, approveRisks, risksOf } from '../../engine/approve.ts';
import { type OrgOptions, type Remarks, withSession } from '../../engine/session.ts';
import { KeywayError } from '../../errors/index.ts';
import { type RotationPace, rotationPace } from '../../keys/rotation.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Risk } from '../../kinds/change.ts';
import { requireNeeds } from '../../kinds/require-permissions.ts';
import type { Session } from '../../kinds/session.ts';
import { type Org, readTenantSecrets } from '../../salesforce/index.ts';

/** Options of every operation that creates or changes a key. */
export interface KeyChangeOptions extends OrgOptions, ApprovalOptions {
  /** Refuses a new key before the documented time, without asking the org. */
  readonly respectRotationLimit?: boolean | undefined;
}

/**
 * Asks for each risk of a key, then for a protected org.
 *
 * @param name of the key
 * @throws KeywayError `RisksNotAllowed`, `ProtectedOrg`
 */
export async function approveKeyChange(
  { org, config }: Pick<Session, 'org' | 'config'>,
  name: string,
  risks: readonly Risk[],
  options: KeyChangeOptions,
): Promise<void> {
  const request = { what: `The change of ${name}`, risks: risksOf([{ name, risks }]) };
  await approveRisks(request, org, config.environment, options);
}

/** The input of an operation on keys. */
export interface KeySession {
  readonly session: Session;
  /** The sign-in for keys (`keyOrg`), or the only one. */
  readonly org: Org;
  /** All tenant secrets of the org, sorted by version. */
  readonly secrets: readonly TenantSecret[];
  readonly pace: RotationPace;
  /** The org's time. */
  readonly now: Date;
}

/**
 * Runs an operation with the tenant secrets of an org, signed in as the user for keys.
 *
 * @param what names the operation in an error: `rotating keys`
 * @throws KeywayError `PermissionMissing` if the user lacks Manage Encryption Keys; `TenantSecretsHidden` if the
 * org
 *   shows none
 */
export async function withKeySession<T>(
  options: OrgOptions,
  what: string,
  run: (keys: KeySession) => Promise<T>,
): Promise<T & Remarks> {
  return withSession(options, async (session) => {
    const org = await session.keyOrg();
    await requireNeeds(org, ['tenantSecrets'], what);
    const secrets = await requireSecrets(org);
    return run({ session, org, secrets, pace: rotationPace(org.kind), now: org.connection.now() });
  });
}

/**
 * Reads the current tenant secrets.
 * @throws KeywayError `TenantSecretsHidden`
 */
export async function requireSecrets(org: Org): Promise<readonly TenantSecret[]> {
  const secrets = await readTenantSecrets(org);
  if (secrets !== undefined) return secrets;
  throw new KeywayError('TenantSecretsHidden', `The org of ${org.username} shows no tenant secrets.`, {
    actions: ['The org needs Shield Platform Encryption, and the user needs Manage Encryption Keys.'],
  });
}
