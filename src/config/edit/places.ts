import type { ConfigDocument } from '../read.ts';
import { type ConfigPath, child, type Tree, toPlain } from '../tree.ts';

export const environmentsKey = 'environments';

/** What is written at a path of the base, or of one environment alone; undefined for nothing. */
export function findWritten(
  document: ConfigDocument,
  environment: string | undefined,
  path: ConfigPath,
): unknown {
  const place = environment === undefined ? path : [environmentsKey, environment, ...path];
  const found = treeAt(document, place);
  return found && toPlain(found);
}

export function treeAt(document: ConfigDocument, path: ConfigPath): Tree | undefined {
  return path.reduce<Tree | undefined>(child, document.tree);
}
