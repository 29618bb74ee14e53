import type { Certificate as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import { unsupportedValues } from '../../metadata/fields.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';
import { certificateDefaults, contentOfNewCertificate } from './uncertain.ts';

/** A certificate without its chain and its expiry date, which belong to the org. */
type CertificateMetadata = Pick<
  Metadata,
  'caSigned' | 'encryptedWithPlatformEncryption' | 'keySize' | 'masterLabel' | 'privateKeyExportable'
>;

export type CertificateComponent = MetadataComponent<'Certificate', CertificateMetadata>;

/**
 * A certificate in the Metadata API. The org creates its key. The fixed values are those that customer-supplied key
 * material needs.
 */
export const certificateType: MetadataType<'Certificate', 'certificates', CertificateMetadata> = {
  type: 'Certificate',
  noun: 'certificate',
  section: 'certificates',
  folder: 'certs',
  suffix: 'crt',
  content: contentOfNewCertificate,
  shape: {
    caSigned: 'boolean',
    encryptedWithPlatformEncryption: 'boolean',
    keySize: 'integer',
    masterLabel: 'text',
    privateKeyExportable: 'boolean',
  },
  required: ['caSigned', 'masterLabel'],
  fields: [
    { element: 'masterLabel', at: ['label'], meaning: 'label' },
    { element: 'caSigned', defaultValue: false },
    {
      element: 'encryptedWithPlatformEncryption',
      fixed: true,
      absent: certificateDefaults.encryptedWithPlatformEncryption,
    },
    { element: 'keySize', fixed: 4096, absent: certificateDefaults.keySize },
    { element: 'privateKeyExportable', fixed: false, absent: certificateDefaults.privateKeyExportable },
  ],
  parts: [],
  belongsToOrg: ({ name }) => name === 'content' || name === 'expirationDate',
  notes: (component) =>
    unsupportedCertificateValues(component).map(
      (misfit) => `${misfit}: keyway doesn't create or change such certificates`,
    ),
};

/** The values of a certificate that no config can describe, as in `has keySize 2048, not 4096`. */
export function unsupportedCertificateValues(component: MetadataComponent): readonly string[] {
  return unsupportedValues(certificateType.fields, component);
}
