import type { Position } from '../errors/index.ts';

/** A path in a config: keys and list indexes from the top. */
export type ConfigPath = readonly (string | number)[];

/** The content of a YAML file, each value with its place. */
export type Tree =
  | { readonly kind: 'map'; readonly at: Position; readonly entries: ReadonlyMap<string, Entry> }
  | { readonly kind: 'list'; readonly at: Position; readonly items: readonly Tree[] }
  | Scalar;

export interface Scalar {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: string | number | boolean | null;
  /** The source text with its references, if `value` was resolved from it. Messages show this text. */
  readonly from?: string;
  /** Whether it holds a secret. Its references stay until the value is written, and no message shows it. */
  readonly secret?: true;
}

export interface Entry {
  readonly keyAt: Position;
  readonly value: Tree;
}

/**
 * Overlays one tree on another: maps merge deeply, scalars and lists replace, `null` deletes an entry of a map. A
 * map that both have keeps its place in the base, so that problems in the base have one place.
 */
export function overlay(base: Tree, over: Tree): Tree {
  if (over.kind !== 'map') return over;
  if (base.kind !== 'map') return withoutNulls(over);
  const entries = new Map(base.entries);
  for (const [key, { keyAt, value }] of over.entries) {
    const below = entries.get(key);
    if (isNull(value)) entries.delete(key);
    else if (below?.value.kind === 'map' && value.kind === 'map')
      entries.set(key, { keyAt: below.keyAt, value: overlay(below.value, value) });
    else entries.set(key, { keyAt, value: withoutNulls(value) });
  }
  return { ...base, entries };
}

function withoutNulls(tree: Tree): Tree {
  return tree.kind === 'map' ? overlay({ ...tree, entries: new Map() }, tree) : tree;
}

/** A map with the entries that pass a test; other trees unchanged. */
export function pickEntries(tree: Tree, keep: (key: string) => boolean): Tree {
  if (tree.kind !== 'map') return tree;
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => keep(key))) };
}

export function child(tree: Tree | undefined, key: string | number): Tree | undefined {
  if (tree?.kind === 'map') return tree.entries.get(String(key))?.value;
  return tree?.kind === 'list' ? tree.items[Number(key)] : undefined;
}

/** The tree as plain data for zod and the other stages. Keys become own properties, even `__proto__`. */
export function toPlain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(toPlain);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, toPlain(entry.value)]));
}

/** The position of a path: its value, or the key itself; the nearest position above it if neither exists. */
export function locate(tree: Tree, path: ConfigPath, of: 'value' | 'key' = 'value'): Position {
  let at = tree.at;
  let here: Tree | undefined = tree;
  for (const [index, key] of path.entries()) {
    const entry: Entry | undefined = here?.kind === 'map' ? here.entries.get(String(key)) : undefined;
    const below = child(here, key);
    if (!below) return at;
    const last = index === path.length - 1;
    // A map or list begins on the line after its key, but people look for the key.
    at = entry && (below.kind !== 'scalar' || (last && of === 'key')) ? entry.keyAt : below.at;
    here = below;
  }
  return at;
}

/** Replaces every scalar by the result of `change`, which receives its path. */
export function mapScalars(
  tree: Tree,
  change: (scalar: Scalar, path: ConfigPath) => Tree,
  path: ConfigPath = [],
): Tree {
  if (tree.kind === 'scalar') return change(tree, path);
  if (tree.kind === 'list') {
    return { ...tree, items: tree.items.map((item, index) => mapScalars(item, change, [...path, index])) };
  }
  const entries = [...tree.entries].map(([key, entry]): [string, Entry] => [
    key,
    { ...entry, value: mapScalars(entry.value, change, [...path, key]) },
  ]);
  return { ...tree, entries: new Map(entries) };
}

export function isNull(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value === null;
}
