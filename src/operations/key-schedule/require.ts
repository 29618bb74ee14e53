import { KeywayError } from '../../errors/index.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { Session } from '../../kinds/session.ts';
import { missingPermissions, type Org, type PermissionNeed } from '../../salesforce/index.ts';
import { requireType } from '../key/key-name.ts';

/** The type as the org spells it; it becomes part of a class's name. Throws `TenantSecretTypeUnknown`. */
export function requireRotatable(text: string, secrets: readonly TenantSecret[]): string {
  const type = requireType(text, secrets);
  // A class's name has 40 characters.
  if (/^[A-Za-z][A-Za-z0-9]{0,23}$/.test(type)) return type;
  throw new KeywayError('TenantSecretTypeUnknown', `keyway can't name a class after the type "${type}".`, {
    actions: ['Nothing was changed.'],
  });
}

/**
 * Classes are deployed by whoever deploys, jobs scheduled by whoever has the keys: a job runs as who scheduled it.
 *
 * @throws KeywayError `PermissionMissing`
 */
export async function requireApexPermissions(session: Session, keyOrg: Org): Promise<void> {
  const logins: [Org, PermissionNeed[]][] =
    session.org === keyOrg
      ? [[keyOrg, ['metadata', 'apexClasses']]]
      : [
          [session.org, ['metadata', 'apexClasses']],
          [keyOrg, ['apexClasses']],
        ];
  for (const [org, needs] of logins) {
    const missing = await missingPermissions(org, needs);
    if (missing.length === 0) continue;
    throw new KeywayError(
      'PermissionMissing',
      `${org.username} lacks what scheduling rotation needs: ${missing.join('; ')}.`,
      { actions: ['Nothing was sent. Grant it in a permission set, or log in as a user who has it.'] },
    );
  }
}
