import { isDeepStrictEqual } from 'node:util';
import { isPlain, valueAt } from '../config/edit/index.ts';
import { writtenAt } from '../config/edit/places.ts';
import type { ConfigDocument, ConfigPath } from '../config/index.ts';
import { parseReferences } from '../config/references.ts';

/** What a file says at a place now. */
export interface Said {
  /** With references resolved. */
  readonly resolved: unknown;
  /** As it is written: in the environment, then in the base, as far as either says it. */
  readonly written: readonly unknown[];
}

/** A value that is written into a list or map that holds references. */
interface Value {
  /** What the org has. */
  readonly wanted: unknown;
  /** The same as a config writes it. */
  readonly literal: unknown;
}

/**
 * A value for a file with the references that are written there already: a list or a map is written whole, and must not turn
 * the reference of one of its entries into the secret itself. `differs` hears of references whose value here is another.
 */
export function keepReferences(
  { wanted, literal }: Value,
  said: Said,
  differs: (path: ConfigPath, reference: string) => void,
  path: ConfigPath = [],
): unknown {
  const reference = referenceOf(said.written[0]);
  if (reference !== undefined) {
    const text = isPlain(wanted) ? wanted.value : wanted;
    const resolved = isPlain(said.resolved) ? said.resolved.value : said.resolved;
    if (text === undefined || typeof text === 'object') return literal;
    if (text !== resolved) differs(path, reference);
    return isPlain(literal) ? { ...literal, value: reference } : reference;
  }
  if (Array.isArray(wanted) && Array.isArray(literal)) {
    const places = placesOf(wanted, said.resolved);
    return wanted.map((item, index) => {
      const place = places[index];
      if (place === undefined) return literal[index];
      return keepReferences({ wanted: item, literal: literal[index] }, itemOf(said, place), differs, [
        ...path,
        index,
      ]);
    });
  }
  if (!isPlain(wanted) || !isPlain(literal)) return literal;
  return Object.fromEntries(
    Object.entries(literal).map(([key, item]) => [
      key,
      keepReferences({ wanted: wanted[key], literal: item }, childOf(said, key), differs, [...path, key]),
    ]),
  );
}

/** What is written at a path: in the environment, then in the base. */
export function writtenFor(
  document: ConfigDocument,
  environment: string | undefined,
  path: ConfigPath,
): readonly unknown[] {
  return [
    ...(environment === undefined ? [] : [writtenAt(document, environment, path)]),
    writtenAt(document, undefined, path),
  ].filter((one) => one !== undefined);
}

/** What a file says of a field. */
export function childOf({ resolved, written }: Said, key: string): Said {
  return {
    resolved: valueAt(resolved, [key]),
    written: written.map((one) => valueAt(one, [key])).filter((one) => one !== undefined),
  };
}

/** What a file says of an item of a list. */
export function itemOf({ resolved, written }: Said, index: number): Said {
  const at = (list: unknown) => (Array.isArray(list) ? list[index] : undefined);
  // A list in an environment stands for that of the base.
  return { resolved: at(resolved), written: [at(written[0])].filter((one) => one !== undefined) };
}

/** The reference that a text holds, whole as it is written; undefined for any other value. */
export function referenceOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return parseReferences(value).parts.some((part) => typeof part !== 'string') ? value : undefined;
}

/** Where each wanted item of a list is in the list of a file: the same item, or one that is called the same. */
export function placesOf(wanted: readonly unknown[], list: unknown): readonly (number | undefined)[] {
  const there: readonly unknown[] = Array.isArray(list) ? list : [];
  const taken = new Set<number>();
  const take = (isIt: (item: unknown) => boolean) => {
    const index = there.findIndex((item, place) => !taken.has(place) && isIt(item));
    if (index === -1) return undefined;
    taken.add(index);
    return index;
  };
  const same = wanted.map((item) => take((other) => isDeepStrictEqual(item, other)));
  return wanted.map((item, index) => same[index] ?? take((other) => isCalledTheSame(item, other)));
}

/** Whether two raw parameters are the same one, as the Metadata API tells them apart. */
function isCalledTheSame(left: unknown, right: unknown): boolean {
  const names = ['parameterType', 'parameterName', 'parameterGroup'];
  return (
    isPlain(left) &&
    isPlain(right) &&
    left.parameterName !== undefined &&
    names.every((name) => left[name] === right[name])
  );
}
