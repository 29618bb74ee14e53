import { z } from 'zod';
import { developerName, line } from '../../config/text.ts';
import { keyIdentifierPattern, keyIdentifierProblem, longestKeyIdentifier } from '../../keys/identifier.ts';

/* Shield Platform Encryption: certificates, settings and the keys that the org fetches (salesforce.md, section 6). */

/**
 * A certificate that the org makes for itself. What else it has is fixed: 4096 bits and a key that never leaves the
 * org, which is what customer-supplied key material needs.
 */
export const certificate = z
  .strictObject({
    label: line(64).describe('The name that people see in Setup; at most 64 characters.'),
    caSigned: z
      .boolean()
      .meta({
        description:
          'The org makes a request that an authority has still to sign, in place of signing itself.',
        default: false,
      })
      .optional(),
  })
  .meta({
    id: 'Certificate',
    description:
      'A certificate that each org makes for itself: 4096 bits, with a key that never leaves the org. It is made once and never replaced.',
  });

const setting = (text: string) => z.boolean().describe(text).optional();

/** Metadata WSDL 66.0, EncryptionKeySettings; without a default each: what is not written is not keyway's to set. */
export const encryptionKeySettings = z
  .strictObject({
    enableCacheOnlyKeys: setting('Keys that the org fetches and keeps only in its cache.'),
    enableReplayDetection: setting(
      'Each fetch carries a number that the answer must repeat; needs enableCacheOnlyKeys.',
    ),
    canOptOutOfDerivationWithBYOK: setting('Uploaded material may be used as it is, without derivation.'),
    canEncryptTransactionalDatabase: setting('Encryption of the whole database; API 64.0 or later.'),
    canExternalKeyManagement: setting('Keys managed outside of the org; API 64.0 or later.'),
    canManageDataCloudKeys: setting('Keys of Data Cloud; API 64.0 or later.'),
  })
  .meta({
    id: 'EncryptionKeySettings',
    description:
      'Settings of encryption keys, as the Metadata API spells them. One that is left out stays as the org has it.',
  });

/** Types of tenant secrets that an org can fetch. */
const cacheOnlyKeyTypes = ['Data', 'Analytics', 'DeterministicData', 'EventBus'] as const;

/** Root keys (help: security_pe_byok_cache_considerations; salesforce.md, 6.3). */
const rootKeyTypes = ['SearchIndex', 'Database'];

const keyType = z
  .string()
  .superRefine((value, context) => {
    if (!rootKeyTypes.includes(value)) return;
    const message = `is ${value}, whose key is a root key, and an org fetches none of those; it takes ${cacheOnlyKeyTypes.join(', ')}`;
    context.addIssue({ code: 'custom', message, continue: false });
  })
  .pipe(z.enum(cacheOnlyKeyTypes))
  .meta({ description: 'What the key encrypts; one key a type.', enum: [...cacheOnlyKeyTypes] });

/** TenantSecret.RemoteKeyIdentifier: the last part of the URL that is fetched, and the `kid` of the answer. */
const keyIdentifier = z
  .string()
  .superRefine((value, context) => {
    const message = keyIdentifierProblem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({
    description: 'What the key service calls it: it is appended to the URL of the named credential.',
    pattern: keyIdentifierPattern.source,
    maxLength: longestKeyIdentifier,
  });

const sourceKey = line().describe('The key in CipherTrust: its name or id.');

const tier = z
  .enum(['local', 'dsm', 'hsm-luna'])
  .meta({ description: 'Where CipherTrust keeps the key.', default: 'local' })
  .optional();

const through = {
  type: keyType,
  namedCredential: developerName.describe('The named credential of this file that it is fetched through.'),
  certificate: developerName.describe('The certificate of this file that the key service wraps it for.'),
};

const served = z
  .strictObject({
    ...through,
    source: z
      .literal('keyService')
      .meta({ description: 'Who has the key.', default: 'keyService' })
      .optional(),
    identifier: keyIdentifier,
  })
  .meta({ title: 'keyService: whoever answers at the URL of the named credential' });

/** Its identifier is what CipherTrust gives it when it is uploaded. */
const fromCipherTrust = z
  .strictObject({
    ...through,
    source: z.literal('cipherTrust').describe('Who has the key.'),
    key: sourceKey,
    tier,
  })
  .meta({ title: 'cipherTrust: a key of the CipherTrust of this file' });

export const cacheOnlyKey = z.discriminatedUnion('source', [served, fromCipherTrust]).meta({
  id: 'CacheOnlyKey',
  description: 'A key that the org fetches from a key service and keeps only in its cache.',
});

/** Parameters of the upload (thales-cckm-upload-tenant-secret.txt). */
export const tenantSecret = z
  .strictObject({
    type: z
      .enum(['Data', 'EventBus', 'SearchIndex', 'DeterministicData', 'Analytics'])
      .describe('What the secret encrypts; one a type.'),
    source: z.literal('cipherTrust').describe('Who has the key: the CipherTrust of this file.'),
    key: sourceKey,
    tier,
    certificate: developerName.describe('The certificate of this file that it is wrapped for.'),
    derivation: z
      .enum(['PBKDF2', 'NONE'])
      .meta({
        description: 'NONE: the org encrypts with the key as it is; needs canOptOutOfDerivationWithBYOK.',
        default: 'PBKDF2',
      })
      .optional(),
  })
  .meta({
    id: 'TenantSecret',
    description: 'A key that is uploaded to the org as a tenant secret (BYOK).',
  });

export type Certificate = z.infer<typeof certificate>;
export type EncryptionKeySettings = z.infer<typeof encryptionKeySettings>;
export type CacheOnlyKey = z.infer<typeof cacheOnlyKey>;
export type TenantSecretOfConfig = z.infer<typeof tenantSecret>;
