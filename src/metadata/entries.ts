/** Collects the entries of a component's meaning. */
export class Entries {
  readonly map = new Map<string, string>();

  put(path: string, value: unknown): void {
    if (value === undefined || value === '') return;
    this.map.set(this.#free(path), String(value));
  }

  /** Adds the order of several names. A single name has no order. */
  order(path: string, names: readonly string[]): void {
    if (names.length > 1) this.put(`${path} (order)`, names.join(', '));
  }

  #free(path: string): string {
    let free = path;
    for (let count = 2; this.map.has(free); count += 1) free = `${path} (${count})`;
    return free;
  }
}
