import { ConfigError, type Problem } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { sameUser } from '../kinds/assignment/compare.ts';
import { withKeys } from '../kinds/cache-only-key/state.ts';
import type { Plan } from '../kinds/change.ts';
import { settled } from '../kinds/cipher-trust/settle.ts';
import { type CipherTrustLogins, withCipherTrust } from '../kinds/cipher-trust/state.ts';
import type { Config } from '../kinds/config.ts';
import { missingPermissions, type Org, type PermissionNeed } from '../salesforce/index.ts';
import { type Desired, questionOf } from './make-plan.ts';
import { type OrgState, readState } from './read-state.ts';
import type { Session } from './session.ts';

/*
 * What would fail half way is found out before anything is sent.
 */

type Logins = Pick<Session, 'org' | 'credentialOrg' | 'keyOrg'>;
type AllLogins = Logins & CipherTrustLogins;

/** @throws ConfigError for every user under `assignTo` that the org does not have */
export function requireAssignees(config: Config, { users }: OrgState): void {
  const problems = Object.entries(config.permissionSets ?? {}).flatMap(([name, { assignTo = [] }]) =>
    assignTo.flatMap((assignee, index): readonly Problem[] => {
      const user = users.find((candidate) => sameUser(candidate.name, assignee));
      if (user?.isActive) return [];
      const at = config.locate(['permissionSets', name, 'assignTo', index]);
      const reason = user ? 'is not active in the org' : 'is no user of the org';
      return [
        { severity: 'error', at, message: `"${assignee}" in permissionSets.${name}.assignTo ${reason}` },
      ];
    }),
  );
  if (problems.length > 0) throw new ConfigError(problems);
}

/** @throws KeywayError `PermissionMissing` naming what the user who is logged in lacks for this plan */
export async function requirePermissions(
  { org, credentialOrg, keyOrg }: Logins,
  plan: Plan,
  noApex = false,
): Promise<void> {
  const types = new Set(plan.changes.map(({ type }) => type));
  const needs: PermissionNeed[] = [];
  if (types.has('ExternalCredential') || types.has('NamedCredential')) needs.push('metadata', 'credentials');
  if (types.has('PermissionSet')) needs.push('metadata', 'permissionSets');
  if (types.has('Certificate')) needs.push('metadata', 'certificates');
  if (types.has('Settings')) needs.push('metadata', 'encryptionKeySettings');
  if (types.has('Assignment')) needs.push(noApex ? 'assignmentsByRest' : 'assignments');
  const forCredentials = types.has('Credential') ? await credentialOrg() : org;
  if (forCredentials === org && types.has('Credential')) needs.push('credentials');
  await requireNeeds(org, needs, 'this deploy');
  if (forCredentials !== org) await requireNeeds(forCredentials, ['credentials'], 'storing credentials');
  if (types.has('Key')) await requireNeeds(await keyOrg(), ['tenantSecrets'], 'making keys');
}

/**
 * Reads what an org has; where the org refuses that, the permission that is missing is named.
 * @throws KeywayError `PermissionMissing`
 */
export async function readDesired(session: AllLogins, desired: Desired): Promise<OrgState> {
  const { org, credentialOrg } = session;
  const { keys, cipherTrust } = desired;
  try {
    const state = await readState(org, questionOf(desired), credentialOrg);
    const known = keys.length > 0 || cipherTrust ? await withKeys(session, state) : state;
    return cipherTrust ? await withCipherTrust(session, cipherTrust, known) : known;
  } catch (error) {
    if (!(error instanceof KeywayError) || error.code !== 'Forbidden') throw error;
    await requireNeeds(org, ['metadata'], 'reading this chain');
    if (desired.principals.length > 0)
      await requireNeeds(await credentialOrg(), ['credentials'], 'reading this chain');
    throw error;
  }
}

/** The same, and what is wanted with all that only CipherTrust can tell of it. */
export async function readSettled(
  session: AllLogins,
  desired: Desired,
): Promise<{ readonly desired: Desired; readonly state: OrgState }> {
  const state = await readDesired(session, desired);
  return { desired: settled(desired, state), state };
}

/** @throws KeywayError `PermissionMissing` */
export async function requireNeeds(org: Org, needs: readonly PermissionNeed[], what: string): Promise<void> {
  const missing = await missingPermissions(org, needs);
  if (missing.length === 0) return;
  throw new KeywayError(
    'PermissionMissing',
    `${org.username} lacks what ${what} needs: ${missing.join('; ')}.`,
    {
      actions: ['Nothing was sent. Grant it in a permission set, or log in as a user who has it.'],
    },
  );
}
