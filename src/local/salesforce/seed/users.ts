import { keyPrefix, randomCharacters } from '../ids.ts';
import type { Transaction } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { permissionFields } from './permissions.ts';

/**
 * Adds a profile. Every profile owns a permission set with its users' permissions (Object Reference, PermissionSet:
 * IsOwnedByProfile).
 */
export const addProfile = (
  tx: Transaction,
  name: string,
  userType: string,
  permissions: readonly string[],
  created: string,
): string => {
  const id = tx.nextId(keyPrefix.Profile);
  const audit = { CreatedDate: created, LastModifiedDate: created, SystemModstamp: created };
  tx.put('profile', id, {
    Id: id,
    Name: name,
    UserType: userType,
    Description: null,
    ...permissionFields(permissions),
    ...audit,
  });
  addPermissionSetRow(tx, created, permissions, {
    Name: `X${id}`,
    Label: id,
    IsOwnedByProfile: true,
    ProfileId: id,
    Type: 'Profile',
    IsCustom: userType === 'Standard' && name !== 'System Administrator',
  });
  return id;
};

/** Adds the permission set by which a permission set group is granted and assigned; returns its id. */
export const addGroup = (tx: Transaction, name: string, created: string): string =>
  addPermissionSetRow(tx, created, [], {
    Name: name,
    Label: name,
    IsOwnedByProfile: false,
    ProfileId: null,
    Type: 'Group',
    IsCustom: true,
  });

/** Adds a permission set without metadata (Object Reference, PermissionSet); returns its id. */
const addPermissionSetRow = (
  tx: Transaction,
  created: string,
  permissions: readonly string[],
  row: Row,
): string => {
  const id = tx.nextId(keyPrefix.PermissionSet);
  tx.put('profilePermissionSet', id, {
    Id: id,
    Description: null,
    NamespacePrefix: null,
    HasActivationRequired: false,
    LicenseId: null,
    PermissionSetGroupId: null,
    ...row,
    ...permissionFields(permissions),
    CreatedDate: created,
    LastModifiedDate: created,
    SystemModstamp: created,
  });
  return id;
};

export interface NewUser {
  readonly username: string;
  readonly alias: string;
  readonly name: string;
  readonly profileId: string;
  readonly userType: string;
  readonly created: string;
  readonly orgId: string;
  readonly active?: boolean;
  readonly highAssurance?: boolean;
}

/** Adds a user with a session, and the assignment of its profile's permission set. */
export const addUser = (tx: Transaction, user: NewUser): string => {
  const id = tx.nextId(keyPrefix.User);
  const [firstName, ...rest] = user.name.split(' ');
  tx.put('user', id, {
    Id: id,
    Username: user.username,
    Alias: user.alias,
    Name: user.name,
    FirstName: rest.length > 0 ? (firstName ?? null) : null,
    LastName: rest.length > 0 ? rest.join(' ') : user.name,
    Email: user.userType === 'Standard' ? user.username : 'noreply@local-org.example',
    IsActive: user.active ?? true,
    UserType: user.userType,
    ProfileId: user.profileId,
    LanguageLocaleKey: 'en_US',
    LocaleSidKey: 'en_US',
    TimeZoneSidKey: 'America/Los_Angeles',
    EmailEncodingKey: 'UTF-8',
    FederationIdentifier: null,
    CreatedDate: user.created,
    LastModifiedDate: user.created,
    SystemModstamp: user.created,
  });
  const owned = tx.all('profilePermissionSet').find((row) => row.ProfileId === user.profileId);
  if (owned) {
    const assignment = tx.nextId(keyPrefix.PermissionSetAssignment);
    tx.put('permissionSetAssignment', assignment, {
      Id: assignment,
      AssigneeId: id,
      PermissionSetId: String(owned.Id),
      PermissionSetGroupId: null,
      ExpirationDate: null,
      IsActive: true,
      IsRevoked: false,
      SystemModstamp: user.created,
    });
  }
  if (user.userType === 'Standard') openSession(tx, id, user.orgId, user.highAssurance);
  return id;
};

/** Creates an access token in Salesforce's form: the organization's id, "!", and random characters. */
export const openSession = (tx: Transaction, userId: string, orgId: string, highAssurance = true): string => {
  const token = `${orgId.slice(0, 15)}!AQ${randomCharacters(94)}`;
  tx.put('session', token, { token, userId, expired: false, highAssurance });
  return token;
};
