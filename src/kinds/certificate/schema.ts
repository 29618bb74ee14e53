import { z } from 'zod';
import { line } from '../../config/text.ts';

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

export type Certificate = z.infer<typeof certificate>;

/** The section of a config. */
export interface CertificatesSection {
  readonly certificates?: Readonly<Record<string, Certificate>> | undefined;
}
