import type { ComponentPull } from '../component-pull.ts';
import { type CertificateComponent, certificateMisfits } from './metadata.ts';

/** Certificates for other ends are no part of the chain: only who asks for one is told why it is left. */
export const certificatePull: ComponentPull<CertificateComponent> = {
  type: 'Certificate',
  isQuietlyLeftOut: true,
  refusal(component) {
    const misfits = certificateMisfits(component);
    if (misfits.length === 0) return undefined;
    return `${misfits.join(', ')}: keyway doesn't create or change such certificates`;
  },
};
