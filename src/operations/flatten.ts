/** Plain data as text by path. Leaves out undefined values. */
export function flatten(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object') return new Map([[path, String(value)]]);
  const entries = Object.entries(value).flatMap(([key, item]) => [
    ...flatten(item, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(entries);
}
