import { isHeaderPlace, isLiteralText, isSecretName, isSentType } from './open-secrets.ts';
import type { Problem } from './problems.ts';
import { isReferenceOnly, parseReferences, type SecretReference } from './references.ts';
import { type ConfigSection, isSecretPlace, placeInSections, secretsAt } from './section.ts';
import { type ConfigPath, child, mapScalars, type Tree } from './tree.ts';
import { displayText, dotted, quotePath } from './wording.ts';

/** Marks the scalars of a tree that hold secrets, at the top and in each environment. */
export function markSecrets(file: Tree, sections: readonly ConfigSection<never>[]): Tree {
  return mapScalars(file, (scalar, path) => {
    return isSecretPlace(sections, placeInSections(path)) ? { ...scalar, secret: true } : scalar;
  });
}

/** Finds literal secrets, and values elsewhere that look like secrets. Takes the tree before resolution. */
export function checkSecrets(tree: Tree, sections: readonly ConfigSection<never>[]): readonly Problem[] {
  const problems: Problem[] = [];
  mapScalars(tree, (scalar, path) => {
    if (typeof scalar.value !== 'string') return scalar;
    const where = quotePath(path.at(-1) === 'value' ? path.slice(0, -1) : path);
    if (scalar.secret) {
      const [top = '', ...below] = path;
      const section = child(tree, top) ?? tree;
      const mayBeLiteral = secretsAt(sections, path)?.mayBeLiteral?.(section, below) ?? false;
      if (!mayBeLiteral && isLiteral(scalar.value)) {
        const message = `${where} is a secret; replace the value by a reference such as \${env:NAME}`;
        problems.push({ severity: 'error', at: scalar.at, message });
      }
    } else if (!isCalledNoSecret(tree, path)) {
      const raw = rawParameterName(tree, path);
      const name = raw ?? headerName(sections, path);
      const isNamedSo = name !== undefined && isSecretName(name) && isLiteralText(scalar.value);
      const optOut = raw === undefined ? '{ value: …, secret: false }' : 'secret: false beside it';
      const what = raw === undefined ? where : `"${displayText(raw)}" in ${dotted(path.slice(0, -2))}`;
      const message = looksLikeSecret(scalar.value)
        ? `${where} looks like a secret; if it is one, replace it by a reference`
        : `${what} is named like a secret; if it is one, replace it by a reference, otherwise write ${optOut}`;
      if (isNamedSo || looksLikeSecret(scalar.value))
        problems.push({ severity: 'warning', at: scalar.at, message });
    }
    return scalar;
  });
  return problems;
}

/** The name of the header whose value is at a path. */
function headerName(sections: readonly ConfigSection<never>[], path: ConfigPath): string | undefined {
  const place = path.at(-1) === 'value' ? path.slice(0, -1) : path;
  return isHeaderPlace(sections, place) ? String(place.at(-1)) : undefined;
}

/** The name of the raw parameter whose value is at a path, if its type is a header, query or body parameter. */
function rawParameterName(tree: Tree, path: ConfigPath): string | undefined {
  if (path.at(-1) !== 'parameterValue') return undefined;
  const textOf = (key: string) => {
    const field = [...path.slice(0, -1), key].reduce<Tree | undefined>(child, tree);
    return field?.kind === 'scalar' && typeof field.value === 'string' ? field.value : undefined;
  };
  return isSentType(textOf('parameterType') ?? '') ? textOf('parameterName') : undefined;
}

/** Whether the long form of a value marks it as not secret. */
function isCalledNoSecret(tree: Tree, path: ConfigPath): boolean {
  if (path.at(-1) !== 'value' && path.at(-1) !== 'parameterValue') return false;
  const marked = [...path.slice(0, -1), 'secret'].reduce<Tree | undefined>(child, tree);
  return marked?.kind === 'scalar' && marked.value === false;
}

/** References to secrets by path, joined with dots. */
export function secretReferences(tree: Tree): ReadonlyMap<string, SecretReference> {
  const references = new Map<string, SecretReference>();
  mapScalars(tree, (scalar, path) => {
    if (scalar.secret && typeof scalar.value === 'string')
      references.set(path.join('.'), { text: scalar.value, at: scalar.at, path });
    return scalar;
  });
  return references;
}

/** Malformed references are reported elsewhere. */
function isLiteral(text: string): boolean {
  return parseReferences(text).problem === undefined && !isReferenceOnly(text);
}

/** Formats of secrets of well-known services, and passwords in URLs. Only a guess, hence a warning. */
const secretShapes = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30}/,
  /\bgithub_pat_[A-Za-z0-9_]{30}/,
  /\bsk[-_](?:live|test|ant|proj)?[-_]?[A-Za-z0-9_-]{20}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\beyJ[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10}/,
  /\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{20}/,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/,
  /^(?:Bearer|Basic)\s+(?!\{!)[A-Za-z0-9+/=._~-]{12,}$/i,
  /:\/\/[^/\s:@]{1,200}:[^/\s:@]{1,200}@/,
];

/** Skips long values, because a config has none; they are refused for their length. */
export function looksLikeSecret(value: string): boolean {
  const start = value.slice(0, 20_000);
  return secretShapes.some((shape) => shape.test(start));
}
