/*
 * What keyway takes for true of this type without having seen it in metadata of a real org or in a document that
 * settles it. Each stands here once, so that it can be changed in one place when somebody knows better.
 */

/** What can be allowed on an object, as the Metadata API spells it (Metadata WSDL 66.0, PermissionSetObjectPermissions). */
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
 * The API version that brought the newest parts of a permission set (Metadata WSDL 66.0). What a deploy by an older one
 * does to parts that it doesn't know is in no document that we have read.
 */
export const newestPermissionsSince = 66;

/**
 * What the levels of `userExternalCredentials` allow on the object UserExternalCredential. That read and write
 * includes Delete follows the help page on per-user principals; that View All Fields is never needed is a guess.
 */
export const userExternalCredentialLevels = {
  read: ['allowRead'],
  readAll: ['allowRead', 'viewAllRecords'],
  readWrite: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead'],
  modifyAll: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords', 'viewAllRecords'],
} as const;
