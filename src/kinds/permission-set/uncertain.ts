/*
 * Assumptions about this type that neither a document nor metadata of a real org settles. Each is here once, so
 * that a correction touches one place.
 */

/** The permissions on an object, as spelt in the Metadata API (Metadata WSDL 66.0, PermissionSetObjectPermissions). */
export const userExternalCredentialPermissions = [
  'allowCreate',
  'allowDelete',
  'allowEdit',
  'allowRead',
  'modifyAllRecords',
  'viewAllFields',
  'viewAllRecords',
] as const;

/**
 * The API version that introduced the newest parts of a permission set (Metadata WSDL 66.0). No document that we
 * have read says what a deploy by an older version does to parts that it doesn't know.
 */
export const newestPermissionsSince = 66;

/**
 * The permissions on the object UserExternalCredential for each level of `userExternalCredentials`. The help page
 * on per-user principals says that read and write includes Delete. keyway assumes that View All Fields is never
 * needed.
 */
export const userExternalCredentialLevels = {
  read: ['allowRead'],
  readAll: ['allowRead', 'viewAllRecords'],
  readWrite: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead'],
  modifyAll: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords', 'viewAllRecords'],
} as const;
