import { cipherTrustSecrets, legacySecrets } from './schema/index.ts';
import type { ConfigPath } from './tree.ts';

/**
 * Places whose references are resolved only when they are about to be written: credentials of principals,
 * secrets of legacy named credentials, the login to CipherTrust.
 */
export function isSecretPlace(path: ConfigPath): boolean {
  const [top, second, field, , credentials] = path;
  if (top === 'cipherTrust') return cipherTrustSecrets.some((name) => name === second);
  if (top === 'externalCredentials') return field === 'principals' && credentials === 'credentials';
  return top === 'namedCredentials' && legacySecrets.some((name) => name === field);
}
