import { type CertificateComponent, type ConfigPath, present } from '../../metadata/component.ts';
import { originsOf } from '../../metadata/rendering.ts';
import { certificateDefaults } from '../external-credential/uncertain.ts';
import type { Certificate } from './schema.ts';

/** What every certificate of a config is: customer-supplied key material is wrapped for such a one (salesforce.md, 6.1). */
const fixed = { encryptedWithPlatformEncryption: true, keySize: 4096, privateKeyExportable: false } as const;

/** A certificate as the Metadata API has it; the org makes its key. */
export function renderCertificate(fullName: string, config: Certificate): CertificateComponent {
  const path: ConfigPath = ['certificates', fullName];
  const signed: Record<string, ConfigPath> =
    config.caSigned === undefined ? {} : { caSigned: [...path, 'caSigned'] };
  return {
    type: 'Certificate',
    fullName,
    metadata: { ...fixed, caSigned: config.caSigned ?? false, masterLabel: config.label },
    origins: originsOf(path, { ...signed, masterLabel: [...path, 'label'] }, {}),
  };
}

/** The config of a certificate; whether it is one that a config can say is what `certificateMisfits` tells. */
export function configFromCertificate({ metadata }: CertificateComponent): Certificate {
  const { masterLabel: label, caSigned } = metadata;
  return present({ label, caSigned: caSigned ? true : undefined });
}

/** What of a certificate differs from every one that a config can say: `has keySize 2048, not 4096`. */
export function certificateMisfits({ metadata }: CertificateComponent): readonly string[] {
  const actual: Readonly<Record<string, unknown>> = { ...certificateDefaults, ...metadata };
  return Object.entries(fixed)
    .filter(([field, value]) => actual[field] !== value)
    .map(([field, value]) => `has ${field} ${actual[field]}, not ${value}`);
}
