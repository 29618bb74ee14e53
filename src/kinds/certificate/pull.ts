import type { ComponentPull } from '../component-pull.ts';
import { type CertificateComponent, unsupportedCertificateValues } from './metadata.ts';

/** Certificates for other purposes aren't part of the chain. Says why one is left out only if somebody asks for it. */
export const certificatePull: ComponentPull<CertificateComponent> = {
  type: 'Certificate',
  isOmittedSilently: true,
  refusal(component) {
    const misfits = unsupportedCertificateValues(component);
    if (misfits.length === 0) return undefined;
    return `${misfits.join(', ')}: keyway doesn't create or change such certificates`;
  },
};
