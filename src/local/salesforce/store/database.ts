import { idOf } from '../ids.ts';
import { COLLECTION_NAMES, type CollectionName, type Collections } from './collections.ts';

/** A readable state: the committed one, or the one that a transaction sees. */
export interface View {
  get<C extends CollectionName>(collection: C, key: string): Collections[C] | undefined;
  /** In the order of creation. */
  all<C extends CollectionName>(collection: C): readonly Collections[C][];
}

export interface Transaction extends View {
  put<C extends CollectionName>(collection: C, key: string, value: Collections[C]): void;
  remove(collection: CollectionName, key: string): void;
  /** The next id of a key prefix. */
  nextId(prefix: string): string;
  /** Runs `work` in a nested transaction, which is kept only if `work` returns. */
  nested<T>(work: (inner: Transaction) => T): T;
  /** Sets a savepoint and returns the function that rolls back to it. */
  savepoint(): () => void;
  /** Removes everything. */
  clear(): void;
}

type Cells = Map<string, unknown>;
const REMOVED = Symbol('removed');

class Base implements View {
  readonly cells = new Map<CollectionName, Cells>();
  readonly #lists = new Map<CollectionName, readonly unknown[]>();

  get<C extends CollectionName>(collection: C, key: string): Collections[C] | undefined {
    return this.cells.get(collection)?.get(key) as Collections[C] | undefined;
  }

  all<C extends CollectionName>(collection: C): readonly Collections[C][] {
    let list = this.#lists.get(collection);
    if (list === undefined) {
      list = [...(this.cells.get(collection)?.values() ?? [])];
      this.#lists.set(collection, list);
    }
    return list as readonly Collections[C][];
  }

  merge(changes: ReadonlyMap<CollectionName, Cells>): void {
    for (const [collection, changed] of changes) {
      const cells = this.cells.get(collection) ?? new Map<string, unknown>();
      this.cells.set(collection, cells);
      for (const [key, value] of changed) {
        if (value === REMOVED) cells.delete(key);
        else cells.set(key, value);
      }
      this.#lists.delete(collection);
    }
  }

  clear(): void {
    this.cells.clear();
    this.#lists.clear();
  }
}

class Overlay implements Transaction {
  readonly changes = new Map<CollectionName, Cells>();
  readonly #below: View;

  constructor(below: View) {
    this.#below = below;
  }

  get<C extends CollectionName>(collection: C, key: string): Collections[C] | undefined {
    const changed = this.changes.get(collection);
    if (changed?.has(key)) {
      const value = changed.get(key);
      return value === REMOVED ? undefined : (value as Collections[C]);
    }
    return this.#below.get(collection, key);
  }

