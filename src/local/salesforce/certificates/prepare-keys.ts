import type { KeyObject } from 'node:crypto';
import type { DeploySource } from '../metadata/deploy-source.ts';
import { componentKey } from '../metadata/principals.ts';
import type { View } from '../store/database.ts';
import { generateKey, type KeySize, type KeySource, seededKey } from './key-pair.ts';

/**
 * Generates the keys of the certificates that a deploy will create, before the deploy blocks everything else. A
 * validation creates none.
 */
export const prepareKeys = async (
  view: View,
  source: DeploySource,
  checkOnly: boolean,
): Promise<KeySource> => {
  if (checkOnly) return () => undefined;
  const keys = new Map<string, KeyObject>();
  for (const { type, fullName, content } of source.files) {
    if (type.name !== 'Certificate' || view.get('component', componentKey('Certificate', fullName))) continue;
    const keySize: KeySize = /<keySize>\s*4096\s*<\/keySize>/.test(content.toString('utf8')) ? 4096 : 2048;
    keys.set(`${fullName}/${keySize}`, seededKey(view, fullName, keySize) ?? (await generateKey(keySize)));
  }
  return (fullName, keySize) => keys.get(`${fullName}/${keySize}`);
};
