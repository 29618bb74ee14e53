/**
 * User permissions that the chain needs, by API name (Metadata API Developer Guide, PermissionSet,
 * userPermissions). Rows of PermissionSet and Profile have a field `Permissions<name>` for each.
 */
export const USER_PERMISSIONS = {
  ApiEnabled: 'API Enabled',
  AssignPermissionSets: 'Assign Permission Sets',
  AuthorApex: 'Author Apex',
  CustomizeApplication: 'Customize Application',
  ManageAuthProviders: 'Manage Auth. Providers',
  ManageCertificates: 'Manage Certificates',
  ManageEncryptionKeys: 'Manage Encryption Keys',
  ManageNamedCredentials: 'Manage Named Credentials',
  ManageProfilesPermissionsets: 'Manage Profiles and Permission Sets',
  ManageUsers: 'Manage Internal Users',
  ModifyAllData: 'Modify All Data',
  ModifyMetadata: 'Modify Metadata Through Metadata API Functions',
  ViewAllData: 'View All Data',
  ViewEncryptedData: 'View Encrypted Data',
  ViewSetup: 'View Setup and Configuration',
} as const;

export type UserPermission = keyof typeof USER_PERMISSIONS;

export const USER_PERMISSION_NAMES = Object.keys(USER_PERMISSIONS) as readonly UserPermission[];

/** The fields of a row with exactly these permissions. */
export const permissionFields = (granted: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(USER_PERMISSION_NAMES.map((name) => [`Permissions${name}`, granted.includes(name)]));