  all<C extends CollectionName>(collection: C): readonly Collections[C][] {
    const changed = this.changes.get(collection);
    if (changed === undefined) return this.#below.all(collection);
    const merged = new Map(entries(this.#below, collection));
    for (const [key, value] of changed) {
      if (value === REMOVED) merged.delete(key);
      else merged.set(key, value as Collections[C]);
    }
    return [...merged.values()];
  }

  entries(collection: CollectionName): Iterable<[string, unknown]> {
    const merged = new Map(entries(this.#below, collection)) as Cells;
    for (const [key, value] of this.changes.get(collection) ?? []) {
      if (value === REMOVED) merged.delete(key);
      else merged.set(key, value);
    }
    return merged;
  }

  put<C extends CollectionName>(collection: C, key: string, value: Collections[C]): void {
    this.#change(collection, key, value);
  }

  remove(collection: CollectionName, key: string): void {
    this.#change(collection, key, REMOVED);
  }

  nextId(prefix: string): string {
    const n = (this.get('counter', prefix) ?? 0) + 1;
    this.put('counter', prefix, n);
    return idOf(prefix, n);
  }

  nested<T>(work: (inner: Transaction) => T): T {
    const inner = new Overlay(this);
    const result = work(inner);
    for (const [collection, changed] of inner.changes)
      for (const [key, value] of changed) this.#change(collection, key, value);
    return result;
  }

  savepoint(): () => void {
    const saved = [...this.changes].map(([collection, changed]) => [collection, new Map(changed)] as const);
    return () => {
      this.changes.clear();
      for (const [collection, changed] of saved) this.changes.set(collection, new Map(changed));
    };
  }

  clear(): void {
    for (const collection of COLLECTION_NAMES)
      for (const [key] of entries(this, collection)) this.remove(collection, key);
  }

  #change(collection: CollectionName, key: string, value: unknown): void {
    const changed = this.changes.get(collection) ?? new Map<string, unknown>();
    this.changes.set(collection, changed);
    changed.set(key, value);
  }
}

const entries = <C extends CollectionName>(view: View, collection: C): Iterable<[string, Collections[C]]> => {
  if (view instanceof Base) return (view.cells.get(collection) ?? []) as Iterable<[string, Collections[C]]>;
  return (view as Overlay).entries(collection) as Iterable<[string, Collections[C]]>;
};

/** Saves the state after changes. */
export interface Persistence {
  /** Resolves when the current state or a newer one has been saved. */
  save(snapshot: () => string): Promise<void>;
  /** Resolves when all pending saves have succeeded or failed. */
  saved(): Promise<void>;
  /** Aborted if the state couldn't be saved. The reason is the error. Nothing is saved after that. */
  readonly failed: AbortSignal;
}

export type Snapshot = Partial<Record<CollectionName, readonly (readonly [string, unknown])[]>>;

/**
 * The org's state in memory. Writers run one after another and see their own changes; readers see the committed
 * state. A transaction's promise resolves when its changes are saved. A transaction that throws changes nothing.
 */
export class Database {
  readonly #base = new Base();
  readonly #persistence: Persistence | undefined;
  readonly #listeners: ((changed: ReadonlySet<CollectionName>) => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(persistence?: Persistence) {
    this.#persistence = persistence;
  }

  /** Aborted if the state couldn't be saved. Memory is then ahead of the file, so no answer is valid. */
  get failed(): AbortSignal | undefined {
    return this.#persistence?.failed;
  }

  /** Resolves when everything that `view` shows is saved, so that answers survive a restart. Throws a KeywayError. */
  async safe(): Promise<void> {
    await this.#persistence?.saved();
    this.failed?.throwIfAborted();
  }

  get view(): View {
    return this.#base;
  }

  async transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T> {
    const run = this.#last.then(async () => {
      if (this.#closed) throw new Error('the org has been closed');
      this.failed?.throwIfAborted();
      const overlay = new Overlay(this.#base);
      const result = await work(overlay);
      this.#base.merge(overlay.changes);
      const names = new Set(overlay.changes.keys());
      for (const listener of this.#listeners) listener(names);
      return { result, changed: overlay.changes.size > 0 };
    });
    this.#last = run.catch(() => undefined);
    const { result, changed } = await run;
    if (changed) await this.#persistence?.save(() => JSON.stringify(this.snapshot()));
    return result;
  }

  /** Calls back after each transaction with changes, with the changed collections. */
  listen(callback: (changed: ReadonlySet<CollectionName>) => void): void {
    this.#listeners.push(callback);
  }

  /** Waits for running transactions. Nothing changes after that. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  /** The whole state for a file, with the order within collections. */
  snapshot(): Snapshot {
    return Object.fromEntries([...this.#base.cells].map(([name, cells]) => [name, [...cells]]));
  }

  /** Replaces the whole state with a file's content. */
  restore(snapshot: Snapshot): void {
    this.#base.clear();
    const cells = Object.entries(snapshot).map(
      ([name, pairs]) => [name as CollectionName, new Map(pairs)] as const,
    );
    this.#base.merge(new Map(cells));
  }
}
