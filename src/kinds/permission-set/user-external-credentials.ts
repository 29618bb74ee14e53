import type { PermissionSetObjectPermissions } from '@salesforce/types/metadata';
import type { Part, Plain } from '../../metadata/metadata-type.ts';
import type { Shape } from '../../metadata/shape.ts';
import { childText } from '../../metadata/xml-values.ts';
import type { PermissionSet } from './schema.ts';
import { userExternalCredentialLevels } from './uncertain.ts';

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

/** The object that holds the credentials of users: without access to it no authenticated callout is made. */
const object = 'UserExternalCredential';

const usualLevel = 'read';

/** View All Fields of an object is in the WSDL from API 63.0 on. */
const viewAllFieldsSince = 63;

/** `userExternalCredentials` of a config, as permissions on one object. */
export const userExternalCredentials: Part = {
  element: 'objectPermissions',
  render(
    { userExternalCredentials: level }: Pick<PermissionSet, 'userExternalCredentials'>,
    path,
    rendering,
  ) {
    const granted = level ?? usualLevel;
    if (granted === 'none') return [];
    const allowed: readonly string[] = userExternalCredentialLevels[granted];
    const { viewAllFields, ...item } = {
      ...Object.fromEntries(permissions.map((name) => [name, allowed.includes(name)])),
      object,
    } as PermissionSetObjectPermissions;
    return [
      {
        item: rendering.apiVersion >= viewAllFieldsSince ? { ...item, viewAllFields } : { ...item },
        origin: level === undefined ? path : [...path, 'userExternalCredentials'],
      },
    ];
  },
  read(items, config) {
    const granted = allowedBy(items);
    const level = levelWithin(granted);
    const access = accessOf(granted);
    return {
      config: level === usualLevel ? config : { ...config, userExternalCredentials: level },
      notes:
        access === level
          ? []
          : [`allows ${access} on ${object}; the nearest level that allows nothing more is "${level}"`],
    };
  },
  mean: (items, entries) => entries.put('userExternalCredentials', accessOf(allowedBy(items))),
  setAside: (element) => (childText(element, 'object') === object ? undefined : 'foreign'),
};

const permissions = [
  'allowCreate',
  'allowDelete',
  'allowEdit',
  'allowRead',
  'modifyAllRecords',
  'viewAllFields',
  'viewAllRecords',
] as const;

/** What is allowed on the object, by the names of the Metadata API. */
function allowedBy(objectPermissions: readonly Plain[]): readonly string[] {
  const own = objectPermissions.filter((item) => item.object === object);
  return permissions.filter((permission) => own.some((item) => item[permission] === true));
}

/** The level that allows just this, or the permissions themselves where none does. */
function accessOf(granted: readonly string[]): string {
  if (granted.length === 0) return 'none';
  const level = Object.entries(userExternalCredentialLevels).find(
    ([, names]) => names.length === granted.length && names.every((name) => granted.includes(name)),
  );
  return level?.[0] ?? granted.join(', ');
}

/** The highest level that allows nothing that is not allowed now. */
function levelWithin(granted: readonly string[]): string {
  const within = Object.entries(userExternalCredentialLevels).filter(([, names]) =>
    names.every((name) => granted.includes(name)),
  );
  return within.at(-1)?.[0] ?? 'none';
}
