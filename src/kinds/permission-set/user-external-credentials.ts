import type { PermissionSetObjectPermissions } from '@salesforce/types/metadata';
import { userExternalCredentialLevels } from '../external-credential/uncertain.ts';
import { type UserExternalCredentialLevel, userExternalCredential } from './metadata.ts';

const permissions = [
  'allowCreate',
  'allowDelete',
  'allowEdit',
  'allowRead',
  'modifyAllRecords',
  'viewAllFields',
  'viewAllRecords',
] as const;

/** What is allowed on the object UserExternalCredential, by the names of the Metadata API. */
function allowed(objectPermissions: readonly PermissionSetObjectPermissions[]): readonly string[] {
  const own = objectPermissions.filter(({ object }) => object === userExternalCredential);
  return permissions.filter((permission) => own.some((item) => item[permission] === true));
}

/** The level of `userExternalCredentials` that allows just this, or the permissions themselves where none does. */
export function accessOf(objectPermissions: readonly PermissionSetObjectPermissions[] = []): string {
  const granted = allowed(objectPermissions);
  if (granted.length === 0) return 'none';
  const level = Object.entries(userExternalCredentialLevels).find(
    ([, names]) => names.length === granted.length && names.every((name) => granted.includes(name)),
  );
  return level?.[0] ?? granted.join(', ');
}

/** The highest level that allows nothing that is not allowed now. */
export function levelWithin(
  objectPermissions: readonly PermissionSetObjectPermissions[] = [],
): UserExternalCredentialLevel {
  const granted = allowed(objectPermissions);
  const within = Object.entries(userExternalCredentialLevels).filter(([, names]) =>
    names.every((name) => granted.includes(name)),
  );
  return (within.at(-1)?.[0] ?? 'none') as UserExternalCredentialLevel;
}
