import { isDeepStrictEqual } from 'node:util';
import { isPlain, valueAt } from '../config/edit/index.ts';
import { findWritten } from '../config/edit/places.ts';
import type { ConfigDocument, ConfigPath } from '../config/index.ts';
import { parseReferences } from '../config/references.ts';

/** The current content of a file at a path. */
export interface WrittenContent {
  /** With references resolved. */
  readonly resolved: unknown;
  /** As written: in the environment, then in the base, whichever have it. */
  readonly written: readonly unknown[];
}

/** A value to write into a list or map that contains references. */
interface Value {
  /** The org's value. */
  readonly wanted: unknown;
  /** The same value in the config's form. */
  readonly literal: unknown;
}

/**
 * Keeps existing references in a value for a file. A list or a map is written whole, and must not replace a
 * reference with the secret itself. Reports to `differs` the references whose value here is different.
 */
export function keepReferences(
  { wanted, literal }: Value,
  current: WrittenContent,
  differs: (path: ConfigPath, reference: string) => void,
  path: ConfigPath = [],
): unknown {
  const reference = referenceOf(current.written[0]);
  if (reference !== undefined) {
    const text = isPlain(wanted) ? wanted.value : wanted;
    const resolved = isPlain(current.resolved) ? current.resolved.value : current.resolved;
    if (text === undefined || typeof text === 'object') return literal;
    if (text !== resolved) differs(path, reference);
    return isPlain(literal) ? { ...literal, value: reference } : reference;
  }
  if (Array.isArray(wanted) && Array.isArray(literal)) {
    const places = placesOf(wanted, current.resolved);
    return wanted.map((item, index) => {
      const place = places[index];
      if (place === undefined) return literal[index];
      return keepReferences({ wanted: item, literal: literal[index] }, itemOf(current, place), differs, [
        ...path,
        index,
      ]);
    });
  }
  if (!isPlain(wanted) || !isPlain(literal)) return literal;
  return Object.fromEntries(
    Object.entries(literal).map(([key, item]) => [
      key,
      keepReferences({ wanted: wanted[key], literal: item }, childOf(current, key), differs, [...path, key]),
    ]),
  );
}

/** What is written at a path: in the environment, then in the base. */
export function findWrittenValues(
  document: ConfigDocument,
  environment: string | undefined,
  path: ConfigPath,
): readonly unknown[] {
  return [
    ...(environment === undefined ? [] : [findWritten(document, environment, path)]),
    findWritten(document, undefined, path),
  ].filter((one) => one !== undefined);
}

/** The file's content for a field. */
export function childOf({ resolved, written }: WrittenContent, key: string): WrittenContent {
  return {
    resolved: valueAt(resolved, [key]),
    written: written.map((one) => valueAt(one, [key])).filter((one) => one !== undefined),
  };
}

/** The file's content for an item of a list. */
export function itemOf({ resolved, written }: WrittenContent, index: number): WrittenContent {
  const at = (list: unknown) => (Array.isArray(list) ? list[index] : undefined);
  // A list in an environment replaces that of the base.
  return { resolved: at(resolved), written: [at(written[0])].filter((one) => one !== undefined) };
}

/** The reference that a text consists of; undefined for any other value. */
export function referenceOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return parseReferences(value).parts.some((part) => typeof part !== 'string') ? value : undefined;
}

/** Finds each wanted item in the file's list: the same item, or one with the same name. */
export function placesOf(wanted: readonly unknown[], list: unknown): readonly (number | undefined)[] {
  const currentItems: readonly unknown[] = Array.isArray(list) ? list : [];
  const usedIndexes = new Set<number>();
  const take = (isIt: (item: unknown) => boolean) => {
    const index = currentItems.findIndex((item, place) => !usedIndexes.has(place) && isIt(item));
    if (index === -1) return undefined;
    usedIndexes.add(index);
    return index;
  };
  const same = wanted.map((item) => take((other) => isDeepStrictEqual(item, other)));
  return wanted.map((item, index) => same[index] ?? take((other) => isCalledTheSame(item, other)));
}

/** Whether the Metadata API identifies two raw parameters as the same. */
function isCalledTheSame(left: unknown, right: unknown): boolean {
  const names = ['parameterType', 'parameterName', 'parameterGroup'];
  return (
    isPlain(left) &&
    isPlain(right) &&
    left.parameterName !== undefined &&
    names.every((name) => left[name] === right[name])
  );
}
