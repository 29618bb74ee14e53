import { isPlain, valueAt } from '../config/edit/index.ts';
import type { ConfigPath } from '../config/index.ts';
import { isLiteralText, isSecretName, isSentType } from '../config/open-secrets.ts';
import { isHeaderPlace } from '../kinds/config.ts';
import type { Plain } from '../metadata/metadata-type.ts';
import { childOf, itemOf, placesOf, referenceOf, type WrittenContent } from './keep-references.ts';

/** Applies `change` to each HTTP header in the fields of a component; `path` is the component's place in the file. */
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

/** Copies the file's marks for headers and raw parameters that aren't secrets in spite of their names. */
export function withOptOuts(fields: Plain, current: Plain, path: ConfigPath): Plain {
  const headers = mapHeaders(fields, path, (header, at) => {
    const currentValue = valueAt(current, at.slice(path.length));
    if (!isPlain(currentValue) || currentValue.secret !== false) return header;
    return { ...(isPlain(header) ? header : { value: header }), secret: false };
  });
  return withRawOptOuts(headers, current) as Plain;
}

function withRawOptOuts(value: unknown, current: unknown): unknown {
  if (isPlain(value) && isPlain(current))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, withRawOptOuts(item, current[key])]),
    );
  if (!Array.isArray(value) || !Array.isArray(current)) return value;
  const optOuts = current.filter((item) => isPlain(item) && item.secret === false);
  const isOptOut = (item: unknown) =>
    isPlain(item) &&
    optOuts.some(
      (other) => other.parameterType === item.parameterType && other.parameterName === item.parameterName,
    );
  return value.map((item) => (isOptOut(item) ? { ...item, secret: false } : item));
}

/**
 * Replaces each unencrypted raw parameter with a secret-like name by a reference, unless the file has the same
 * value, a reference, or `secret: false`.
 */
export function mapOpenParameters(
  value: unknown,
  current: WrittenContent,
  hide: (name: string, text: string) => string,
): unknown {
  if (Array.isArray(value)) {
    const places = placesOf(value, current.resolved);
    return value.map((item, index) => mapOpenParameters(item, itemOf(current, places[index] ?? -1), hide));
  }
  if (!isPlain(value)) return value;
  const { parameterType, parameterName: name, parameterValue: text } = value;
  const isOpen =
    isSentType(String(parameterType ?? '')) &&
    typeof name === 'string' &&
    typeof text === 'string' &&
    isSecretName(name) &&
    isLiteralText(text) &&
    !isSettled(text, current);
  if (isOpen) return { ...value, parameterValue: hide(name, text) };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapOpenParameters(item, childOf(current, key), hide)]),
  );
}

function isSettled(text: string, current: WrittenContent): boolean {
  const { resolved, written } = childOf(current, 'parameterValue');
  return (
    resolved === text ||
    referenceOf(written[0]) !== undefined ||
    valueAt(current.resolved, ['secret']) === false
  );
}
