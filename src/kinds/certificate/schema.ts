import { z } from 'zod';
import { line } from '../../config/text.ts';

/**
 * A certificate that the org creates for itself. Its other values are fixed: 4096 bits and a key that never leaves
 * the org, as customer-supplied key material needs.
 */
export const certificate = z
  .strictObject({
    label: line(64).describe('Name shown in Setup; at most 64 characters.'),
    caSigned: z
      .boolean()
      .meta({
        description:
          'The org creates a signing request for a certificate authority instead of a self-signed certificate.',
        default: false,
      })
      .optional(),
  })
  .meta({
    id: 'Certificate',
    description:
      'A certificate that each org creates for itself: 4096 bits, with a private key that never leaves the org. Created once and never replaced.',
  });

export type Certificate = z.infer<typeof certificate>;

/** This kind's section of the config. */
export interface CertificatesSection {
  readonly certificates?: Readonly<Record<string, Certificate>> | undefined;
}
