/** Gives out names of environment variables, each once: `ACME_KMS_CLIENT_SECRET`. */
export class VariableNames {
  readonly #taken: Set<string>;
  readonly #given: string[] = [];

  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  get given(): readonly string[] {
    return this.#given;
  }

  next(words: readonly string[]): string {
    const name = variableName(words);
    let free = name;
    for (let count = 2; this.#taken.has(free); count += 1) free = `${name}_${count}`;
    this.#taken.add(free);
    this.#given.push(free);
    return free;
  }
}

/** `['AcmeKms', 'clientSecret']` → `ACME_KMS_CLIENT_SECRET`; what no variable's name can hold becomes an underscore. */
export function variableName(words: readonly string[]): string {
  const name = words
    .map((word) =>
      word
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
        .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
        .replaceAll(/[^A-Za-z0-9]+/g, '_')
        .replaceAll(/^_+|_+$/g, ''),
    )
    .filter((word) => word !== '')
    .join('_')
    .toUpperCase();
  return /^[A-Z_]/.test(name) ? name : `_${name}`;
}
