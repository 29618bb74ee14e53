import { KeywayError } from '../../errors/index.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import { requireNeeds } from '../../kinds/require-permissions.ts';
import type { Session } from '../../kinds/session.ts';
import type { Org, PermissionNeed } from '../../salesforce/index.ts';
import { requireType } from '../key/key-name.ts';

/**
 * The type in the org's spelling. It becomes part of a class's name.
 * @throws KeywayError `TenantSecretTypeUnknown`
 */
export function requireRotatable(text: string, secrets: readonly TenantSecret[]): string {
  const type = requireType(text, secrets);
  // A class name has at most 40 characters.
  if (/^[A-Za-z][A-Za-z0-9]{0,23}$/.test(type)) return type;
  throw new KeywayError(
    'TenantSecretTypeUnknown',
    `keyway can't name an Apex class after the type "${type}".`,
    {
      actions: ['Nothing was changed.'],
    },
  );
}

/**
 * The deploying user deploys the classes. The user for keys schedules the job, because a job runs as the user who
 * scheduled it.
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
  for (const [org, needs] of logins) await requireNeeds(org, needs, 'scheduling rotation');
}
