/*
 * What keyway takes for true of this type without having seen it in metadata of a real org or in a document that
 * settles it. Each stands here once, so that it can be changed in one place when somebody knows better.
 */

/**
 * What a certificate is whose file does not say it. The Metadata API's page gives these as what a new one gets; that
 * they are meant by a file of an older one as well is taken for true.
 */
export const certificateDefaults = {
  encryptedWithPlatformEncryption: false,
  keySize: 2048,
  privateKeyExportable: true,
} as const;

/**
 * The content of a certificate that is still to be made. The Metadata API's page says what the file holds afterwards,
 * not before; the sf CLI refuses a `.crt-meta.xml` without a `.crt` beside it, and an org asks for the content file of
 * other such types. An empty one is taken to be nothing.
 */
export const contentOfNewCertificate = '';
