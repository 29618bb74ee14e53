import { z } from 'zod';
import {
  cacheOnlyKey,
  certificate,
  encryptionKeySettings,
  tenantSecret,
} from '../../kinds/cache-only-key/schema.ts';
import { cipherTrust } from '../../kinds/cipher-trust/schema.ts';
import { externalCredential } from '../../kinds/external-credential/schema.ts';
import { namedCredential } from '../../kinds/named-credential/schema.ts';
import { permissionSet } from '../../kinds/permission-set/schema.ts';
import { developerName, line } from '../text.ts';

export const apiVersion = z
  .string()
  .regex(/^[1-9]\d{1,2}\.0$/, { error: 'is not an API version such as "66.0", in quotes', abort: true })
  .refine((value) => Number(value) >= 60, 'is too old: keyway works from API version 60.0 on')
  .describe('Salesforce API version, in quotes; default: sourceApiVersion of sfdx-project.json.');

const removed = z
  .strictObject({
    externalCredentials: z.array(developerName).describe('External credentials to delete.').optional(),
    namedCredentials: z.array(developerName).describe('Named credentials to delete.').optional(),
    permissionSets: z.array(developerName).describe('Permission sets to delete.').optional(),
  })
  .meta({ id: 'Removed', description: 'What was once here and is to be deleted from orgs.' });

const components = {
  externalCredentials: z
    .record(developerName, externalCredential)
    .describe('How the org authenticates, and as whom, by developer name.')
    .optional(),
  namedCredentials: z
    .record(developerName, namedCredential)
    .describe('Where calls go, by developer name.')
    .optional(),
  permissionSets: z
    .record(developerName, permissionSet)
    .describe('Who may use which principals, by developer name.')
    .optional(),
  certificates: z
    .record(developerName, certificate)
    .describe('Certificates that each org makes for itself, by developer name.')
    .optional(),
  encryptionKeySettings: encryptionKeySettings.optional(),
  cacheOnlyKeys: z
    .record(developerName, cacheOnlyKey)
    .describe('Keys that the org fetches, by a name of your own.')
    .optional(),
  tenantSecrets: z
    .record(developerName, tenantSecret)
    .describe('Keys that are uploaded to the org, by a name of your own.')
    .optional(),
  cipherTrust: cipherTrust.optional(),
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

const otherLogin = line().refine(
  (name) => name !== 'local',
  'is the embedded org, which has one login; leave it out',
);

/** The keys of an environment that are its own; the others are laid over the file's. */
export const environmentSettingsSchema = z
  .strictObject({
    targetOrg: line().describe('local, or an alias or username known to the sf CLI.').optional(),
    targetOrgs: z
      .array(line())
      .min(1, 'is empty; name an org')
      .refine((names) => new Set(names).size === names.length, 'names an org twice; keep one')
      .describe('Several orgs, deployed alike.')
      .optional(),
    orgId: organizationId
      .describe('Id of the org that it must be; with any other nothing is changed.')
      .optional(),
    credentialOrg: otherLogin
      .describe(
        'Another login of the same org, which reads and stores the credentials of principals: an alias or username known to the sf CLI.',
      )
      .optional(),
    keyOrg: otherLogin
      .describe(
        'Another login of the same org, for encryption keys: an alias or username known to the sf CLI.',
      )
      .optional(),
    default: z.boolean().meta({ description: 'Taken where --env is not given.', default: false }).optional(),
    protected: z
      .boolean()
      .meta({ description: 'A deploy asks first, or needs --yes.', default: false })
      .optional(),
  })
  .superRefine((value, context) => {
    if (value.targetOrg !== undefined && value.targetOrgs !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['targetOrgs'],
        message: 'stands beside targetOrg; keep one of the two',
      });
    }
    for (const key of ['credentialOrg', 'keyOrg'] as const) {
      if (value[key] === undefined || (value.targetOrgs?.length ?? 0) < 2) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        message: 'is a login of one org and stands beside several targetOrgs; make an environment for each',
      });
    }
  });

export type ConfigFile = z.infer<typeof configSchema>;
export type EnvironmentSettings = z.infer<typeof environmentSettingsSchema>;
export type Removed = z.infer<typeof removed>;
export type {
  CacheOnlyKey,
  Certificate,
  EncryptionKeySettings,
  TenantSecretOfConfig,
} from '../../kinds/cache-only-key/schema.ts';
export { type CipherTrustSettings, cipherTrustSecrets } from '../../kinds/cipher-trust/schema.ts';
export type {
  Authentication,
  ExternalCredential,
  Principal,
} from '../../kinds/external-credential/schema.ts';
export type {
  EndpointNamedCredential,
  LegacyNamedCredential,
  NamedCredential,
} from '../../kinds/named-credential/schema.ts';
export { legacySecrets } from '../../kinds/named-credential/schema.ts';
export type { RawExternalCredentialParameter } from '../../kinds/parameters/schema.ts';
export type { PermissionSet } from '../../kinds/permission-set/schema.ts';
