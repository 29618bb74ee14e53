/** Generates unique names of environment variables: `ACME_KMS_CLIENT_SECRET`. */
export class VariableNames {
  readonly #usedNames: Set<string>;
  readonly #given: string[] = [];

  constructor(usedNames: readonly string[]) {
    this.#usedNames = new Set(usedNames);
  }

  get given(): readonly string[] {
    return this.#given;
  }

  next(words: readonly string[]): string {
    const name = variableName(words);
    let free = name;
    for (let count = 2; this.#usedNames.has(free); count += 1) free = `${name}_${count}`;
    this.#usedNames.add(free);
    this.#given.push(free);
    return free;
  }
}

/**
 * As in `['AcmeKms', 'clientSecret']` → `ACME_KMS_CLIENT_SECRET`. Characters that a variable name can't contain
 * become underscores. Words shared by the end of one name and the start of the next appear once: `['AcmeKms',
 * 'KmsKey']` → `ACME_KMS_KEY`.
 */
export function variableName(names: readonly string[]): string {
  const words: string[] = [];
  for (const next of names.map(wordsOf)) {
    const shared = next.findLastIndex((_, index) => endsWith(words, next.slice(0, index + 1))) + 1;
    words.push(...next.slice(shared));
  }
  const name = words.join('_');
  return /^[A-Z_]/.test(name) ? name : `_${name}`;
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return end.length <= words.length && end.every((word, index) => words.at(index - end.length) === word);
}
