import type { Problem } from './problems.ts';
import { isReferenceOnly, parseReferences } from './references.ts';
import { legacySecrets } from './schema/index.ts';
import { type ConfigPath, mapScalars, type Tree } from './tree.ts';

/** Keys of credentials that an org keeps encrypted (Connect REST API Developer Guide, Credential Input). */
const encryptedKeys = new Set(['awsSecretAccessKey', 'clientSecret', 'password']);

/**
 * Places whose references are resolved only when they are about to be written: credentials of principals,
 * secrets of legacy named credentials.
 */
export function isSecretPlace(path: ConfigPath): boolean {
  const [top, , field, , credentials] = path;
  if (top === 'externalCredentials') return field === 'principals' && credentials === 'credentials';
  return top === 'namedCredentials' && path.length === 3 && legacySecrets.some((name) => name === field);
}

/** What is wrong with how secrets are referred to, or with a value elsewhere that looks like one. */
export function checkSecrets(tree: Tree): readonly Problem[] {
  const problems: Problem[] = [];
  mapScalars(tree, (scalar, path) => {
    if (typeof scalar.value !== 'string') return scalar;
    const where = `"${path.at(-1) === 'value' ? path.at(-2) : path.at(-1)}" in ${path.slice(0, -1).join('.')}`;
    const { problem } = parseReferences(scalar.value);
    if (problem !== undefined) {
      problems.push({ severity: 'error', at: scalar.at, message: `${where} ${problem}` });
    } else if (isSecretPlace(path)) {
      if (mustBeReference(tree, path) && !isReferenceOnly(scalar.value)) {
        const message = `${where} is a secret; write a reference such as \${env:NAME} instead of the value`;
        problems.push({ severity: 'error', at: scalar.at, message });
      }
    } else if (looksSecret(scalar.value)) {
      const message = `${where} looks like a secret; if it is one, keep it out of this file and refer to it`;
      problems.push({ severity: 'warning', at: scalar.at, message });
    }
    return scalar;
  });
  return problems;
}

function mustBeReference(tree: Tree, path: ConfigPath): boolean {
  if (path[0] === 'namedCredentials') return true;
  const protocol = valueAt(tree, [...path.slice(0, 2), 'authentication', 'protocol']);
  if (protocol !== 'Custom') return encryptedKeys.has(String(path[5]));
  // Custom parameters are encrypted unless they say that they are not.
  return path[6] !== 'encrypted' && valueAt(tree, [...path.slice(0, 6), 'encrypted']) !== false;
}

function valueAt(tree: Tree, path: ConfigPath): unknown {
  let here: Tree | undefined = tree;
  for (const key of path) here = here?.kind === 'map' ? here.entries.get(String(key))?.value : undefined;
  return here?.kind === 'scalar' ? here.value : undefined;
}

/** Shapes that well-known services give their secrets, and passwords in URLs. A guess: hence only a warning. */
const secretShapes = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/,
  /\bsk[-_](?:live|test|ant|proj)?[-_]?[A-Za-z0-9_-]{20,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^(?:Bearer|Basic)\s+(?!\{!)[A-Za-z0-9+/=._~-]{12,}$/i,
  /:\/\/[^/\s:@]+:[^/\s:@]+@/,
];

function looksSecret(value: string): boolean {
  return secretShapes.some((shape) => shape.test(value));
}
