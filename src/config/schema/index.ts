import { z } from 'zod';
import { externalCredential } from './external-credential.ts';
import { namedCredential } from './named-credential.ts';
import { permissionSet } from './permission-set.ts';
import { developerName, line } from './text.ts';

export const apiVersion = z
  .string()
  .regex(/^[1-9]\d+\.0$/, 'is not an API version such as "66.0", in quotes')
  .refine((value) => Number(value) >= 60, 'is too old: keyway works from API version 60.0 on')
  .describe('Salesforce API version, in quotes; default: sourceApiVersion of sfdx-project.json.');

const removed = z
  .strictObject({
    externalCredentials: z.array(developerName).optional(),
    namedCredentials: z.array(developerName).optional(),
    permissionSets: z.array(developerName).optional(),
  })
  .describe('What was once here and is to be deleted from orgs.');

const components = {
  externalCredentials: z.record(developerName, externalCredential).optional(),
  namedCredentials: z.record(developerName, namedCredential).optional(),
  permissionSets: z.record(developerName, permissionSet).optional(),
  removed: removed.optional(),
};

/** What a file, or the file with one environment laid over it, says. */
export const configSchema = z.strictObject({
  version: z.literal(1, 'must be 1').describe('Version of this format: 1.'),
  apiVersion: apiVersion.optional(),
  ...components,
});

const organizationId = z
  .string()
  .regex(/^00D[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?$/, 'is not the id of an org: 00D and 12 or 15 characters more');

/** The keys of an environment that are its own; the others are laid over the file's. */
export const environmentSettingsSchema = z
  .strictObject({
    targetOrg: line().optional().describe('local, or an alias or username known to the sf CLI.'),
    targetOrgs: z
      .array(line())
      .min(1, 'is empty; name an org')
      .optional()
      .describe('Several orgs, deployed alike.'),
    orgId: organizationId
      .optional()
      .describe('The org that it must be; anything else stops before it changes.'),
    default: z.boolean().optional().describe('Taken where --env is not given.'),
    protected: z.boolean().optional().describe('A deploy asks first, or needs --yes.'),
  })
  .superRefine((value, context) => {
    if (value.targetOrg !== undefined && value.targetOrgs !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['targetOrgs'],
        message: 'stands beside targetOrg; keep one of the two',
      });
    }
  });

/** Keys of the format that this version of keyway does not fill yet: refused by name, never ignored. */
export const notYet = [
  'certificates',
  'encryptionKeySettings',
  'cacheOnlyKeys',
  'cipherTrust',
  'tenantSecrets',
] as const;

export type ConfigFile = z.infer<typeof configSchema>;
export type EnvironmentSettings = z.infer<typeof environmentSettingsSchema>;
export type Removed = z.infer<typeof removed>;
export type { Authentication, ExternalCredential, Principal } from './external-credential.ts';
export type {
  Check,
  EndpointNamedCredential,
  LegacyNamedCredential,
  NamedCredential,
} from './named-credential.ts';
export { legacySecrets } from './named-credential.ts';
export type {
  NamedText,
  RawExternalCredentialParameter,
  RawNamedCredentialParameter,
  TextParameter,
} from './parameter.ts';
export type { PermissionSet } from './permission-set.ts';
