import type { Problem } from './problems.ts';
import { parseReferences, resolveReferences, type Sources } from './references.ts';
import { isSecretPlace } from './secrets.ts';
import { mapScalars, type Tree } from './tree.ts';

/**
 * Every reference replaced by its value, except in places that hold secrets, which keep theirs.
 * A text that could not be resolved stays as it is, so that one mistake is reported once.
 */
export function resolveTree(
  tree: Tree,
  sources: Sources,
): { readonly tree: Tree; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const resolved = mapScalars(tree, (scalar, path) => {
    if (typeof scalar.value !== 'string' || !scalar.value.includes('${') || isSecretPlace(path))
      return scalar;
    if (parseReferences(scalar.value).problem !== undefined) return scalar;
    const result = resolveReferences(scalar.value, sources);
    if (result.ok) return { ...scalar, value: result.value };
    const where = `"${path.at(-1)}" in ${path.slice(0, -1).join('.')}`;
    problems.push({ severity: 'error', at: scalar.at, message: `${where} ${result.message}` });
    return scalar;
  });
  return { tree: resolved, problems };
}
