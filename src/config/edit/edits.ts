import { isDeepStrictEqual } from 'node:util';
import type { ConfigPath } from '../tree.ts';

/** A place of a config and the plain data that it is to hold; undefined takes it out. */
export interface Edit {
  readonly path: ConfigPath;
  readonly value: unknown;
}

type Plain = Readonly<Record<string, unknown>>;

/** What must be edited so that one value becomes the other: maps by key, everything else as a whole. */
export function editsBetween(current: unknown, wanted: unknown, path: ConfigPath): readonly Edit[] {
  if (isDeepStrictEqual(current, wanted)) return [];
  if (!isPlain(current) || !isPlain(wanted)) return [{ path, value: wanted }];
  const keys = new Set([...Object.keys(current), ...Object.keys(wanted)]);
  return [...keys].flatMap((key) =>
    editsBetween(valueAt(current, [key]), valueAt(wanted, [key]), [...path, key]),
  );
}

/** What an environment must say so that laid over `base` it gives `wanted`; undefined where it need not say anything. */
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
 * Plain data as a config writes it: `${` as `$${`, since it comes from an org and refers to nothing. References, which
 * `isReference` knows by their place or text, stay.
 */
export function literal(
  value: unknown,
  path: ConfigPath,
  isReference: (path: ConfigPath, text: string) => boolean,
): unknown {
  if (typeof value === 'string')
    return isReference(path, value) ? value : value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map((item, index) => literal(item, [...path, index], isReference));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, literal(item, [...path, key], isReference)]),
  );
}

/** What stands at a path of plain data; a name such as `toString` is looked for in the data alone. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (here, key) => (isPlain(here) && Object.hasOwn(here, key) ? here[String(key)] : undefined),
    value,
  );
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
