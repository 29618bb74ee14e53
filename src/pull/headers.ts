import { isPlain, valueAt } from '../config/edit/index.ts';
import type { ConfigPath } from '../config/index.ts';
import { isHeaderPlace } from '../kinds/config.ts';
import type { Plain } from '../metadata/metadata-type.ts';

/** Fields of a component, `path` being its place in the file, with each HTTP header as `change` makes it. */
export function mapHeaders(
  value: unknown,
  path: ConfigPath,
  change: (header: unknown, path: ConfigPath) => unknown,
): unknown {
  if (isHeaderPlace(path)) return change(value, path);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapHeaders(item, [...path, key], change)]),
  );
}

/** The same fields with what the file says of headers that are no secrets in spite of their names. */
export function withOptOuts(fields: Plain, current: Plain, path: ConfigPath): Plain {
  return mapHeaders(fields, path, (header, at) => {
    const there = valueAt(current, at.slice(path.length));
    if (!isPlain(there) || there.secret !== false) return header;
    return { ...(isPlain(header) ? header : { value: header }), secret: false };
  }) as Plain;
}
