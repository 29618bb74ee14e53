/** Collects what a component means. */
export class Entries {
  readonly map = new Map<string, string>();

  put(path: string, value: unknown): void {
    if (value === undefined || value === '') return;
    this.map.set(this.#free(path), String(value));
  }

  /** The order of what has one; of a single thing there is nothing to say. */
  order(path: string, names: readonly string[]): void {
    if (names.length > 1) this.put(`${path} (order)`, names.join(', '));
  }

  #free(path: string): string {
    let free = path;
    for (let count = 2; this.map.has(free); count += 1) free = `${path} (${count})`;
    return free;
  }
}
