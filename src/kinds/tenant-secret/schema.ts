import { z } from 'zod';
import { developerName } from '../../config/text.ts';
import { sourceKey, tier } from '../cipher-trust/key-source.ts';

/** Parameters of CipherTrust's upload of a tenant secret. */
export const tenantSecret = z
  .strictObject({
    type: z
      .enum(['Data', 'EventBus', 'SearchIndex', 'DeterministicData', 'Analytics'])
      .describe('What the secret encrypts; one per type.'),
    source: z.literal('cipherTrust').describe("Source of the key: this file's CipherTrust."),
    key: sourceKey,
    tier,
    certificate: developerName.describe('Certificate in this file that the key is wrapped for.'),
    derivation: z
      .enum(['PBKDF2', 'NONE'])
      .meta({
        description: 'NONE: the org uses the key without derivation; needs canOptOutOfDerivationWithBYOK.',
        default: 'PBKDF2',
      })
      .optional(),
  })
  .meta({
    id: 'TenantSecret',
    description: 'A key that is uploaded to the org as a tenant secret (BYOK).',
  });

export type TenantSecretOfConfig = z.infer<typeof tenantSecret>;

/** This kind's section of the config. */
export interface TenantSecretsSection {
  readonly tenantSecrets?: Readonly<Record<string, TenantSecretOfConfig>> | undefined;
}
