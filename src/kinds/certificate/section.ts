import { z } from 'zod';
import type { ConfigSection } from '../../config/section.ts';
import { developerName } from '../../config/text.ts';
import { type CertificatesSection, certificate } from './schema.ts';

/** Nothing is said under `removed:`: what was wrapped for a certificate could not be read without it. */
export const certificates: ConfigSection<CertificatesSection> = {
  name: 'certificates',
  schema: z
    .record(developerName, certificate)
    .describe('Certificates that each org creates for itself, by developer name.'),
  hasDeveloperNames: true,
};
