import type { Problem } from './problems.ts';
import { parseReferences, resolveReferences, type Sources } from './references.ts';
import type { ConfigSection } from './section.ts';
import { type ConfigPath, mapScalars, type Scalar, type Tree } from './tree.ts';
import { displayText, inPath, quotePath } from './wording.ts';

/** Values for the references of one environment. */
export interface ResolveOptions {
  readonly sources: Sources;
  /** Whether the environment's org is the embedded one. */
  readonly local: boolean;
  readonly sections: readonly ConfigSection<never>[];
}

/**
 * Replaces every reference by its value, except in places with secrets. A text that can't be resolved stays
 * unchanged, so that a mistake is reported once.
 */
export function resolveTree(
  tree: Tree,
  options: ResolveOptions,
): { readonly tree: Tree; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [...keyProblems(tree, [])];
  const resolved = mapScalars(tree, (scalar, path) => {
    if (typeof scalar.value !== 'string' || !scalar.value.includes('${')) return scalar;
    const result = resolveScalar(scalar, scalar.value, path, options);
    if (typeof result !== 'string') return result;
    problems.push({ severity: 'error', at: scalar.at, message: `${quotePath(path)} ${result}` });
    return scalar;
  });
  return { tree: resolved, problems };
}

/** The resolved scalar, or the problem with its references. */
function resolveScalar(
  scalar: Scalar,
  text: string,
  path: ConfigPath,
  { sources, local, sections }: ResolveOptions,
): Scalar | string {
  const { parts, problem } = parseReferences(text);
  if (problem !== undefined) return problem;
  const references = parts.filter((part) => typeof part !== 'string');
  const ofLocal = references.find(({ source }) => source === 'local');
  if (ofLocal && !local) return `has ${ofLocal.text}, which needs an environment with targetOrg: local`;
  if (references.some(({ source }) => source === 'cipherTrust') && !isEndpointPlace(text, path, sections))
    return 'has ${cipherTrust:endpoint}, which must be the whole url of a named credential';
  if (scalar.secret) return scalar;
  // `validate` also resolves everything outside secrets, and it must not run anything.
  if (references.some(({ source }) => source === 'command'))
    return 'runs a command, which only credentials can do';
  const result = resolveReferences(text, sources);
  if (!result.ok) return result.message;
  return { ...scalar, value: result.value, ...(references.length > 0 ? { from: text } : {}) };
}

/** Whether a path may use the endpoint's URL: the places where an org fetches keys. */
function isEndpointPlace(
  text: string,
  [top, ...path]: ConfigPath,
  sections: readonly ConfigSection<never>[],
): boolean {
  if (text !== '${cipherTrust:endpoint}') return false;
  return sections.find(({ name }) => name === top)?.takesEndpoint?.(path) ?? false;
}

/** A reference in a name would be taken literally, which is never intended. */
function keyProblems(tree: Tree, path: ConfigPath): readonly Problem[] {
  if (tree.kind === 'list') return tree.items.flatMap((item, index) => keyProblems(item, [...path, index]));
  if (tree.kind === 'scalar') return [];
  return [...tree.entries].flatMap(([key, { keyAt, value }]) => {
    const below = keyProblems(value, [...path, key]);
    if (!/\$\{\w+:/.test(key)) return below;
    const message = `the name "${displayText(key)}"${inPath(path)} has a reference, but only values can be references`;
    return [{ severity: 'error', at: keyAt, message } as const, ...below];
  });
}
