import { z } from 'zod';
import { developerName } from '../../config/text.ts';
import { keyIdentifierPattern, keyIdentifierProblem, maxKeyIdentifierLength } from '../../keys/identifier.ts';
import { sourceKey, tier } from '../cipher-trust/key-source.ts';

/** Types of tenant secrets that an org can fetch. */
const cacheOnlyKeyTypes = ['Data', 'Analytics', 'DeterministicData', 'EventBus'] as const;

/** Root keys (Salesforce Help: Considerations for Cache-Only Keys). */
const rootKeyTypes = ['SearchIndex', 'Database'];

const keyType = z
  .string()
  .superRefine((value, context) => {
    if (!rootKeyTypes.includes(value)) return;
    const message = `is ${value}, whose key is a root key, which orgs don't fetch; use ${cacheOnlyKeyTypes.join(', ')}`;
    context.addIssue({ code: 'custom', message, continue: false });
  })
  .pipe(z.enum(cacheOnlyKeyTypes))
  .meta({ description: 'What the key encrypts; one key per type.', enum: [...cacheOnlyKeyTypes] });

/** TenantSecret.RemoteKeyIdentifier: the last part of the fetched URL, and the `kid` of the answer. */
const keyIdentifier = z
  .string()
  .superRefine((value, context) => {
    const message = keyIdentifierProblem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({
    description:
      'Identifier of the key in the key service; Salesforce appends it to the URL of the named credential.',
    pattern: keyIdentifierPattern.source,
    maxLength: maxKeyIdentifierLength,
  });

const chainFields = {
  type: keyType,
  namedCredential: developerName.describe(
    'Named credential in this file that the org fetches the key through.',
  ),
  certificate: developerName.describe('Certificate in this file that the key service wraps the key for.'),
};

const keyOfService = z
  .strictObject({
    ...chainFields,
    source: z
      .literal('keyService')
      .meta({ description: 'Who has the key.', default: 'keyService' })
      .optional(),
    identifier: keyIdentifier,
  })
  .meta({ title: 'keyService: the service at the URL of the named credential' });

/** CipherTrust chooses the identifier when it uploads the key. */
const fromCipherTrust = z
  .strictObject({
    ...chainFields,
    source: z.literal('cipherTrust').describe('Who has the key.'),
    key: sourceKey,
    tier,
  })
  .meta({ title: "cipherTrust: a key in this file's CipherTrust" });

export const cacheOnlyKey = z.discriminatedUnion('source', [keyOfService, fromCipherTrust]).meta({
  id: 'CacheOnlyKey',
  description: 'A key that the org fetches from a key service and keeps only in its cache.',
});

export type CacheOnlyKey = z.infer<typeof cacheOnlyKey>;

/** This kind's section of the config. */
export interface CacheOnlyKeysSection {
  readonly cacheOnlyKeys?: Readonly<Record<string, CacheOnlyKey>> | undefined;
}
