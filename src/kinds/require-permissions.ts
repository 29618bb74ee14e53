import { KeywayError } from '../errors/index.ts';
import { missingPermissions, type Org, type PermissionNeed } from '../salesforce/index.ts';

/**
 * @param what the purpose of the permissions: `rotating keys`
 * @throws KeywayError `PermissionMissing` with the permissions that the signed-in user lacks
 */
export async function requireNeeds(org: Org, needs: readonly PermissionNeed[], what: string): Promise<void> {
  const missing = await missingPermissions(org, needs);
  if (missing.length === 0) return;
  throw new KeywayError(
    'PermissionMissing',
    `${org.username} lacks permissions for ${what}: ${missing.join('; ')}.`,
    {
      actions: [
        'Nothing was sent. Grant them in a permission set (see docs/permissions.md), or sign in as a user who has them.',
      ],
    },
  );
}
