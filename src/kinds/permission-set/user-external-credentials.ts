import type { PermissionSetObjectPermissions } from '@salesforce/types/metadata';
import type { Part, Plain } from '../../metadata/metadata-type.ts';
import type { Shape } from '../../metadata/shape.ts';
import { childText } from '../../metadata/xml-values.ts';
import type { PermissionSet } from './schema.ts';
import {
  userExternalCredentialPermissions as permissions,
  userExternalCredentialLevels,
} from './uncertain.ts';

export const objectPermissionsShape: Shape<PermissionSetObjectPermissions> = {
  allowCreate: 'boolean',
  allowDelete: 'boolean',
  allowEdit: 'boolean',
  allowRead: 'boolean',
  modifyAllRecords: 'boolean',
  object: 'text',
  viewAllFields: 'boolean',
  viewAllRecords: 'boolean',
};

/** The object with the credentials of users. Without access to it, no authenticated callout works. */
const object = 'UserExternalCredential';

const usualLevel = 'read';

/** The WSDL has View All Fields of an object since API 63.0. */
export const viewAllFieldsSince = 63;

/** `userExternalCredentials` of a config, as permissions on one object. */
export const userExternalCredentials: Part = {
  element: 'objectPermissions',
  render(
    { managed, userExternalCredentials: level }: Pick<PermissionSet, 'managed' | 'userExternalCredentials'>,
    path,
    rendering,
  ) {
    if (managed === 'principals' && level === undefined) return undefined;
    const allowed = permissionsOf(level ?? usualLevel);
    if (allowed.length === 0) return [];
    const known = permissions.filter(
      (name) => name !== 'viewAllFields' || rendering.apiVersion >= viewAllFieldsSince,
    );
    return [
      {
        item: { ...Object.fromEntries(known.map((name) => [name, allowed.includes(name)])), object },
        origin: level === undefined ? path : [...path, 'userExternalCredentials'],
      },
    ];
  },
  read(items, config) {
    const access = accessOf(items);
    const isUsual = config.managed === 'principals' ? access === 'none' : access === usualLevel;
    return {
      config: isUsual ? config : { ...config, userExternalCredentials: access },
      notes: [],
    };
  },
  addMeaning(items, entries) {
    const access = accessOf(items);
    entries.put('userExternalCredentials', typeof access === 'string' ? access : access.join(', '));
  },
  setAside: (element) => (childText(element, 'object') === object ? undefined : 'foreign'),
};

/** The permissions of a level, or of a list of permissions. */
function permissionsOf(level: NonNullable<PermissionSet['userExternalCredentials']>): readonly string[] {
  if (typeof level !== 'string') return level;
  return level === 'none' ? [] : userExternalCredentialLevels[level];
}

/** The level with exactly these permissions on the object, or the permissions themselves if there is none. */
function accessOf(objectPermissions: readonly Plain[]): string | readonly string[] {
  const own = objectPermissions.filter((item) => item.object === object);
  const granted = permissions.filter((permission) => own.some((item) => item[permission] === true));
  if (granted.length === 0) return 'none';
  const level = Object.entries(userExternalCredentialLevels).find(
    ([, names]) => names.length === granted.length && names.every((name) => granted.includes(name)),
  );
  return level?.[0] ?? granted;
}
