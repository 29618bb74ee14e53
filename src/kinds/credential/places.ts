import type { SecretPlaces } from '../../config/section.ts';
import { type ConfigPath, child, type Tree } from '../../config/tree.ts';
import { encryptedKeys } from './keys.ts';

/** Paths of principals' credentials, below `externalCredentials`. */
export const credentialPlaces: SecretPlaces = {
  isAt: ([, field, , credentials]) => field === 'principals' && credentials === 'credentials',
  mayBeLiteral(section, path) {
    const protocol = valueAt(section, [...path.slice(0, 1), 'authentication', 'protocol']);
    if (protocol !== 'Custom') return !encryptedKeys.has(String(path[4]));
    // Custom parameters are encrypted unless they set it to false.
    return valueAt(section, [...path.slice(0, 5), 'encrypted']) === false;
  },
};

function valueAt(tree: Tree, path: ConfigPath): unknown {
  const here = path.reduce<Tree | undefined>(child, tree);
  return here?.kind === 'scalar' ? here.value : undefined;
}
