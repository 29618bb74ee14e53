import type { Certificate as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import { misfits } from '../../metadata/fields.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';
import { certificateDefaults, contentOfNewCertificate } from './uncertain.ts';

/** A certificate without its chain and its end, which are the org's own. */
type CertificateMetadata = Pick<
  Metadata,
  'caSigned' | 'encryptedWithPlatformEncryption' | 'keySize' | 'masterLabel' | 'privateKeyExportable'
>;

export type CertificateComponent = MetadataComponent<'Certificate', CertificateMetadata>;

/**
 * A certificate as the Metadata API has it; the org makes its key. What is fixed is what customer-supplied key material is
 * wrapped for.
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
    { element: 'caSigned', usual: false },
    {
      element: 'encryptedWithPlatformEncryption',
      fixed: true,
      absent: certificateDefaults.encryptedWithPlatformEncryption,
    },
    { element: 'keySize', fixed: 4096, absent: certificateDefaults.keySize },
    { element: 'privateKeyExportable', fixed: false, absent: certificateDefaults.privateKeyExportable },
  ],
  parts: [],
  isOrgsOwn: ({ name }) => name === 'content' || name === 'expirationDate',
  notes: (component) =>
    certificateMisfits(component).map(
      (misfit) => `${misfit}: keyway doesn't create or change such certificates`,
    ),
};

/** What of a certificate differs from every one that a config can say: `has keySize 2048, not 4096`. */
export function certificateMisfits(component: MetadataComponent): readonly string[] {
  return misfits(certificateType.fields, component);
}
