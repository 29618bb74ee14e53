import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import type { CertificatesSection } from '../certificate/schema.ts';
import type { KeySourceSections } from '../cipher-trust/check.ts';
import { checkTenantSecrets } from './check.ts';
import { type TenantSecretsSection, tenantSecret } from './schema.ts';

export const tenantSecrets: ConfigSection<TenantSecretsSection & CertificatesSection & KeySourceSections> = {
  name: 'tenantSecrets',
  schema: z
    .record(developerName, tenantSecret)
    .describe('Keys that are uploaded to the org, by a name that you choose.'),
  check: checkTenantSecrets,
};
