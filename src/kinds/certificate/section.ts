import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { type CertificatesSection, certificate } from './schema.ts';

/** Not allowed under `removed:`, because nobody could decrypt what was wrapped for the certificate. */
export const certificates: ConfigSection<CertificatesSection> = {
  name: 'certificates',
  schema: z
    .record(developerName, certificate)
    .describe('Certificates that each org creates for itself, by developer name.'),
  hasDeveloperNames: true,
};
