import { isDeepStrictEqual } from 'node:util';
import type { ConfigPath } from '../tree.ts';

/** A path in a config and its new plain data; undefined deletes it. */
export interface Edit {
  readonly path: ConfigPath;
  readonly value: unknown;
}

type Plain = Readonly<Record<string, unknown>>;

/** The edits that turn one value into the other: maps by key, everything else as a whole. */
export function editsBetween(current: unknown, wanted: unknown, path: ConfigPath): readonly Edit[] {
  if (isDeepStrictEqual(current, wanted)) return [];
  if (!isPlain(current) || !isPlain(wanted)) return [{ path, value: wanted }];
  const keys = new Set([...Object.keys(current), ...Object.keys(wanted)]);
  return [...keys].flatMap((key) =>
    editsBetween(valueAt(current, [key]), valueAt(wanted, [key]), [...path, key]),
  );
}

/** The content of an environment that turns `base` into `wanted`; undefined if it needs none. */
export function overlayFor(base: unknown, wanted: unknown): unknown {
  if (isDeepStrictEqual(base, wanted)) return undefined;
  if (wanted === undefined) return null;
  if (!isPlain(base) || !isPlain(wanted)) return wanted;
  const keys = new Set([...Object.keys(base), ...Object.keys(wanted)]);
  const entries = [...keys]
    .map((key): [string, unknown] => [key, overlayFor(valueAt(base, [key]), valueAt(wanted, [key]))])
    .filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/**
 * Converts plain data to the config's form: `${` becomes `$${`, because data from an org contains no references.
 * Keeps values that `isReference` recognises by their path or text.
 */
export function toLiteral(
  value: unknown,
  path: ConfigPath,
  isReference: (path: ConfigPath, text: string) => boolean,
): unknown {
  if (typeof value === 'string')
    return isReference(path, value) ? value : value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map((item, index) => toLiteral(item, [...path, index], isReference));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, toLiteral(item, [...path, key], isReference)]),
  );
}

/**
 * The value at a path of plain data. Only looks at own properties, so a name such as `toString` isn't found by
 * accident.
 */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (here, key) => (isPlain(here) && Object.hasOwn(here, key) ? here[String(key)] : undefined),
    value,
  );
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
