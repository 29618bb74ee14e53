import { boolean, complex, int, required, string } from './shape.ts';

/** Metadata WSDL 66.0, Certificate; its content is a file of its own. */
export const certificate = complex('Certificate', {
  caSigned: required(boolean),
  encryptedWithPlatformEncryption: boolean,
  expirationDate: string,
  keySize: int,
  masterLabel: required(string),
  privateKeyExportable: boolean,
});
