import { KeywayError } from '../errors/index.ts';
import { missingPermissions, type Org, type PermissionNeed } from '../salesforce/index.ts';

/** @throws KeywayError `PermissionMissing` naming what the user who is signed in lacks */
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
