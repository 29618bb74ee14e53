import { boolean, complex, int, required, string } from './shape.ts';

/** Metadata WSDL 66.0, Certificate. Its content is a separate file. */
export const certificate = complex('Certificate', {
  caSigned: required(boolean),
  encryptedWithPlatformEncryption: boolean,
  expirationDate: string,
  keySize: int,
  masterLabel: required(string),
  privateKeyExportable: boolean,
});
