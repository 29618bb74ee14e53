import { idOf } from '../ids.ts';
import { COLLECTION_NAMES, type CollectionName, type Collections } from './collections.ts';

/** What can be read: the committed state, or that state as a transaction sees it. */
export interface View {
  get<C extends CollectionName>(collection: C, key: string): Collections[C] | undefined;
  /** In the order in which they were made. */
  all<C extends CollectionName>(collection: C): readonly Collections[C][];
}

export interface Transaction extends View {
  put<C extends CollectionName>(collection: C, key: string, value: Collections[C]): void;
  remove(collection: CollectionName, key: string): void;
  /** The next id of a key prefix. */
  nextId(prefix: string): string;
  /** Runs `work` on top; what it changed is kept only if it returns. */
  nested<T>(work: (inner: Transaction) => T): T;
  /** Marks a point; the function that it returns goes back there. */
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

/** Where the state goes when it has changed. */
export interface Persistence {
  /** Resolves once a state at least as new as the current one is safe. */
  save(snapshot: () => string): Promise<void>;
  /** Resolves once what was to be saved until now is safe, or has failed. */
  saved(): Promise<void>;
  /** Aborted once a state could not be made safe; its reason is the error. Nothing is saved after that. */
  readonly failed: AbortSignal;
}

export type Snapshot = Partial<Record<CollectionName, readonly (readonly [string, unknown])[]>>;

/**
 * The org's state in memory. Writers run one after another and see their own changes; readers see what is
 * committed. A transaction's promise resolves when its changes are safe; one that throws leaves no trace.
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

  /** Aborted once the state could not be kept: memory is ahead of the file, and no answer from it counts. */
  get failed(): AbortSignal | undefined {
    return this.#persistence?.failed;
  }

  /** Resolves once everything that `view` shows is safe, so that an answer holds after a restart too. Throws a KeywayError. */
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

  /** Calls back after each transaction that changed something, with what it changed. */
  listen(callback: (changed: ReadonlySet<CollectionName>) => void): void {
    this.#listeners.push(callback);
  }

  /** Lets what has begun end; nothing changes after that. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  /** Everything, for a file; the order within a collection is kept. */
  snapshot(): Snapshot {
    return Object.fromEntries([...this.#base.cells].map(([name, cells]) => [name, [...cells]]));
  }

  /** Replaces everything with what a file held. */
  restore(snapshot: Snapshot): void {
    this.#base.clear();
    const cells = Object.entries(snapshot).map(
      ([name, pairs]) => [name as CollectionName, new Map(pairs)] as const,
    );
    this.#base.merge(new Map(cells));
  }
}
