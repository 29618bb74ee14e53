/*
 * Assumptions about this type that neither a document nor metadata of a real org settles. Each is here once, so
 * that a correction touches one place.
 */

/**
 * Values of a certificate whose file doesn't set them. The Metadata API's page gives these as defaults of a new
 * one. keyway assumes that they hold for the file of an existing one too.
 */
export const certificateDefaults = {
  encryptedWithPlatformEncryption: false,
  keySize: 2048,
  privateKeyExportable: true,
} as const;

/**
 * The content file of a certificate that doesn't exist yet. The Metadata API's page says what the file contains
 * afterwards, not before. The sf CLI refuses a `.crt-meta.xml` without a `.crt` beside it, and an org requires the
 * content file for other types like this. keyway assumes that an empty file counts as no content.
 */
export const contentOfNewCertificate = '';
