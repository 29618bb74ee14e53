import { legacySecrets } from './schema/index.ts';
import type { ConfigPath } from './tree.ts';

/**
 * Places whose references are resolved only when they are about to be written: credentials of principals,
 * secrets of legacy named credentials.
 */
export function isSecretPlace(path: ConfigPath): boolean {
  const [top, , field, , credentials] = path;
  if (top === 'externalCredentials') return field === 'principals' && credentials === 'credentials';
  return top === 'namedCredentials' && legacySecrets.some((name) => name === field);
}
